from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.capacities import Capacity
from portal.accounts.editing import reach_of
from portal.accounts.models import User


class GuideQuerySet(models.QuerySet["Guide"]):
    def editable_by(self, by: Capacity | User) -> "GuideQuerySet":
        """Those of programs and rounds within what somebody edits; without a program yet, their own."""
        reach, user = reach_of(by), by.user if isinstance(by, Capacity) else by
        if reach.everywhere:
            return self
        rounds = Q(round=None) | reach.within("round__department")
        begun = Q(program=None, started_by=user) if reach else Q(pk__in=[])
        return self.filter(begun | reach.within("program__department") & rounds)


class Guide(models.Model):
    """The way of a program and its round to being published, step by step; it can be left and taken up again.

    `clauses` and `measures` are what was chosen before there is a program; then the program's own count.
    `moves`: dates of a copied round that fell on a day off, [{"field": "opens_at" or "closes_at", "planned",
    "placed": ISO 8601, "holiday": its name or ""}].
    """

    program = models.ForeignKey(
        "catalog.Program",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="guides",
        verbose_name=_("program"),
    )
    round = models.OneToOneField(
        "catalog.Round",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="guide",
        verbose_name=_("round"),
    )
    clauses = models.ManyToManyField(
        "policies.Clause", blank=True, related_name="+", verbose_name=_("clauses it rests on")
    )
    measures = models.ManyToManyField(
        "policies.Measure", blank=True, related_name="+", verbose_name=_("measures it answers")
    )
    dates_set = models.BooleanField(
        _("dates are set"), default=False, help_text=_("Until then the round has dates that nobody chose.")
    )
    copied_from = models.ForeignKey(
        "catalog.Round",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("copied from"),
    )
    moves = models.JSONField(_("moved dates"), default=list, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("started by")
    )
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = GuideQuerySet.as_manager()

    class Meta:
        verbose_name = _("guided publication")
        verbose_name_plural = _("guided publications")
        ordering = ["-changed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(round=None) | Q(program__isnull=False),
                name="guide_round_has_program",
                violation_error_message=_("A round belongs to a program."),
            )
        ]

    def __str__(self) -> str:
        return str(self.round or self.program or _("New program"))
