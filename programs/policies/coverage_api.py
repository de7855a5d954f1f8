"""Coverage over the API: per document the counts and the rows behind them."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.pagination import PageNumber
from programs.policies.coverage import Gap, Line, lines, promising, rows_of
from programs.policies.filters import received_at
from programs.policies.links import absolute
from programs.policies.models import Clause, PolicyDocument
from programs.policies.uses import Loose, loose_programs

LISTED = {
    "type": "object",
    "properties": {
        gap.value: {"type": "array", "items": {"type": "string"}, "description": str(gap.label)}
        for gap in Gap
    },
    "required": [gap.value for gap in Gap],
}
COUNTED = {
    "type": "object",
    "properties": {
        name: {"type": "integer"}
        for name in ("clauses", "measures", "asked_for", "rules", "for_applicants", "targets", *Gap.values)
    },
}


class LooseSerializer(serializers.Serializer[Loose]):
    """A published program that names no clause."""

    slug = serializers.SlugField(source="program.slug")
    title = serializers.CharField(source="program.title")
    title_en = serializers.CharField(source="program.title_en")
    url = serializers.SerializerMethodField()

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, loose: Loose) -> str:
        return absolute(self.context, loose.url)


class CoverageSerializer(serializers.Serializer[Line]):
    """A document: `counts`, and in `lists` the short names of the rows (numbers of clauses) by group.

    Of the measures one can ask for, each is in exactly one of measures_live, measures_not_open and
    measures_without. Of the rules for applicants, each is in exactly one of rules_held, rules_apart (its
    `no_condition` says why nobody has to meet it in order to apply) and rules_without.
    """

    document = serializers.SlugField(source="document.slug")
    title = serializers.CharField(source="document.title")
    counts = serializers.SerializerMethodField()
    lists = serializers.SerializerMethodField()

    @extend_schema_field(COUNTED)
    def get_counts(self, line: Line) -> dict[str, int]:
        totals = {
            name: getattr(line, name)
            for name in ("clauses", "measures", "asked_for", "rules", "for_applicants", "targets")
        }
        return totals | {gap.value: count for gap, count in line.groups.items()}

    @extend_schema_field(LISTED)
    def get_lists(self, line: Line) -> dict[str, list[str]]:
        return {gap.value: found.get(line.document.pk, []) for gap, found in self.context["lists"].items()}


class CoveragePage(serializers.Serializer[Any]):
    """A page of documents, and the programs that name no clause."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = CoverageSerializer(many=True)
    programs_without_clause = LooseSerializer(many=True)


class CoverageView(GenericAPIView[Any]):
    """What stands behind the promises."""

    permission_classes = [AllowAny]
    pagination_class = PageNumber
    serializer_class = CoverageSerializer

    def get_queryset(self) -> QuerySet[PolicyDocument]:
        return promising()

    @extend_schema(
        summary="Coverage",
        description="Per document: measures with and without a program, rules with and without"
        " a condition, targets nobody measures. `?page=` and `?page_size=` count documents.",
        responses=CoveragePage,
    )
    def get(self, request: Request) -> Response:
        """The counts and lists of a page of documents."""
        documents = self.paginate_queryset(self.get_queryset()) or []
        at = received_at(request)
        lists = {gap: _names(gap, documents, at) for gap in Gap}
        context = {**self.get_serializer_context(), "lists": lists}
        answer = self.get_paginated_response(
            CoverageSerializer(cast("Any", lines(documents, at)), many=True, context=context).data
        )
        loose = LooseSerializer(cast("Any", loose_programs()), many=True, context=context).data
        answer.data["programs_without_clause"] = loose
        return answer


def _names(gap: Gap, documents: Any, at: Any) -> dict[int, list[str]]:
    """Short names of the group's rows by document."""
    found: dict[int, list[str]] = {}
    for row in rows_of(gap, at, documents=documents):
        clause = row if isinstance(row, Clause) else row.clause
        name = row.number if isinstance(row, Clause) else row.slug
        found.setdefault(clause.document_id, []).append(name)
    return found
