"""What the operator tells everybody."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class BannerQuerySet(models.QuerySet["Banner"]):
    def shown_at(self, now: datetime) -> "BannerQuerySet":
        """Those whose time it is, the most serious first."""
        return self.filter(starts_at__lte=now, ends_at__gt=now).order_by("-level", "starts_at", "pk")


class Banner(models.Model):
    """A sentence above every page from one moment to another: maintenance, a disturbance, a holiday."""

    class Level(models.IntegerChoices):
        NOTICE = 1, _("Notice")
        WARNING = 2, _("Warning")
        DISTURBANCE = 3, _("Disturbance")

    text = models.CharField(_("text"), max_length=200)
    text_en = models.CharField(_("text in English"), max_length=300, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.NOTICE)
    starts_at = models.DateTimeField(_("shown from"))
    ends_at = models.DateTimeField(_("shown until"))

    objects = BannerQuerySet.as_manager()

    class Meta:
        verbose_name = _("banner")
        verbose_name_plural = _("banners")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="banner_ends_after_it_starts",
                violation_error_message=_("The banner ends before it starts. Choose a later end."),
            )
        ]

    def __str__(self) -> str:
        return self.text
