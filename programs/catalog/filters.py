"""Filters of programs and rounds, the same on the page and in the API."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters.fields import ModelMultipleChoiceField
from drf_spectacular.utils import extend_schema_field

from portal.accounts.models import Department
from portal.api.moments import MomentFilter
from portal.ui.texts import localized
from programs.catalog.leading import NO_ROUND, RANKS
from programs.catalog.models import Program, ProgramQuerySet, Round
from programs.policies.kinds import ASKED_FOR
from programs.policies.models import PolicyDocument
from programs.search.matching import by_relevance, complete, having_all, having_enough
from programs.search.queries import Query, understood

BY_DEADLINE: list[Any] = ["phase_rank", F("nearness").asc(nulls_last=True), "pk"]
ORDERINGS: dict[str, list[Any]] = {
    "deadline": BY_DEADLINE,
    "newest": ["-pk"],
    "title": ["title", "pk"],
    "amount": [F("amount_max").desc(nulls_last=True), "pk"],
}
RELEVANCE = "relevance"  # of what is searched for; without a search it is the deadline
ORDERING_CHOICES = [
    (RELEVANCE, _("Best match first")),
    ("deadline", _("Deadline, soonest first")),
    ("newest", _("Newest first")),
    ("title", _("By title")),
    ("amount", _("Highest amount first")),
]
KIND_CHOICES = [(kind.value, kind.label) for kind in ASKED_FOR]
ALWAYS, NOT_OPEN = "always", "not_open"
PHASE_CHOICES = [
    (Round.Phase.OPEN.value, Round.Phase.OPEN.label),
    (ALWAYS, _("Open all year")),
    (Round.Phase.UPCOMING.value, Round.Phase.UPCOMING.label),
    (Round.Phase.CLOSED.value, Round.Phase.CLOSED.label),
    (NOT_OPEN, pgettext_lazy("phase", "Not open")),
]
APPLICANT_CHOICES = [
    ("organization", _("Organizations")),
    ("team", _("Teams")),
    ("person", _("Persons")),
]
WEEK, MONTH = "week", "month"
CLOSING_CHOICES = [(WEEK, _("This week")), (MONTH, _("Within 30 days"))]


def received_at(request: HttpRequest | None) -> datetime:
    """The moment a request arrived."""
    return getattr(request, "received_at", None) or timezone.now()


def closing_moment(window: str, at: datetime) -> datetime:
    """The end of this week (Sunday night) or of the thirtieth day, by the portal's clock."""
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=7 - today.weekday() if window == WEEK else 31)


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


class DocumentsField(ModelMultipleChoiceField):
    """Documents by short title in the reader's language."""

    def label_from_instance(self, obj: PolicyDocument) -> str:
        return localized(obj, "short_title")


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class DocumentsFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = DocumentsField


class ProgramFilter(django_filters.FilterSet):
    """Programs by kind, department, level, region, applicant, phase, deadline, amount, document and words."""

    kind = django_filters.MultipleChoiceFilter(choices=KIND_CHOICES, label=_("Kind"))
    department = DepartmentsFilter(
        field_name="department__code",
        queryset=departments,
        to_field_name="code",
        label=_("Department"),
        help_text=_("Code of the department that offers the program."),
    )
    level = django_filters.MultipleChoiceFilter(
        field_name="department__level", choices=Department.Level.choices, label=_("Level")
    )
    region = django_filters.CharFilter(
        method="open_to",
        label=_("Region"),
        help_text=_("Offered in this region (GB/T 2260) or one around it."),
    )
    applicant = django_filters.MultipleChoiceFilter(
        method="open_to_applicant",
        choices=APPLICANT_CHOICES,
        label=_("Who can apply"),
        help_text=_("A published round takes applications of these."),
    )
    phase = django_filters.MultipleChoiceFilter(
        method="in_phase",
        choices=PHASE_CHOICES,
        label=_("Application phase"),
        help_text=_("Phase of the round that stands for the program."),
    )
    open = django_filters.BooleanFilter(method="is_open", label=_("Open now"))
    closing = django_filters.ChoiceFilter(method="closes_within", choices=CLOSING_CHOICES, label=_("Closing"))
    closing_before = MomentFilter(
        method="closes_before",
        label=_("Closing before"),
        help_text=_("An open round closes before this moment."),
    )
    amount_min = django_filters.NumberFilter(
        field_name="amount_max",
        lookup_expr="gte",
        min_value=0,
        max_value=10**14,
        label=_("At least this amount, yuan"),
        help_text=_("One applicant can get as much, as far as terms and caps state it."),
    )
    document = DocumentsFilter(
        method="citing",
        queryset=PolicyDocument.objects.order_by("-issued_on", "slug"),
        to_field_name="slug",
        label=_("Document"),
        help_text=_("Short name of a document on which the program rests."),
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
        fields = [
            "kind", "department", "level", "region", "applicant", "phase", "open", "closing",
            "closing_before", "amount_min", "document", "q", "ordering",
        ]  # fmt: skip

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Every filter; what is searched for comes by relevance unless another order is wanted."""
        found = self.narrowed(queryset)
        wanted = self.form.cleaned_data.get("ordering") or RELEVANCE
        if wanted != RELEVANCE:
            return found.order_by(*ORDERINGS[wanted])
        if self.asked:
            return by_relevance(found, self.asked, whole=self.whole).order_by("-relevance", *BY_DEADLINE)
        return found

    def titled(self) -> QuerySet[Any] | None:
        """The first of what comes by relevance: with all that is searched for in the title, by deadline."""
        wanted = self.form.cleaned_data.get("ordering") or RELEVANCE
        if not self.asked or not self.whole or wanted != RELEVANCE:
            return None
        found = self.narrowed(self.queryset, without="q")
        return found.filter(having_all(self.asked, "title_terms")).order_by(*BY_DEADLINE)

    def narrowed(self, queryset: QuerySet[Any], without: str = "") -> QuerySet[Any]:
        """Every filter but one, in no other order than before."""
        for name, value in self.form.cleaned_data.items():
            if name not in ("ordering", without):
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    @cached_property
    def asked(self) -> Query | None:
        """What is searched for."""
        self.form.is_valid()
        typed = self.form.cleaned_data.get("q")
        return understood(typed) if typed else None

    @cached_property
    def whole(self) -> bool:
        """Some published program has all that is searched for; where none has, half of it is enough."""
        return self.asked is not None and complete(Program.objects.published(), self.asked).exists()

    def open_to(self, programs: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return programs.filter(department__region__in=enclosing(value))

    def open_to_applicant(self, programs: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        if not value:
            return programs
        rounds = Round.objects.filter(status=Round.Status.PUBLISHED, applicant_kinds__overlap=value)
        return programs.filter(pk__in=rounds.values("program"))

    def in_phase(self, programs: QuerySet[Any], name: str, value: list[str]) -> QuerySet[Any]:
        condition = Q()
        for phase in value:
            if phase == ALWAYS:
                condition |= Q(phase_rank=RANKS[Round.Phase.OPEN], nearness=None)
            else:
                condition |= Q(phase_rank=NO_ROUND if phase == NOT_OPEN else RANKS[Round.Phase(phase)])
        return programs.filter(condition)

    def is_open(self, programs: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        rank = RANKS[Round.Phase.OPEN]
        return programs.filter(phase_rank=rank) if value else programs.exclude(phase_rank=rank)

    def closes_before(self, programs: QuerySet[Any], name: str, value: datetime) -> QuerySet[Any]:
        rounds = Round.objects.open_at(received_at(self.request)).filter(closes_at__lt=value)
        return programs.filter(pk__in=rounds.values("program"))

    def closes_within(self, programs: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return self.closes_before(programs, name, closing_moment(value, received_at(self.request)))

    def citing(self, programs: QuerySet[Any], name: str, value: Iterable[PolicyDocument]) -> QuerySet[Any]:
        documents = [document.pk for document in value]
        links = Program.clauses.through.objects.filter(clause__document__in=documents)
        return programs.filter(pk__in=links.values("program")) if documents else programs

    def containing(self, programs: ProgramQuerySet, name: str, value: str) -> ProgramQuerySet:
        if not self.asked:
            return programs.none()
        return complete(programs, self.asked) if self.whole else having_enough(programs, self.asked)

    def ordered(self, programs: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return programs


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
