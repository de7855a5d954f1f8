"""Programs and rounds as the API tells them. Texts come in Chinese and, where there is one, English."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from portal.api.fields import Sparse
from programs.catalog.filters import received_at
from programs.catalog.models import Condition, Program, RequiredDocument, Round
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

    class Meta:
        model = Round
        fields = [
            "id", "program", "department", "code", "name", "name_en", "opens_at", "closes_at",
            "planned_closes_at", "holiday_rule", "grace_minutes", "status", "budget", "amount_cap",
            "cap_period", "cap_period_en", "applicant_kinds", "live_limit",
            "needs_verification", "check_days", "correction_days", "decision_days", "form",
        ]  # fmt: skip

    @extend_schema_field(serializers.ChoiceField(choices=Round.Phase.choices))
    def get_status(self, round_: Round) -> str:
        request = self.context.get("request")
        return round_.phase(received_at(request) if request else timezone.now()).value

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_form(self, round_: Round) -> str:
        return reverse("api_round-detail", args=[round_.pk], request=self.context.get("request")) + "form/"


class RoundSerializer(RoundSummarySerializer):
    """A round with who qualifies and what to prepare."""

    notice = serializers.SlugField(source="notice.slug", read_only=True, allow_null=True)
    conditions = ConditionSerializer(many=True, read_only=True)
    documents = RequiredDocumentSerializer(many=True, read_only=True)

    class Meta(RoundSummarySerializer.Meta):
        fields = [*RoundSummarySerializer.Meta.fields, "notice", "conditions", "documents"]


class ProgramSerializer(Sparse, serializers.ModelSerializer[Program]):
    """A program with the clauses it rests on and its published rounds."""

    department = serializers.SlugField(source="department.code", read_only=True)
    department_name = serializers.CharField(source="department.name", read_only=True)
    clauses = ClauseReferenceSerializer(many=True, read_only=True)
    rounds = RoundSummarySerializer(many=True, read_only=True, source="published_rounds")

    class Meta:
        model = Program
        fields = [
            "slug", "title", "title_en", "kind", "department", "department_name", "summary", "summary_en",
            "benefit", "benefit_en", "description", "description_en", "contact_name", "contact_phone",
            "clauses", "rounds",
        ]  # fmt: skip
