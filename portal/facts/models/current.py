"""The facts as they hold today, typed, for questions about all organizations. Written from the statements
in the transaction that adds one, and by the clock on the day from which a statement holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.organizations.models import Organization


class CurrentFacts(models.Model):
    """One row per organization; a column is named like its fact. Regions and industries as codes."""

    organization = models.OneToOneField(
        Organization, models.CASCADE, primary_key=True, related_name="facts", verbose_name=_("organization")
    )
    kind = models.CharField(max_length=12, null=True)
    registered_region = models.CharField(max_length=6, null=True)
    tax_region = models.CharField(max_length=6, null=True)
    founded_on = models.DateField(null=True)
    industry = models.CharField(max_length=2, null=True)
    legal_form = models.CharField(max_length=12, null=True)
    registered_capital = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    in_district_since = models.DateField(null=True)
    rights_listed_on = models.DateField(null=True)
    qualifications_listed_on = models.DateField(null=True)
    credit_listed_on = models.DateField(null=True)
    shareholders_listed_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("current facts")
        verbose_name_plural = _("current facts")

    def __str__(self) -> str:
        return str(self.organization_id)


def _yuan() -> models.DecimalField:
    return models.DecimalField(max_digits=18, decimal_places=2, null=True)


def _heads() -> models.PositiveIntegerField:
    return models.PositiveIntegerField(null=True)


class YearlyFigures(models.Model):
    """One row per organization and year; a column is named like its fact. Amounts in yuan."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="figures", verbose_name=_("organization")
    )
    facts = models.ForeignObject(  # no column: joins the two tables without that of organizations between
        CurrentFacts,
        models.DO_NOTHING,
        from_fields=["organization"],
        to_fields=["organization"],
        related_name="figures",
        editable=False,
        serialize=False,
        verbose_name=_("current facts"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    revenue = _yuan()
    profit = _yuan()
    net_assets = _yuan()
    total_assets = _yuan()
    total_cost = _yuan()
    rd_expense = _yuan()
    rd_domestic = _yuan()
    hitech_income = _yuan()
    staff = _heads()
    st_staff = _heads()

    class Meta:
        verbose_name = _("figures of a year")
        verbose_name_plural = _("figures of years")
        constraints = [
            models.UniqueConstraint(fields=["year", "organization"], name="yearly_figures_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.year}"


TYPED = tuple(field.name for field in CurrentFacts._meta.concrete_fields if field.name != "organization")
