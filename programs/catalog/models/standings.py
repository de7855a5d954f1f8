"""Where programs stand, kept so that lists need not work it out for every program."""

from datetime import UTC, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.catalog.models.programs import Program
from programs.catalog.models.rounds import Round

EVER = datetime(9000, 1, 1, tzinfo=UTC)
NEVER = datetime(1900, 1, 1, tzinfo=UTC)


class Standing(models.Model):
    """The round that stands for a program and its phase, true for moments from `since` until before `until`.

    A row comes with its program. Any change of a round, of the clauses it rests on or of their documents lets
    it lapse (`until` = NEVER) in the same transaction, by a trigger; `programs.catalog.standing` works it out
    again. What has lapsed is not used.
    """

    program = models.OneToOneField(
        Program, models.CASCADE, primary_key=True, related_name="standing", verbose_name=_("program")
    )
    lead = models.ForeignKey(
        Round, models.SET_NULL, null=True, related_name="+", verbose_name=_("round that stands for it")
    )
    rank = models.SmallIntegerField(_("rank of the phase"))
    nearness = models.FloatField(_("seconds; smaller comes first within a phase"), null=True)
    since = models.DateTimeField(_("true from"))
    until = models.DateTimeField(_("true until before"))

    class Meta:
        verbose_name = _("standing of a program")
        verbose_name_plural = _("standings of programs")
        indexes = [
            models.Index(fields=["rank", "nearness", "program"], name="standing_in_order"),
            models.Index(fields=["until"], name="standing_until"),
            models.Index(fields=["since"], name="standing_since"),
        ]

    def __str__(self) -> str:
        return f"{self.program_id}: {self.rank}"


class Edition(models.Model):
    """One row per statement that changed programs, their clauses or rounds.

    Sum and last number together name the state of the catalog that a transaction sees: stored counts carry
    it. Rows are only added, so that no writer waits for another; the clock adds old ones up.
    """

    count = models.BigIntegerField(_("statements"), db_default=1)

    class Meta:
        verbose_name = _("edition of the catalog")
        verbose_name_plural = _("editions of the catalog")

    def __str__(self) -> str:
        return str(self.pk)


class StoredCounts(models.Model):
    """How many programs each choice of the filters stands for, as one address of the list asks.

    True in one edition of the catalog, for moments from `since` until before `until`.
    """

    key = models.CharField(_("what is asked"), max_length=64, primary_key=True)
    edition = models.CharField(_("edition"), max_length=60)
    since = models.DateTimeField(_("true from"))
    until = models.DateTimeField(_("true until before"))
    counts = models.JSONField(_("counts"))

    class Meta:
        verbose_name = _("stored counts")
        verbose_name_plural = _("stored counts")

    def __str__(self) -> str:
        return self.key
