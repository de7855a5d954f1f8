"""What the API says to experts, and takes from them. Nothing here names who else reviews; of a blind panel
nothing names who applies."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from applications.intake.serializers import ANSWERS_SCHEMA
from applications.panels.models import Assignment, Band, Criterion, Review, Seat
from portal.api.fields import Sparse


class PanelInvitationSerializer(Sparse, serializers.ModelSerializer[Seat]):
    """An invitation to a panel. `refusal`: why it cannot be answered now; `promise`: what one agrees to."""

    panel = serializers.UUIDField(source="panel_id", read_only=True)
    program = serializers.SlugField(source="panel.round.program.slug", read_only=True)
    round = serializers.IntegerField(source="panel.round_id", read_only=True)
    department = serializers.CharField(source="panel.round.department.name", read_only=True)
    answer_by = serializers.DateField(source="panel.answer_by", read_only=True)
    due_on = serializers.DateField(source="panel.due_on", read_only=True)
    fee = serializers.DecimalField(source="panel.fee", max_digits=8, decimal_places=2, read_only=True)
    promise = serializers.CharField(source="panel.promise", read_only=True)
    refusal = serializers.CharField(allow_null=True, read_only=True)

    class Meta:
        model = Seat
        fields = [
            "id", "panel", "program", "round", "department", "answer_by", "due_on", "fee", "promise",
            "answer", "answered_at", "refusal",
        ]  # fmt: skip
        read_only_fields = fields


class AcceptSerializer(serializers.Serializer[Any]):
    """`promise`: the promise of confidentiality is given."""

    promise = serializers.BooleanField()


class DeclineSerializer(serializers.Serializer[Any]):
    """Why, if one says so."""

    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class RecuseSerializer(serializers.Serializer[Any]):
    """What ties the expert to the applicant: only the department reads it."""

    reason = serializers.CharField(max_length=200)


class OwnReviewSerializer(Sparse, serializers.ModelSerializer[Assignment]):
    """An application to review. `number`: its place in one's batch; `application`, `applicant`: its number
    and who applies, empty where the panel is blind."""

    panel = serializers.UUIDField(source="panel_id", read_only=True)
    program = serializers.SlugField(source="panel.round.program.slug", read_only=True)
    round = serializers.IntegerField(source="panel.round_id", read_only=True)
    blind = serializers.BooleanField(source="panel.blind", read_only=True)
    due_on = serializers.DateField(source="panel.due_on", read_only=True)
    application = serializers.SerializerMethodField()
    applicant = serializers.SerializerMethodField()

    class Meta:
        model = Assignment
        fields = [
            "id", "panel", "program", "round", "pass_no", "number", "blind", "application", "applicant",
            "state", "due_on",
        ]  # fmt: skip
        read_only_fields = fields

    def get_application(self, assignment: Assignment) -> str:
        """Its number."""
        return "" if assignment.panel.blind else assignment.application.number or ""

    def get_applicant(self, assignment: Assignment) -> str:
        """Who applies."""
        return "" if assignment.panel.blind else assignment.application.applicant_name


class PaperQuestionSerializer(serializers.Serializer[Any]):
    """A question of the form."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field, not the field's own label
    kind = serializers.CharField()


class PaperPartSerializer(serializers.Serializer[Any]):
    """A part of the form."""

    key = serializers.CharField()
    title = serializers.CharField()
    questions = PaperQuestionSerializer(many=True)


class GivenFileSerializer(serializers.Serializer[Any]):
    """A file, to be fetched by its number."""

    number = serializers.IntegerField()
    name = serializers.CharField()


class PaperSerializer(serializers.Serializer[Any]):
    """The application as it may be read."""

    title = serializers.CharField()
    asked = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    sections = PaperPartSerializer(many=True)
    answers = serializers.SerializerMethodField()
    files = GivenFileSerializer(many=True)

    @extend_schema_field(ANSWERS_SCHEMA)
    def get_answers(self, paper: Any) -> Any:
        """Identity and account numbers masked."""
        return paper.answers


class BandSerializer(serializers.ModelSerializer[Band]):
    """A grade, from so many points."""

    class Meta:
        model = Band
        fields = ["label", "label_en", "floor"]
        read_only_fields = fields


class CriterionSerializer(serializers.ModelSerializer[Criterion]):
    """What is scored, from 0 to `maximum`; a reason is needed below and above these points."""

    bands = BandSerializer(many=True, read_only=True)

    class Meta:
        model = Criterion
        fields = [
            "id", "name", "name_en", "help", "help_en", "weight", "maximum", "reason_below", "reason_above",
            "bands",
        ]  # fmt: skip
        read_only_fields = fields


class WrittenScoreSerializer(serializers.Serializer[Any]):
    """Points of a criterion, and why."""

    points = serializers.DecimalField(
        max_digits=5, decimal_places=1, min_value=0, allow_null=True, required=False
    )
    reason = serializers.CharField(max_length=500, allow_blank=True, required=False)


class WrittenSerializer(serializers.Serializer[Any]):
    """What the expert writes. `scores`: by the number of the criterion. What is not named stays as it is."""

    scores = serializers.DictField(child=WrittenScoreSerializer(), required=False)
    recommendation = serializers.ChoiceField(
        choices=Review.Recommendation.choices, allow_blank=True, required=False
    )
    opinion = serializers.CharField(max_length=4000, allow_blank=True, required=False)


class OtherReviewSerializer(serializers.Serializer[Any]):
    """Another review, as far as the panel shows it: never whose."""

    total = serializers.DecimalField(max_digits=6, decimal_places=2, allow_null=True)
    recommendation = serializers.CharField()
    opinion = serializers.CharField()


class OwnReviewDetailSerializer(OwnReviewSerializer):
    """One application to review: the paper, the criteria, what is written. `refusal`: why nothing can be
    written now; `opinion_least`: characters; `others`: null where they are not to be seen."""

    refusal = serializers.CharField(allow_null=True, read_only=True)
    opinion_least = serializers.IntegerField(source="panel.opinion_least", read_only=True)
    paper = PaperSerializer(read_only=True)
    criteria = CriterionSerializer(many=True, read_only=True)
    written = WrittenSerializer(read_only=True)
    total = serializers.DecimalField(max_digits=6, decimal_places=2, allow_null=True, read_only=True)
    others = OtherReviewSerializer(many=True, allow_null=True, read_only=True)

    class Meta(OwnReviewSerializer.Meta):
        fields = [
            *OwnReviewSerializer.Meta.fields, "refusal", "opinion_least", "paper", "criteria", "written",
            "total", "others",
        ]  # fmt: skip
        read_only_fields = fields
