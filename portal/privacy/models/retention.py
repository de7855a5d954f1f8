from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Retention(models.Model):
    """How long one kind of data is kept; the kinds and what is done to them are named in code."""

    kind = models.CharField(_("kind"), max_length=40, unique=True)
    days = models.PositiveIntegerField(_("days"))
    basis = models.CharField(_("basis"), max_length=300)
    basis_en = models.CharField(_("basis in English"), max_length=400, blank=True)
    active = models.BooleanField(_("erase when the period has passed"), default=True)

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        ordering = ["kind"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__gte=1),
                name="retention_at_least_a_day",
                violation_error_message=_("Data is kept for at least a day."),
            )
        ]

    def __str__(self) -> str:
        return self.kind


class ErasureRun(models.Model):
    """What one run erased. `report`: {kind: rows}. A dry run only counted."""

    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    dry = models.BooleanField(_("dry run"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    report = models.JSONField(_("rows by kind"), default=dict)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"
