"""{% load catalog %}: `counts|count_of:value`, how often a value occurs; `row|row_tools`, its links."""

from collections import Counter

from django import template
from django.db.models import Model

from programs.catalog.row_tools import Tool, tools_of

register = template.Library()


@register.filter
def count_of(counts: Counter[str], value: object) -> int:
    """The count of a filter's choice."""
    return counts[str(value)]


@register.filter
def row_tools(row: Model | None) -> list[Tool]:
    """What upper apps add to a row's page; nothing while the row is being added."""
    return tools_of(row) if row is not None else []
