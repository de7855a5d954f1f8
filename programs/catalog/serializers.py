"""Programs and rounds as the API tells them. Texts come in Chinese and, where there is one, English."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from portal.api.fields import Sparse
from portal.ui.traditional_api import ReviewedTexts
from programs.catalog.filters import received_at
from programs.catalog.models import Condition, Program, RequiredDocument, Round
from programs.catalog.program_page import past_rounds
from programs.catalog.terms.api import TermsField, WithSources
from programs.policies.serializers import ClauseReferenceSerializer


class ConditionSerializer(serializers.ModelSerializer[Condition]):
    """Who qualifies: one sentence and its source."""

    clause = ClauseReferenceSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Condition
        fields = ["sentence", "sentence_en", "clause"]


class RequiredDocumentSerializer(serializers.ModelSerializer[RequiredDocument]):
    """What an applicant has to prepare, and its source."""

    clause = ClauseReferenceSerializer(read_only=True, allow_null=True)

    class Meta:
        model = RequiredDocument
        fields = ["name", "name_en", "how", "how_en", "clause"]


class RoundSummarySerializer(Sparse, serializers.ModelSerializer[Round]):
    """A round without its lines. `closes_at` null: open all year. Money in yuan.

    `planned_closes_at`: set where `closes_at` is the working day after a planned day off.
    """

    program = serializers.SlugField(source="program.slug", read_only=True)
    department = serializers.SlugField(source="department.code", read_only=True)
    status = serializers.SerializerMethodField(help_text="upcoming, open or closed as of the request")
    form = serializers.SerializerMethodField(help_text="address of the published form")
    hant = ReviewedTexts()

    class Meta:
        model = Round
        fields = [
            "id", "program", "department", "code", "name", "name_en", "opens_at", "closes_at",
            "planned_closes_at", "holiday_rule", "grace_minutes", "status", "budget", "amount_cap",
            "cap_period", "cap_period_en", "applicant_kinds", "live_limit",
            "needs_verification", "check_days", "correction_days", "decision_days", "form", "hant",
        ]  # fmt: skip

    @extend_schema_field(serializers.ChoiceField(choices=Round.Phase.choices))
    def get_status(self, round_: Round) -> str:
        request = self.context.get("request")
        return round_.phase(received_at(request) if request else timezone.now()).value

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_form(self, round_: Round) -> str:
        return reverse("api_round-detail", args=[round_.pk], request=self.context.get("request")) + "form/"


class RoundSerializer(RoundSummarySerializer):
    """A round with who qualifies, what to prepare, and the terms it was published with."""

    terms = TermsField()
    notice = serializers.SlugField(source="notice.slug", read_only=True, allow_null=True)
    conditions = ConditionSerializer(many=True, read_only=True)
    documents = RequiredDocumentSerializer(many=True, read_only=True)

    class Meta(RoundSummarySerializer.Meta):
        list_serializer_class = WithSources
        fields = [*RoundSummarySerializer.Meta.fields, "notice", "terms", "conditions", "documents"]


class ResultSerializer(serializers.ModelSerializer[Round]):
    """How a closed round turned out so far. `average`: yuan, of those supported with money; null where there
    are none, or so few (under 3) that it would tell what one of them got: `hidden` says so."""

    round = serializers.IntegerField(source="pk")
    applied = serializers.IntegerField(source="result.applied")
    decided = serializers.IntegerField(source="result.decided")
    supported = serializers.IntegerField(source="result.supported")
    average = serializers.DecimalField(
        source="result.average", max_digits=16, decimal_places=2, allow_null=True
    )
    hidden = serializers.BooleanField(source="result.is_hidden")

    class Meta:
        model = Round
        fields = ["round", "name", "name_en", "applied", "decided", "supported", "average", "hidden"]
        read_only_fields = fields


class ProgramSerializer(Sparse, serializers.ModelSerializer[Program]):
    """A program with the clauses it rests on, its terms as they are now, and its published rounds.

    `measures` and `targets` are short names, as under /measures/ and /targets/. `results`: past rounds.
    """

    department = serializers.SlugField(source="department.code", read_only=True)
    department_name = serializers.CharField(source="department.name", read_only=True)
    clauses = ClauseReferenceSerializer(many=True, read_only=True)
    rounds = RoundSummarySerializer(many=True, read_only=True, source="published_rounds")
    terms = TermsField()
    measures: Any = serializers.SlugRelatedField(many=True, read_only=True, slug_field="slug")
    targets: Any = serializers.SlugRelatedField(many=True, read_only=True, slug_field="slug")
    results = serializers.SerializerMethodField()
    hant = ReviewedTexts()

    class Meta:
        model = Program
        list_serializer_class = WithSources
        fields = [
            "slug", "title", "title_en", "kind", "department", "department_name", "summary", "summary_en",
            "benefit", "benefit_en", "description", "description_en", "contact_name", "contact_phone",
            "clauses", "terms", "measures", "targets", "rounds", "results", "hant",
        ]  # fmt: skip

    @extend_schema_field(ResultSerializer(many=True))
    def get_results(self, program: Any) -> Any:
        request = self.context.get("request")
        at = received_at(request) if request else timezone.now()
        return ResultSerializer(past_rounds(program.published_rounds, at), many=True).data
