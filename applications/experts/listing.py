"""The pool as officials search it: filters in the address, orderings, the table for a spreadsheet."""

from collections.abc import Iterator
from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from applications.experts.fields import choices, labels
from applications.experts.models import Expert
from portal.accounts.capacities import Capacity
from portal.api.keyset import Keyset
from portal.organizations.filters import search_box
from portal.ui.texts import localized

PAGE_SIZE = 20
KEYSET = Keyset(
    {
        "name": ("name", "id"),
        "-name": ("-name", "id"),
        "validity": ("valid_until", "id"),
        "-applied": ("-applied_at", "id"),
    }
)
ORDERINGS = {
    "name": pgettext_lazy("person", "By name"),
    "-name": gettext_lazy("By name, from the end"),
    "validity": gettext_lazy("Ending soonest"),
    "-applied": gettext_lazy("Latest applied first"),
}


def rows_for(capacity: Capacity) -> QuerySet[Expert]:
    """What the reader may see, with how many reviews each has handed in."""
    return Expert.objects.visible_to(capacity).select_related("region")


class ExpertFilter(django_filters.FilterSet):
    """q, kind, field, status."""

    q = django_filters.CharFilter(
        method="search",
        label=gettext_lazy("Name, title or employer"),
        widget=search_box(gettext_lazy("Name, title or employer")),
    )
    kind = django_filters.ChoiceFilter(
        choices=Expert.Kind, empty_label=gettext_lazy("All kinds"), label=gettext_lazy("Kind")
    )
    field = django_filters.ChoiceFilter(
        choices=choices,
        method="versed",
        empty_label=gettext_lazy("All fields"),
        label=pgettext_lazy("expert", "Field"),
    )
    status = django_filters.ChoiceFilter(
        choices=Expert.Status, empty_label=gettext_lazy("All statuses"), label=gettext_lazy("Status")
    )

    class Meta:
        model = Expert
        fields: list[str] = []

    def search(self, rows: QuerySet[Expert], _name: str, typed: str) -> QuerySet[Expert]:
        """A part of the name, of the title or of the employer."""
        words = typed.strip()
        named = Q(name__icontains=words) | Q(title__icontains=words) | Q(employer__icontains=words)
        return rows.filter(named)

    def versed(self, rows: QuerySet[Expert], _name: str, code: str) -> QuerySet[Expert]:
        """Versed in the field."""
        return rows.filter(fields__contains=[code])


def table(rows: QuerySet[Expert]) -> Iterator[list[Any]]:
    """Header, then a line an expert; numbers masked."""
    head = [
        pgettext("person", "Name"),
        _("Professional title"),
        _("Employer"),
        _("Kind"),
        _("Fields"),
        _("Region"),
    ]
    yield [*head, _("Telephone"), _("Status"), _("Listed until")]
    for row in rows.iterator(chunk_size=500):
        until = row.valid_until.isoformat() if row.valid_until else ""
        yield [
            row.name,
            row.title,
            row.employer,
            row.get_kind_display(),
            "；".join(labels(row.fields)),
            localized(row.region, "name"),
            row.masked["phone"],
            row.get_status_display(),
            until,
        ]


def counts(capacity: Capacity) -> dict[str, int]:
    """How many experts of each status the reader sees."""
    rows = Expert.objects.visible_to(capacity).order_by().values_list("status").annotate(n=Count("pk"))
    return dict(rows)
