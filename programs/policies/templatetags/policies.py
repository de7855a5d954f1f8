"""{% load policies %}

{% cite_clause clause %} opens a clause in place   {% openness use.openness %} a badge: open, coming, not open
target|amount  measure_figure|amount  rule|amount  a number in words
{% begin_program measure uses %} for who edits programs, the way to a new one where none is open or coming
document|marks  what to know before relying on it   basis|inferred  whether the document does not say it
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.urls import reverse
from django.utils.safestring import SafeString

from portal.ui import texts
from portal.ui.templatetags import ui
from programs.policies import figures
from programs.policies.beginnings import beginning
from programs.policies.marks import marked
from programs.policies.marks import marks as marks_of
from programs.policies.models import Basis, Clause, PolicyDocument, Quantity
from programs.policies.uses import Openness, Use

register = template.Library()

OPENNESS_BADGES = {
    Openness.OPEN: ("ok", "door-enter"),
    Openness.UPCOMING: ("info", "calendar-event"),
    Openness.NOT_OPEN: ("", "door-exit"),
}


@register.inclusion_tag("ui/parts/cite.html")
def cite_clause(clause: Clause, placement: str = "") -> dict[str, Any]:
    """A citation chip of a clause with our summary; its `document` should be loaded.

    Lapsed documents, internal plans and model texts are marked in the words of the chip.
    """
    document = clause.document
    printed = texts.localized(clause, "printed")
    return ui.cite(
        label=marked(f"{texts.localized(document, 'short_title')} {printed}", document),
        document=marked(texts.localized(document, "title"), document),
        clause=printed,
        text=texts.localized(clause, "summary"),
        url=reverse("clause", args=[document.slug, clause.number]),
        placement=placement,
        lang=texts.foreign_language(clause, "summary"),
    )


@register.inclusion_tag("policies/parts/begin.html", takes_context=True)
def begin_program(context: Context, row: Model, uses: Iterable[Use], field: str = "name") -> dict[str, Any]:
    """A link into the guide, with the row's `field` for readers of the link alone."""
    return {"url": beginning(context.get("request"), row, uses), "row": row, "field": field}


@register.filter
def amount(quantity: Quantity) -> str:
    """The number with its unit: ≥5,000家, 10亿元, 60 people."""
    return figures.amount(quantity)


@register.filter
def marks(document: PolicyDocument) -> list[str]:
    """Internal plan, model text, lapsed."""
    return marks_of(document)


@register.filter
def inferred(basis: str) -> bool:
    """Whether a value is read out of the whole document, not said by it."""
    return basis == Basis.INFERRED


@register.simple_tag
def openness(value: str) -> SafeString:
    """Whether one can apply, as a badge."""
    known = Openness(value)
    tone, icon = OPENNESS_BADGES[known]
    return ui.badge(tone, known.label, icon)
