"""Filters of programs and rounds, the same on the page and in the API."""

from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelMultipleChoiceField
from drf_spectacular.utils import extend_schema_field

from portal.accounts.models import Department
from portal.api.moments import MomentFilter
from portal.ui.texts import localized
from programs.catalog.leading import RANKS
from programs.catalog.models import Program, ProgramQuerySet, Round
from programs.policies.kinds import ASKED_FOR

ORDERINGS: dict[str, list[Any]] = {
    "deadline": ["phase_rank", F("nearness").asc(nulls_last=True), "pk"],
    "newest": ["-pk"],
    "title": ["title", "pk"],
}
ORDERING_CHOICES = [
    ("deadline", _("Deadline, soonest first")),
    ("newest", _("Newest first")),
    ("title", _("By title")),
]
KIND_CHOICES = [(kind.value, kind.label) for kind in ASKED_FOR]
PHASE_CHOICES = [(phase.value, phase.label) for phase in RANKS]


def received_at(request: HttpRequest | None) -> datetime:
    """The moment a request arrived."""
    return getattr(request, "received_at", None) or timezone.now()


def enclosing(code: str) -> list[str]:
    """A region and those around it: GB/T 2260 codes nest by trailing zeros."""
    return [code, f"{code[:4]}00", f"{code[:2]}0000"]


def departments(request: HttpRequest | None) -> QuerySet[Department]:
    """Departments that have published programs."""
    return Department.objects.filter(programs__status=Program.Status.PUBLISHED).distinct().order_by("path")


class DepartmentsField(ModelMultipleChoiceField):
    """Departments by name in the reader's language."""

    def label_from_instance(self, obj: Department) -> str:
        return localized(obj, "name")


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class DepartmentsFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = DepartmentsField


class ProgramFilter(django_filters.FilterSet):
    """Programs by kind, department, region, phase, deadline and words."""

    kind = django_filters.MultipleChoiceFilter(
        choices=KIND_CHOICES, label=_("Kind"), widget=forms.CheckboxSelectMultiple
    )
    department = DepartmentsFilter(
        field_name="department__code",
        queryset=departments,
        to_field_name="code",
        label=_("Department"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Code of the department that offers the program."),
    )
    region = django_filters.CharFilter(
        method="open_to",
        label=_("Region"),
        help_text=_("Offered in this region (GB/T 2260) or one around it."),
    )
    phase = django_filters.MultipleChoiceFilter(
        method="in_phase",
        choices=PHASE_CHOICES,
        label=_("Application phase"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Phase of the round that stands for the program."),
    )
    open = django_filters.BooleanFilter(method="is_open", label=_("Open now"))
    closing_before = MomentFilter(
        method="closes_before",
        label=_("Closing before"),
        help_text=_("An open round closes before this moment."),
    )
    q = django_filters.CharFilter(
        method="containing",
        label=_("Search programs"),
        help_text=_("Chinese in either script, pinyin, initials or English words."),
        widget=forms.SearchInput(attrs={"placeholder": _("Program, keyword or document number")}),
    )
    ordering = django_filters.ChoiceFilter(
        method="ordered", choices=ORDERING_CHOICES, empty_label=None, label=_("Order"), null_label=None
    )

    class Meta:
        model = Program
        fields = ["kind", "department", "region", "phase", "open", "closing_before", "q", "ordering"]

    def open_to(self, programs: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return programs.filter(department__region__in=enclosing(value))

    def in_phase(self, programs: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        ranks = [RANKS[Round.Phase(phase)] for phase in value]
        return programs.filter(phase_rank__in=ranks) if ranks else programs

    def is_open(self, programs: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        rank = RANKS[Round.Phase.OPEN]
        return programs.filter(phase_rank=rank) if value else programs.exclude(phase_rank=rank)

    def closes_before(self, programs: QuerySet[Any], name: str, value: datetime) -> QuerySet[Any]:
        rounds = Round.objects.open_at(received_at(self.request)).filter(closes_at__lt=value)
        return programs.filter(pk__in=rounds.values("program"))

    def containing(self, programs: ProgramQuerySet, name: str, value: str) -> ProgramQuerySet:
        return programs.search(value)

    def ordered(self, programs: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return programs.order_by(*ORDERINGS[value])


class RoundFilter(django_filters.FilterSet):
    """Rounds by program, department, region, status and deadline."""

    program = django_filters.CharFilter(field_name="program__slug", label=_("Program"), help_text=_("Slug."))
    kind = django_filters.MultipleChoiceFilter(
        field_name="program__kind", choices=KIND_CHOICES, label=_("Kind")
    )
    department = django_filters.CharFilter(
        field_name="department__code", label=_("Handling department"), help_text=_("Code.")
    )
    region = django_filters.CharFilter(
        method="open_to",
        label=_("Region"),
        help_text=_("Handled in this region (GB/T 2260) or one around it."),
    )
    status = django_filters.MultipleChoiceFilter(
        method="in_phase", choices=Round.Phase.choices, label=_("Status")
    )
    open = django_filters.BooleanFilter(method="is_open", label=_("Open now"))
    closing_before = MomentFilter(field_name="closes_at", lookup_expr="lt", label=_("Closing before"))
    q = django_filters.CharFilter(method="containing", label=_("Search programs"))
    ordering = django_filters.OrderingFilter(fields=[("closes_at", "closes_at"), ("opens_at", "opens_at")])

    class Meta:
        model = Round
        fields = [
            "program",
            "kind",
            "department",
            "region",
            "status",
            "open",
            "closing_before",
            "q",
            "ordering",
        ]

    def open_to(self, rounds: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rounds.filter(department__region__in=enclosing(value))

    def in_phase(self, rounds: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        ranks = [RANKS[Round.Phase(phase)] for phase in value]
        return rounds.filter(phase_rank__in=ranks) if ranks else rounds

    def is_open(self, rounds: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        rank = RANKS[Round.Phase.OPEN]
        return rounds.filter(phase_rank=rank) if value else rounds.exclude(phase_rank=rank)

    def containing(self, rounds: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rounds.filter(program__in=Program.objects.search(value))
