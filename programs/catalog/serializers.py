"""Programs and rounds as the API tells them. Texts come in Chinese and, where there is one, English."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from portal.api.fields import Sparse
from portal.ui.traditional_api import ReviewedTexts
from programs.catalog.deadlines import failure_sentence
from programs.catalog.filters import received_at
from programs.catalog.models import (
    ApprovalLevel,
    CommonQuestion,
    Condition,
    Extension,
    Program,
    RequiredDocument,
    Round,
    RoundStage,
)
from programs.catalog.program_page import past_rounds
from programs.catalog.terms.api import TermsField, WithSources
from programs.policies.serializers import ClauseReferenceSerializer


class ConditionSerializer(serializers.ModelSerializer[Condition]):
    """Who qualifies: one sentence, its source, and how a file is tested for it.

    `rule`: short name under /rules/. `test` null: no file answers it, the applicant declares it.
    """

    clause = ClauseReferenceSerializer(read_only=True, allow_null=True)
    rule = serializers.SlugField(source="rule.slug", read_only=True, allow_null=True, default=None)
    test = serializers.SerializerMethodField()

    class Meta:
        model = Condition
        fields = ["sentence", "sentence_en", "clause", "rule", "test"]

    @extend_schema_field(
        {
            "type": "object",
            "nullable": True,
            "additionalProperties": True,
            "description": "A fact, an operator and a value; or a group (`all`, `any`, `at_least` with `of`),"
            " an exception (`test`, `unless`) or a `standard`. `year`: as an offset to the reference year.",
            "example": {"fact": "rd_intensity", "op": "at_least", "value": "3", "year": -1},
        }
    )
    def get_test(self, condition: Condition) -> Any:
        return condition.test


class RequiredDocumentSerializer(serializers.ModelSerializer[RequiredDocument]):
    """What an applicant has to prepare, and its source."""

    clause = ClauseReferenceSerializer(read_only=True, allow_null=True)

    class Meta:
        model = RequiredDocument
        fields = ["name", "name_en", "how", "how_en", "clause"]


class RoundStageSerializer(serializers.ModelSerializer[RoundStage]):
    """A stage that applications go through. `department` null: the one that handles the round; of the
    recommendation the one that recommends each applicant. `days`: working days."""

    department = serializers.SlugField(source="department.code", read_only=True, allow_null=True)

    class Meta:
        model = RoundStage
        fields = ["stage", "department", "days"]
        read_only_fields = fields


class ApprovalLevelSerializer(serializers.ModelSerializer[ApprovalLevel]):
    """One of the levels that approve what is proposed, lowest first."""

    department = serializers.SlugField(source="department.code", read_only=True)

    class Meta:
        model = ApprovalLevel
        fields = ["position", "department", "rank"]
        read_only_fields = fields


class RoundSummarySerializer(Sparse, serializers.ModelSerializer[Round]):
    """A round without its lines. `closes_at` null: open all year. Money in yuan.

    `planned_closes_at`: set where `closes_at` is the working day after a planned day off. `grace_minutes`: so
    long after `closes_at` a submission is still taken whose final check began before it. `station_closes_at`:
    until when stations recommend. `extension`: of the deadline, after a failure of the portal. `sign_off`: a
    signatory signs first. `seal_days`: working days after closing for the sealed page; null: no seal.
    `reference_year`: “last year” in its conditions is the year before it. `mode`: how it is decided.
    `follows`: the round whose chosen applicants alone may apply; null: everybody may.
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
            "planned_closes_at", "holiday_rule", "grace_minutes", "station_closes_at", "extension",
            "sign_off", "seal_days", "paper_copies", "paper_copies_en", "status", "budget", "amount_cap",
            "cap_period", "cap_period_en", "applicant_kinds", "live_limit",
            "needs_verification", "reference_year", "check_days", "correction_days", "decision_days",
            "mode", "follows", "form", "hant",
        ]  # fmt: skip

    @extend_schema_field(serializers.ChoiceField(choices=Round.Phase.choices))
    def get_status(self, round_: Round) -> str:
        request = self.context.get("request")
        return round_.phase(received_at(request) if request else timezone.now()).value

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_form(self, round_: Round) -> str:
        return reverse("api_round-detail", args=[round_.pk], request=self.context.get("request")) + "form/"


class ExtensionSerializer(serializers.ModelSerializer[Extension]):
    """A deadline that moved because the portal failed before it: from when to when, why (in the reader's
    language), how many minutes the portal measured without service, and when it was moved. `automatic`: as
    the call notice announced; otherwise a person confirmed it."""

    old_closes_at = serializers.DateTimeField(source="deadline")
    new_closes_at = serializers.DateTimeField(source="moves_to")
    reason = serializers.SerializerMethodField()
    extended_at = serializers.DateTimeField(source="applied_at")

    class Meta:
        model = Extension
        fields = ["old_closes_at", "new_closes_at", "reason", "minutes", "automatic", "extended_at"]
        read_only_fields = fields

    def get_reason(self, extension: Extension) -> str:
        """As everybody with a draft read it."""
        return failure_sentence(extension)


class RoundSerializer(RoundSummarySerializer):
    """A round with who qualifies, what to prepare, the terms it was published with, and each extension of its
    deadline after a failure of the portal, the newest first."""

    extensions = ExtensionSerializer(many=True, read_only=True, source="applied_extensions")

    terms = TermsField()
    notice = serializers.SlugField(source="notice.slug", read_only=True, allow_null=True)
    conditions = ConditionSerializer(many=True, read_only=True)
    documents = RequiredDocumentSerializer(many=True, read_only=True)
    stages = RoundStageSerializer(many=True, read_only=True)
    approval_levels = ApprovalLevelSerializer(many=True, read_only=True)

    class Meta(RoundSummarySerializer.Meta):
        list_serializer_class = WithSources
        fields = [
            *RoundSummarySerializer.Meta.fields,
            "notice",
            "terms",
            "conditions",
            "documents",
            "extensions",
            "stages",
            "approval_levels",
        ]


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


class CommonQuestionSerializer(serializers.ModelSerializer[CommonQuestion]):
    """What applicants often ask, with the answer."""

    class Meta:
        model = CommonQuestion
        fields = ["question", "question_en", "answer", "answer_en"]
        read_only_fields = fields


class ProgramSerializer(Sparse, serializers.ModelSerializer[Program]):
    """A program with the clauses it rests on, its terms as they are now, and its published rounds.

    `measures` and `targets` are short names, as under /measures/ and /targets/. `results`: past rounds.
    `conditions`: what its clauses ask for as long as it has no round; a round has its own.
    """

    department = serializers.SlugField(source="department.code", read_only=True)
    department_name = serializers.CharField(source="department.name", read_only=True)
    clauses = ClauseReferenceSerializer(many=True, read_only=True)
    rounds = RoundSummarySerializer(many=True, read_only=True, source="published_rounds")
    terms = TermsField()
    conditions = ConditionSerializer(many=True, read_only=True)
    common_questions = CommonQuestionSerializer(many=True, read_only=True)
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
            "clauses", "terms", "exclusion_group", "conditions", "measures", "targets", "rounds", "results",
            "common_questions", "hant",
        ]  # fmt: skip

    @extend_schema_field(ResultSerializer(many=True))
    def get_results(self, program: Any) -> Any:
        request = self.context.get("request")
        at = received_at(request) if request else timezone.now()
        return ResultSerializer(past_rounds(program.published_rounds, at), many=True).data
