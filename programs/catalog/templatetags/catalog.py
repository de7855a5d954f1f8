"""{% load catalog %}

row|row_tools   its links
kind|kind_icon          the icon of a kind           clause|cited    how a clause is cited, in words
"""

from django import template
from django.db.models import Model

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
