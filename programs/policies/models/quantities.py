from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Comparison(models.TextChoices):
    """How a number is meant. RISE has no number; BETWEEN has two."""

    EQUALS = "eq", "="
    AT_LEAST = "ge", "≥"
    MORE_THAN = "gt", ">"
    AT_MOST = "le", "≤"
    ABOUT = "about", "≈"
    BETWEEN = "between", "–"
    RISE = "rise", "↑"


class SlugManager[Row: models.Model](models.Manager[Row]):
    def get_by_natural_key(self, slug: str) -> Row:
        return self.get(slug=slug)


class Quantity(models.Model):
    """A number with its unit as a document states it: ≥5,000家, 2–3个, 200,000元."""

    comparison = models.CharField(
        _("comparison"), max_length=8, choices=Comparison, default=Comparison.EQUALS
    )
    number = models.DecimalField(
        pgettext_lazy("quantity", "number"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    upper = models.DecimalField(
        _("upper number"), max_digits=18, decimal_places=2, null=True, blank=True, help_text=_("Of a range.")
    )
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=40, blank=True)

    class Meta:
        abstract = True


def figures_fit(name: str, *, optional: bool = False) -> models.CheckConstraint:
    """A range has two numbers, the first the smaller; a rise has none; any other comparison has one.

    `optional`: the row may have no number at all.
    """
    plain = ~Q(comparison__in=[Comparison.BETWEEN, Comparison.RISE])
    one = Q(upper=None) if optional else Q(number__isnull=False, upper=None)
    return models.CheckConstraint(
        condition=(plain & one)
        | Q(comparison=Comparison.BETWEEN, number__isnull=False, upper__gt=models.F("number"))
        | Q(comparison=Comparison.RISE, number=None, upper=None),
        name=name,
        violation_error_message=_(
            "A range needs two numbers, the smaller first; “rise” has none; any other comparison has one."
        ),
    )
