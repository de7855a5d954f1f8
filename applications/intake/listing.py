"""The list of applications: which rows, filters in the address, orderings."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from applications.intake.models import Application
from applications.intake.states import meant
from applications.intake.workflow import STATES
from portal.accounts.capacities import Capacity, acting
from portal.api.keyset import Keyset
from programs.catalog.models import Program, Round

PAGE_SIZE = 20
KEYSET = Keyset(
    {
        "-changed": ("-changed_at", "id"),
        "changed": ("changed_at", "id"),
        "due": ("until", "id"),
        "-due": ("-until", "id"),
        "-amount": ("-amount_asked", "id"),
        "amount": ("amount_asked", "id"),
    }
)
ORDERINGS = {
    "-changed": _("Last changed first"),
    "changed": _("Longest unchanged first"),
    "due": _("Due soonest"),
    "-due": _("Due last"),
    "-amount": _("Largest amount"),
    "amount": _("Smallest amount"),
}


def rows_for(capacity: Capacity) -> QuerySet[Any]:
    """What the reader may see, ready for a list."""
    mine = Application.objects.visible_to(capacity).with_until()
    return mine.select_related("round__program", "organization", "person", "station")


def rounds_for(request: HttpRequest) -> QuerySet[Round]:
    """The rounds of the reader's applications."""
    mine = Application.objects.visible_to(acting(request)).values("round")
    return Round.objects.filter(pk__in=mine).select_related("program")


class ApplicationFilter(django_filters.FilterSet):
    """By status, round and words: number, applicant or program (pinyin and traditional characters too)."""

    q = django_filters.CharFilter(method="search", label=_("Number, applicant or program"))
    status = django_filters.ChoiceFilter(
        choices=[(key.value, state.public_label) for key, state in STATES.items() if not state.shown_as],
        method="in_status",
        label=_("Status"),
        empty_label=_("All statuses"),
    )
    round = django_filters.ModelChoiceFilter(
        queryset=rounds_for, label=_("Round"), empty_label=_("All rounds")
    )

    class Meta:
        model = Application
        fields = ("q", "status", "round")

    def in_status(self, rows: QuerySet[Any], name: str, status: str) -> QuerySet[Any]:
        """Applications in the status, and those of which nothing else is told."""
        return rows.filter(status__in=meant([status], applies=True))

    def search(self, rows: QuerySet[Any], name: str, words: str) -> QuerySet[Any]:
        """Applications the words name."""
        named = (
            Q(number__icontains=words)
            | Q(organization__name__icontains=words)
            | Q(team_name__icontains=words)
        )
        return rows.filter(named | Q(round__program__in=Program.objects.search(words)))
