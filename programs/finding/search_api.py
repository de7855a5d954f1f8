"""Search in the API."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from programs.catalog.filters import received_at
from programs.catalog.models import Program, Round
from programs.finding.results import MOST, SHOWN, Group, find
from programs.policies.models import Clause, PolicyDocument

SIZE = 20
PHASES = [*Round.Phase.values, "not_open"]


class HitSerializer(serializers.Serializer[Any]):
    """Something that was found: its titles and its address in the API."""

    title = serializers.CharField()
    title_en = serializers.CharField(allow_blank=True)
    url = serializers.SerializerMethodField()

    def _reverse(self, name: str, *args: object) -> str:
        return reverse(name, args=args, request=self.context["request"])


class ProgramHitSerializer(HitSerializer):
    """A program and the phase of the round that stands for it."""

    slug = serializers.CharField()
    kind = serializers.CharField()
    phase = serializers.SerializerMethodField()
    closes_at = serializers.DateTimeField(source="lead.closes_at", default=None, allow_null=True)

    def get_url(self, program: Program) -> str:
        return self._reverse("api_program-detail", program.slug)

    @extend_schema(responses=serializers.ChoiceField(choices=PHASES))
    def get_phase(self, program: Any) -> str:
        return program.phase.value if program.phase else "not_open"


class ClauseHitSerializer(HitSerializer):
    """A clause and its document."""

    title = serializers.CharField(source="heading")
    title_en = serializers.CharField(source="heading_en", allow_blank=True)
    document = serializers.CharField(source="document.slug")
    number = serializers.CharField()

    def get_url(self, clause: Clause) -> str:
        return self._reverse("api_policy-clause", clause.document.slug, clause.number)


class DocumentHitSerializer(HitSerializer):
    """A policy, a call notice or an internal plan."""

    slug = serializers.CharField()
    kind = serializers.CharField()

    def get_url(self, document: PolicyDocument) -> str:
        return self._reverse("api_policy-detail", document.slug)


def group_serializer(name: str, hit: type[HitSerializer]) -> type[serializers.Serializer[Any]]:
    """A group: `count` goes up to the most that are counted, `more` says that there are others."""
    fields = {
        "count": serializers.IntegerField(source="total", max_value=MOST),
        "more": serializers.BooleanField(),
        "results": hit(many=True, source="rows"),
    }
    return type(name, (serializers.Serializer,), fields)


class SearchAnswerSerializer(serializers.Serializer[Any]):
    """What was found, by group, and what was perhaps meant ("" for nothing)."""

    query = serializers.CharField()
    did_you_mean = serializers.CharField(allow_blank=True)
    programs = group_serializer("ProgramHits", ProgramHitSerializer)()
    clauses = group_serializer("ClauseHits", ClauseHitSerializer)()
    documents = group_serializer("DocumentHits", DocumentHitSerializer)()


class Search(APIView):
    """Programs, clauses and documents."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="search",
        summary="Search everything",
        description="The first 20 of each group by relevance: titles before headings before texts; "
        "then the next deadline, or the newest document. Synonyms count; where nothing has every word, "
        "half of them suffice.",
        parameters=[
            OpenApiParameter(
                "q",
                OpenApiTypes.STR,
                description="Chinese in either script, pinyin, initials or English words.",
            )
        ],
        responses=SearchAnswerSerializer,
    )
    def get(self, request: Request) -> Response:
        found = find(request.query_params.get("q", "").strip(), received_at(request), size=SIZE)
        groups = {key: Group(key) for key in SHOWN} | {group.key: group for group in found.groups}
        answer = {"query": found.query.text, "did_you_mean": found.meant, **groups}
        return Response(SearchAnswerSerializer(answer, context={"request": request}).data)
