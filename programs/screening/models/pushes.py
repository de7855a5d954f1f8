from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.organizations.models import Organization
from programs.catalog.models import Round

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class Push(models.Model):
    """A published round whose audience is told, batch by batch: `after` is the last organization looked at.

    `claimed_until`: a worker is at it until then; when that has passed, another one goes on after `after`.
    """

    round = models.OneToOneField(
        Round, models.CASCADE, primary_key=True, related_name="push", verbose_name=_("round")
    )
    asked_at = models.DateTimeField(_("asked for at"))
    after = models.BigIntegerField(_("looked at up to the organization"), default=0)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("service push")
        verbose_name_plural = _("service pushes")
        ordering = ["-asked_at", "-round"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(claimed_until=None), name="push_finished_is_let_go"
            )
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(finished_at=None), name="push_unfinished"),
        ]

    def __str__(self) -> str:
        return str(self.round)


class NotifiedQuerySet(models.QuerySet["Notified"]):
    def visible_to(self, capacity: "Capacity | None") -> "NotifiedQuerySet":
        """Those of the organizations one sees."""
        return self.filter(organization__in=Organization.objects.visible_to(capacity))


class Notified(models.Model):
    """An organization was told once that it qualifies for a round; `people`: how many members got it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="notified", verbose_name=_("round"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    at = models.DateTimeField(_("told at"))
    people = models.PositiveIntegerField(_("people"))

    objects = NotifiedQuerySet.as_manager()

    class Meta:
        verbose_name = _("told organization")
        verbose_name_plural = _("told organizations")
        ordering = ["organization"]
        constraints = [
            models.UniqueConstraint(fields=["round", "organization"], name="notified_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.organization_id}"
