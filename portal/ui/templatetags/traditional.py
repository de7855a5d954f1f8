"""{% load traditional %}: `row|stale_texts`, how many reviewed Traditional texts are out of date."""

from django import template
from django.db.models import Model

from portal.ui.traditional import parts_of

register = template.Library()


@register.filter
def stale_texts(row: Model) -> int:
    """How many of the row's reviewed texts were made of another Simplified text."""
    return sum(part.is_stale for part in parts_of(row))
