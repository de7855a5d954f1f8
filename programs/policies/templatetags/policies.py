"""{% load policies %}: {% cite_clause clause %} opens a clause in place; `target|amount` shows a number."""

from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse

from portal.ui import texts
from portal.ui.formats import amounts
from portal.ui.templatetags import ui
from programs.policies.models import Clause, Comparison, Target

register = template.Library()


@register.inclusion_tag("ui/parts/cite.html")
def cite_clause(clause: Clause, placement: str = "") -> dict[str, Any]:
    """A citation chip of a clause with our summary; its `document` should be loaded."""
    document = clause.document
    printed = texts.localized(clause, "printed")
    return ui.cite(
        label=f"{texts.localized(document, 'short_title')} {printed}",
        document=texts.localized(document, "title"),
        clause=printed,
        text=texts.localized(clause, "summary"),
        url=reverse("clause", args=[document.slug, clause.number]),
        placement=placement,
        lang=texts.foreign_language(clause, "summary"),
    )


@register.filter
def amount(target: Target) -> str:
    """The number with its unit: ≥5,000家, 10亿元, 60 people."""
    sign = "" if target.comparison == Comparison.EQUALS else target.get_comparison_display()
    return sign + _number(target)


def _number(target: Target) -> str:
    language = texts.current_language()
    if target.unit == "元":
        return amounts.wan(target.number, language).replace(".00", "")  # a round sum, as policies say it
    number = amounts.trimmed(Decimal(target.number))
    unit = texts.localized(target, "unit")
    return f"{number} {unit}" if language == "en" else f"{number}{unit}"
