from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.organizations.models import Organization

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class Origin(models.TextChoices):
    """Where a statement comes from."""

    ORGANIZATION = "organization", _("The organization")
    APPLICATION = "application", _("An application")
    OFFICIAL = "official", _("An official")
    IMPORT = "import", _("An imported list")
    REGISTER = "register", _("A register")


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, capacity: "Capacity | None") -> "StatementQuerySet":
        """Those of the organizations one sees."""
        return self.filter(organization__in=Organization.objects.visible_to(capacity))

    def holding(self, as_of: date, known_at: datetime | None = None) -> "StatementQuerySet":
        """Of each fact and year the statement that holds on a day: of those that hold since then or before
        the one with the latest start, and of these the one stated last. `known_at`: leave out what was
        stated later.
        """
        rows = self.filter(since__lte=as_of)
        if known_at is not None:
            rows = rows.filter(stated_at__lte=known_at)
        newest = ("organization_id", "key", "year", "-since", "-stated_at", "-pk")
        return rows.order_by(*newest).distinct("organization_id", "key", "year")


class Statement(models.Model):
    """One fact of one organization, said once. Rows are only added; the newest one counts.

    `value`: as JSON: text, a whole number, an amount in yuan as a string with two places, a date as
    YYYY-MM-DD, a code; null takes the fact back. `since`: the first day on which it holds; for a figure of a
    year the first day after that year.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="statements", verbose_name=_("organization")
    )
    key = models.CharField(_("fact"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    value = models.JSONField(_("value"), null=True)
    since = models.DateField(_("holds since"))
    origin = models.CharField(_("origin"), max_length=12, choices=Origin)
    stated_at = models.DateTimeField(_("stated at"))
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("stated by"),
    )
    source = models.CharField(
        _("source"), max_length=120, blank=True, help_text=_("The file, application or register it is from.")
    )
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("stated fact")
        verbose_name_plural = _("stated facts")
        ordering = ["organization", "key", "year", "-since", "-stated_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__gte=1949, year__lte=2200), name="statement_year_plausible"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(value__isnull=True), name="statement_erased_is_empty"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "key", "year", "-since", "-stated_at", "-id"], name="statement_newest"
            ),
            models.Index(fields=["since"], name="statement_since"),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.key} {self.year or ''}"


class Verification(models.Model):
    """Somebody in office, or a register, found a statement to be true."""

    statement = models.OneToOneField(
        Statement, models.PROTECT, related_name="verification", verbose_name=_("statement")
    )
    at = models.DateTimeField(_("verified at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("verified by")
    )
    note = models.CharField(_("how"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("verification of a fact")
        verbose_name_plural = _("verifications of facts")

    def __str__(self) -> str:
        return str(self.statement)
