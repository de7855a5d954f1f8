"""What the operator tells everybody."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Banner(models.Model):
    """A sentence above every page from one moment to another: maintenance, a disturbance, a holiday."""

    class Level(models.IntegerChoices):
        NOTICE = 1, _("Notice")
        WARNING = 2, _("Warning")
        DISTURBANCE = 3, _("Disturbance")

    text = models.CharField(_("text"), max_length=200)
    text_en = models.CharField(_("text in English"), max_length=300, blank=True)
    level = models.PositiveSmallIntegerField(_("severity"), choices=Level, default=Level.NOTICE)
    starts_at = models.DateTimeField(_("shown from"))
    ends_at = models.DateTimeField(_("shown until"))

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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """This process shows it on the next page, the others within seconds."""
        from portal.operations.banners import known

        super().save(*args, **kwargs)
        known.forget()

    @property
    def tone(self) -> str:
        """The tone of the notice it is shown as: "", warn or bad."""
        return {1: "", 2: "warn", 3: "bad"}[self.level]


class Minute(models.Model):
    """What the portal measured of itself in one minute; see `portal.operations.measuring`."""

    at = models.DateTimeField(_("minute"), primary_key=True)
    served = models.BooleanField(_("a web process worked"), default=False)
    reached = models.BooleanField(_("its address answered"), null=True)
    waited = models.PositiveIntegerField(_("readers asked to wait"), default=0)

    class Meta:
        verbose_name = _("minute of operation")
        verbose_name_plural = _("minutes of operation")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Anchor(models.Model):
    """One hash over all histories until the beginning of a day, chained to the one before.

    `heads`: the last event it covers, by table. `events`: how many came since the one before.
    """

    day = models.DateField(_("day"), unique=True)
    heads = models.JSONField(_("last events"))
    events = models.PositiveIntegerField(_("events"))
    hash = models.CharField(_("hash"), max_length=64)
    taken_at = models.DateTimeField(_("taken"), auto_now_add=True)

    class Meta:
        verbose_name = _("history anchor")
        verbose_name_plural = _("history anchors")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day} {self.hash[:12]}"
