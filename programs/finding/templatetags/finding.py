"""{% load finding %}: texts with what was searched for marked in them."""

from django import template
from django.utils.safestring import SafeString

from portal.ui.texts import localized
from programs.search.highlighting import excerpt, marked
from programs.search.queries import Query

register = template.Library()


@register.simple_tag
def mark(row: object, field: str, query: Query) -> SafeString:
    """A text of the row in the reader's language, marked."""
    return marked(localized(row, field), query)


@register.simple_tag
def mark_excerpt(row: object, field: str, query: Query) -> SafeString:
    """The part of a long text where something was found, marked."""
    return marked(excerpt(localized(row, field), query), query)


@register.filter
def with_hit(rows: list[object], query: Query) -> list[object]:
    """The measures in whose names something was found."""
    return [row for row in rows if "<mark>" in marked(localized(row, "name"), query)]
