"""A station's applications: which rows, filters in the address, orderings, and the table that leaves."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import django_filters
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.intake.models import Application
from applications.intake.workflow import Status
from applications.stations.models import Recommendation
from portal.accounts.models import Department
from portal.api.keyset import Keyset
from portal.ui.texts import localized
from programs.catalog.models import Round

PAGE_SIZE = 20
VIEWS = {
    "waiting": (gettext_lazy("To recommend"), Q(status=Status.RECOMMENDING)),
    "back": (gettext_lazy("With the applicant"), Q(status=Status.RETURNED, left_station_at=None)),
    "done": (gettext_lazy("Passed on"), Q(left_station_at__isnull=False)),
    "all": (gettext_lazy("All"), Q()),
}
KEYSET = Keyset(
    {
        "due": ("due_at", "id"),
        "-due": ("-due_at", "id"),
        "received": ("submitted_at", "id"),
        "-received": ("-submitted_at", "id"),
        "amount": ("amount_asked", "id"),
        "-amount": ("-amount_asked", "id"),
    }
)
ORDERINGS = {
    "due": gettext_lazy("Due soonest"),
    "-due": gettext_lazy("Due last"),
    "received": gettext_lazy("Received first"),
    "-received": gettext_lazy("Received last"),
    "-amount": gettext_lazy("Largest amount"),
    "amount": gettext_lazy("Smallest amount"),
}


def rows_of(department: Department) -> QuerySet[Application]:
    """What the station and those below it recommend, ready for a list."""
    rows = Application.objects.recommended_within(department)
    given = Recommendation.objects.select_related("batch").order_by("-at", "-pk")
    related = rows.select_related("round__program", "round__department", "organization", "person", "station")
    return related.prefetch_related(Prefetch("recommendations", given))


def rounds_of(request: Any) -> QuerySet[Round]:
    """The rounds of the station's applications."""
    department = request.capacity.department
    mine = Application.objects.recommended_within(department).values("round")
    return Round.objects.filter(pk__in=mine).select_related("program")


class StationFilter(django_filters.FilterSet):
    """By round and words: number, organization or its code."""

    q = django_filters.CharFilter(
        method="search", label=gettext_lazy("Number, organization or credit code"), max_length=100
    )
    round = django_filters.ModelChoiceFilter(
        queryset=rounds_of, label=gettext_lazy("Round"), empty_label=gettext_lazy("All rounds")
    )

    class Meta:
        model = Application
        fields = ("q", "round")

    def search(self, rows: QuerySet[Any], name: str, words: str) -> QuerySet[Any]:
        """Applications the words name."""
        named = Q(number__icontains=words) | Q(organization__name__icontains=words)
        return rows.filter(named | Q(organization__uscc__istartswith=words))


def table(rows: QuerySet[Application]) -> Iterator[Iterable[Any]]:
    """Header, then a line an application; money in yuan, times in local time."""
    yield (
        _("Number"),
        _("Organization"),
        _("Credit code"),
        _("Program"),
        _("Round"),
        _("Status"),
        _("Applied for (yuan)"),
        _("Received"),
        _("Due"),
        _("Opinion"),
        _("Letter"),
        _("Order of preference"),
    )
    for row in rows.iterator(chunk_size=500):
        given = next(iter(row.recommendations.all()), None)
        yield (
            row.number,
            row.applicant_name,
            row.organization.uscc if row.organization else "",
            localized(row.round.program, "title"),
            localized(row.round, "name"),
            str(row.state.public_label),
            row.amount_asked,
            _local(row.submitted_at),
            _local(row.due_at),
            given.opinion if given else "",
            given.batch.number if given and given.batch else "",
            given.place if given else None,
        )


def _local(value: Any) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


def is_id(text: str) -> bool:
    """Whether it is the id of an application."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
