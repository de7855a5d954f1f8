"""Filters of the API's list of applications."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from applications.intake.models import Application
from applications.intake.states import meant
from applications.intake.workflow import STATES, Owner, Status
from portal.accounts.capacities import acting_as
from portal.api.moments import MomentFilter


class ApplicationFilters(django_filters.FilterSet):
    """By status, round, program (short name), organization (credit code), whose turn it is, and time."""

    status = django_filters.MultipleChoiceFilter(choices=Status.choices, method="in_status")
    round = django_filters.NumberFilter(field_name="round_id", min_value=0, max_value=2**63 - 1)
    program = django_filters.CharFilter(field_name="round__program__slug")
    organization = django_filters.CharFilter(field_name="organization__uscc")
    owner = django_filters.ChoiceFilter(choices=[(o.value, o.value) for o in Owner], method="whose_turn")
    submitted_after = MomentFilter(field_name="submitted_at", lookup_expr="gt")

    class Meta:
        model = Application
        fields = ("status", "round", "program", "organization", "owner", "submitted_after")

    def in_status(self, rows: QuerySet[Any], name: str, statuses: list[str]) -> QuerySet[Any]:
        """Applications in one of the statuses, as far as the reader is told of it."""
        return rows.filter(status__in=meant(statuses, self._applies)) if statuses else rows

    @property
    def _applies(self) -> bool:
        return acting_as(self.request).kind in ("organization", "self")

    def whose_turn(self, rows: QuerySet[Any], name: str, owner: str) -> QuerySet[Any]:
        """Applications in a status where this party has to act."""
        told = [status for status, state in STATES.items() if state.owner == owner]
        return rows.filter(status__in=meant(told, self._applies))
