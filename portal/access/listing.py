"""The access log as a list: filters in the address, orderings."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.access.models import Entry
from portal.api.keyset import Keyset

PAGE_SIZE = 50
KEYSET = Keyset({"-at": ("-at", "-id"), "at": ("at", "id")})
ORDERINGS: dict[str, str | Promise] = {
    "-at": pgettext_lazy("entries", "Newest first"),
    "at": pgettext_lazy("entries", "Oldest first"),
}


def day() -> forms.DateInput:
    """A date, with the browser's calendar."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class EntryFilter(django_filters.FilterSet):
    """q, verb, and days of Shanghai from–to, both included."""

    q = django_filters.CharFilter(method="search", label=_("Organization, person, department or number"))
    verb = django_filters.ChoiceFilter(
        choices=Entry.Verb, label=_("What was done"), empty_label=_("Everything")
    )
    since = django_filters.DateFilter(
        "at", "date__gte", label=pgettext_lazy("first day", "From"), widget=day()
    )
    until = django_filters.DateFilter(
        "at", "date__lte", label=pgettext_lazy("last day", "Until"), widget=day()
    )

    class Meta:
        model = Entry
        fields: list[str] = []

    def search(self, rows: Any, _name: str, typed: str) -> Any:
        """A part of whose data, which data or the office; of the person's name only for who may read it."""
        words = typed.strip()
        found = Q(subject_label__icontains=words) | Q(what__icontains=words) | Q(office__icontains=words)
        if self.names_shown:
            found |= Q(user__name__icontains=words) | Q(user__email__iexact=words)
        return rows.filter(found)

    def __init__(self, *args: Any, names_shown: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names_shown = names_shown
