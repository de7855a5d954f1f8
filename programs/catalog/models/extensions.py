from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.catalog.models.rounds import Round


class Extension(models.Model):
    """The portal could not be used for too long in the last hours before a deadline, as it measured itself:
    the deadline is to move. One for each deadline of a round.

    `outages`: [[from, to]] in ISO 8601, whole minutes; `minutes`: their sum, of the last `hours` before the
    deadline.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="extensions", verbose_name=_("round"))
    deadline = models.DateTimeField(_("deadline"))
    moves_to = models.DateTimeField(_("new deadline"))
    hours = models.PositiveSmallIntegerField(_("hours looked at"))
    minutes = models.PositiveIntegerField(_("minutes without service"))
    outages = models.JSONField(_("when"))
    automatic = models.BooleanField(_("automatic, as the call notice announces"))
    proposed_at = models.DateTimeField(_("proposed"))
    applied_at = models.DateTimeField(_("took effect"), null=True, blank=True)

    class Meta:
        verbose_name = _("extension after a failure")
        verbose_name_plural = _("extensions after a failure")
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "deadline"], name="extension_once"),
            models.CheckConstraint(
                condition=models.Q(moves_to__gt=models.F("deadline")),
                name="extension_is_later",
                violation_error_message=_("An extension moves the deadline later."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.minutes} min"

    @property
    def first(self) -> datetime:
        """When the first failure began."""
        return datetime.fromisoformat(self.outages[0][0])

    @property
    def last(self) -> datetime:
        """When the last failure ended."""
        return datetime.fromisoformat(self.outages[-1][1])
