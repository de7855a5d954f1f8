"""Panels as lists show them: how far they are, and by what they are found."""

from typing import Any

import django_filters
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from applications.panels.models import Assignment, Panel

State = Assignment.State


class PanelFilters(django_filters.FilterSet):
    """By round and state."""

    round = django_filters.NumberFilter(field_name="round_id", min_value=0, max_value=2**63 - 1)
    state = django_filters.ChoiceFilter(choices=Panel.State)

    class Meta:
        model = Panel
        fields = ("round", "state")


def with_progress(rows: QuerySet[Panel]) -> QuerySet[Any]:
    """`all`: reviews assigned and not recused, `done`: handed in, `late`: due earlier and not all there."""
    late = Panel.objects.overdue(timezone.localdate()).filter(pk=OuterRef("pk"))
    found: QuerySet[Any] = rows.select_related("round__program").annotate(
        all=Count("assignments", filter=~Q(assignments__state=State.RECUSED)),
        done=Count("assignments", filter=Q(assignments__state=State.HANDED_IN)),
        late=Exists(late),
    )
    return found
