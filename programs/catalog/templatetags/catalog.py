"""{% load catalog %}

row|row_tools   its links
kind|kind_icon          the icon of a kind           clause|cited    how a clause is cited, in words
deadline_rule round     what its deadline means, in words
"""

from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model

from programs.catalog.models import Round
from programs.catalog.pages import KIND_ICONS
from programs.catalog.program_page import cited as cited_all
from programs.catalog.row_tools import Tool, tools_of
from programs.policies.kinds import Kind
from programs.policies.models import Clause

register = template.Library()


@register.filter
def row_tools(row: Model | None) -> list[Tool]:
    """What upper apps add to a row's page; nothing while the row is being added."""
    return tools_of(row) if row is not None else []


@register.filter
def kind_icon(kind: str) -> str:
    """The name of the icon of a kind of programs."""
    return KIND_ICONS[Kind(kind)]


@register.filter
def cited(clause: Clause) -> str:
    """Short title and number as printed, with what to know of the document; its `document` is loaded."""
    return cited_all([clause])[0]


@register.inclusion_tag("catalog/parts/deadline_rule.html")
def deadline_rule(round_: Round) -> dict[str, Any]:
    """The public rule: when it counts, the grace, the stations, and what a failure of the portal does."""
    return {
        "round": round_,
        "after_minutes": settings.EXTENSION_AFTER_MINUTES,
        "hours": settings.EXTENSION_WINDOW_HOURS,
    }
