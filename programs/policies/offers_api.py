"""Public addresses of measures, rules and targets."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from programs.policies.filters import received_at
from programs.policies.kinds import Kind
from programs.policies.models import Measure, Rule, Target
from programs.policies.offers import MeasureSerializer, RuleSerializer, TargetSerializer
from programs.policies.uses import in_use, uses_of

ORDER = ("clause__document__slug", "clause__position", "pk")


class OfferFilter(django_filters.FilterSet):
    """By document, clause and whether a published program stands on it."""

    document = django_filters.CharFilter(
        field_name="clause__document__slug", label=_("Document"), help_text=_("Short name.")
    )
    clause = django_filters.CharFilter(
        field_name="clause__number", label=_("Clause"), help_text=_("Number of the clause.")
    )
    has_program = django_filters.BooleanFilter(
        method="with_program", label=_("A published program stands on it")
    )
    has_live_program = django_filters.BooleanFilter(
        method="with_program", label=_("A program that is open or opening soon stands on it")
    )

    def with_program(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Rows with or without; live: a round is open or coming."""
        at = received_at(self.request)
        condition = in_use(rows.model, at, live=name == "has_live_program")
        return rows.filter(condition if value else ~condition)


class MeasureFilter(OfferFilter):
    kind = django_filters.MultipleChoiceFilter(choices=Kind.choices, label=_("Kind"))
    asked_for = django_filters.BooleanFilter(label=_("Can be asked for"))
    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("Words of the name"))

    class Meta:
        model = Measure
        fields = ["document", "clause", "kind", "asked_for", "has_program", "has_live_program", "q"]


class RuleFilter(OfferFilter):
    kind = django_filters.MultipleChoiceFilter(choices=Rule.Kind.choices, label=_("Kind"))
    for_applicants = django_filters.BooleanFilter(method="of_applicants", label=_("For applicants"))
    q = django_filters.CharFilter(
        field_name="sentence", lookup_expr="icontains", label=_("Words of the rule")
    )

    class Meta:
        model = Rule
        fields = ["document", "clause", "kind", "for_applicants", "has_program", "has_live_program", "q"]

    def of_applicants(self, rules: QuerySet[Rule], name: str, value: bool) -> QuerySet[Rule]:
        kinds = Rule.FOR_APPLICANTS
        return rules.filter(kind__in=kinds) if value else rules.exclude(kind__in=kinds)


class TargetFilter(OfferFilter):
    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("Words of the name"))

    class Meta:
        model = Target
        fields = ["document", "clause", "has_program", "has_live_program", "q"]


class OfferViewSet(ReadOnlyModelViewSet[Any]):
    """Base: public rows in the order of the documents, each with the programs that stand on it."""

    permission_classes = [AllowAny]
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Any]:
        model = self.serializer_class.Meta.model  # type: ignore[union-attr]  # subclasses name one
        return model._default_manager.select_related("clause__document").order_by(*ORDER)

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """The uses of all rows of the answer are gathered at once."""
        if args:
            rows = list(args[0]) if kwargs.get("many") else [args[0]]
            uses = uses_of({self.get_queryset().model: [row.pk for row in rows]}, received_at(self.request))
            kwargs["context"] = {**self.get_serializer_context(), "uses": uses}
        return super().get_serializer(*args, **kwargs)


@extend_schema_view(
    list=extend_schema(
        summary="Measures", description="What clauses promise, in the order of the documents."
    ),
    retrieve=extend_schema(summary="A measure"),
)
class MeasureViewSet(OfferViewSet):
    """What clauses promise."""

    serializer_class = MeasureSerializer
    filterset_class = MeasureFilter

    def get_queryset(self) -> QuerySet[Measure]:
        return super().get_queryset().prefetch_related("figures")


@extend_schema_view(
    list=extend_schema(summary="Rules", description="What clauses demand, in the order of the documents."),
    retrieve=extend_schema(summary="A rule"),
)
class RuleViewSet(OfferViewSet):
    """What clauses demand."""

    serializer_class = RuleSerializer
    filterset_class = RuleFilter


@extend_schema_view(
    list=extend_schema(summary="Targets", description="What clauses aim at, in the order of the documents."),
    retrieve=extend_schema(summary="A target"),
)
class TargetViewSet(OfferViewSet):
    """What clauses aim at."""

    serializer_class = TargetSerializer
    filterset_class = TargetFilter
