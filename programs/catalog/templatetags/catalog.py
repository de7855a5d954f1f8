"""{% load catalog %}: `counts|count_of:value`, how often a value occurs."""

from collections import Counter

from django import template

register = template.Library()


@register.filter
def count_of(counts: Counter[str], value: object) -> int:
    """The count of a filter's choice."""
    return counts[str(value)]
