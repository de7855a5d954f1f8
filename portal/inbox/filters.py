"""Filters of messages, the same on the page and in the API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.inbox import kinds
from portal.inbox.models import Message


def kind_choices() -> list[tuple[str, Any]]:
    """The groups of kinds by key."""
    return [(group.key, group.label) for group in kinds.groups()]


class MessageFilter(django_filters.FilterSet):
    """`unread=true` and `kind=` a group of kinds."""

    unread = django_filters.BooleanFilter("read_at", "isnull", label=_("Unread"))
    kind = django_filters.ChoiceFilter(method="of_kind", choices=kind_choices, label=_("About"))

    class Meta:
        model = Message
        fields: list[str] = []

    def of_kind(self, rows: QuerySet[Message], name: str, value: str) -> QuerySet[Message]:
        """Messages of a group."""
        return rows.filter(kind__in=kinds.kinds_of(value))
