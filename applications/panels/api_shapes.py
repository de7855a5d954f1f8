"""What the API says about panels to their officials."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from applications.experts.models import Expert
from applications.panels.forms import PanelForm
from applications.panels.models import Assignment, Conflict, Panel, Review, ReviewScore, Seat
from portal.accounts.capacities import Capacity
from portal.api.fields import Sparse
from programs.catalog.models import Round


class PanelSerializer(Sparse, serializers.ModelSerializer[Panel]):
    """A panel. `reviews`: how many are assigned and not recused; `overdue`: the day they are due on has
    passed and some are missing."""

    reviews = serializers.IntegerField(read_only=True, source="all")
    handed_in = serializers.IntegerField(read_only=True, source="done")
    overdue = serializers.BooleanField(read_only=True, source="late")

    class Meta:
        model = Panel
        fields = [
            "id", "round", "pass_no", "name", "state", "per_application", "composition", "blind",
            "sees_others", "answer_by", "due_on", "fee", "opinion_least", "reviews", "handed_in", "overdue",
            "created_at",
        ]  # fmt: skip
        read_only_fields = fields


class SeatSerializer(serializers.ModelSerializer[Seat]):
    """An expert's place in a panel; `reason`: why they declined."""

    expert = serializers.UUIDField(source="expert_id", read_only=True)
    name = serializers.CharField(source="expert.name", read_only=True)
    employer = serializers.CharField(source="expert.employer", read_only=True)
    expert_kind = serializers.CharField(source="expert.kind", read_only=True)

    class Meta:
        model = Seat
        fields = [
            "expert", "name", "employer", "expert_kind", "position", "invited_at", "answer", "answered_at",
            "reason",
        ]  # fmt: skip
        read_only_fields = fields


class PanelDetailSerializer(PanelSerializer):
    """One panel with its seats and the seed of its first draw."""

    seats = SeatSerializer(many=True, read_only=True)

    class Meta(PanelSerializer.Meta):
        fields = [*PanelSerializer.Meta.fields, "seed", "seats"]
        read_only_fields = fields


class NewPanelSerializer(serializers.ModelSerializer[Panel]):
    """A panel to be set up. `technical_share`: percent of technical experts of each application at least;
    `financial`: financial experts of each at least; `hidden`: keys of the questions, `blind_files`: of the
    file questions, that a blind panel is not, and is shown."""

    round = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    technical_share = serializers.IntegerField(min_value=0, max_value=100, default=60)
    financial = serializers.IntegerField(min_value=0, max_value=5, default=0)
    hidden = serializers.ListField(child=serializers.CharField(max_length=40), required=False)
    blind_files = serializers.ListField(child=serializers.CharField(max_length=80), required=False)

    class Meta:
        model = Panel
        fields = [
            "round", "name", "pass_no", "per_application", "technical_share", "financial", "answer_by",
            "due_on", "blind", "hidden", "blind_files", "sees_others", "fee", "opinion_least", "promise",
        ]  # fmt: skip

    def form(self, by: Capacity) -> PanelForm:
        """What was asked, through the checks of the page; 404 where the department handles no such round."""
        self.is_valid(raise_exception=True)
        data = dict(self.validated_data)
        round_ = Round.objects.filter(pk=data.pop("round"), department=by.department).first()
        if by.department is None or round_ is None:
            raise Http404
        unasked = PanelForm(round_=round_)
        given = {
            name: data.get(name, unasked.get_initial_for_field(field, name))
            for name, field in unasked.fields.items()
        }
        form = PanelForm(given, round_=round_)
        form.instance.round = round_
        if not form.is_valid():
            raise ValidationError({name: [str(one) for one in found] for name, found in form.errors.items()})
        return form


class DrawSerializer(serializers.Serializer[Any]):
    """How many experts of each kind are drawn by lot."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """One number for each kind."""
        return {
            kind.value: serializers.IntegerField(min_value=0, max_value=500, default=0)
            for kind in Expert.Kind
        }


class ReasonSerializer(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=300)


class DueSerializer(serializers.Serializer[Any]):
    """A later day for the reviews, and the reason that the experts read."""

    due_on = serializers.DateField()
    reason = serializers.CharField(max_length=300)


class ConflictSerializer(serializers.ModelSerializer[Conflict]):
    """Why an expert of the panel must not review an application; `detail`: what it rests on."""

    application = serializers.UUIDField(source="application_id", read_only=True)
    number = serializers.CharField(source="application.number", read_only=True)
    expert = serializers.UUIDField(source="expert_id", read_only=True)
    name = serializers.CharField(source="expert.name", read_only=True)

    class Meta:
        model = Conflict
        fields = ["application", "number", "expert", "name", "kind", "detail", "source", "found_at"]
        read_only_fields = fields


class CriterionScoreSerializer(serializers.ModelSerializer[ReviewScore]):
    """The points of one criterion."""

    name = serializers.CharField(source="criterion.name", read_only=True)

    class Meta:
        model = ReviewScore
        fields = ["criterion", "name", "points", "reason"]
        read_only_fields = fields


class HandedInSerializer(serializers.ModelSerializer[Review]):
    """What an expert handed in; `total`: of 100."""

    scores = CriterionScoreSerializer(many=True, read_only=True)

    class Meta:
        model = Review
        fields = ["total", "recommendation", "opinion", "handed_in_at", "scores"]
        read_only_fields = fields


class PanelReviewSerializer(serializers.ModelSerializer[Assignment]):
    """Who reviews which application, and the review once it is handed in; what is being written is theirs."""

    application = serializers.UUIDField(source="application_id", read_only=True)
    application_number = serializers.CharField(source="application.number", read_only=True)
    expert = serializers.UUIDField(source="expert_id", read_only=True)
    name = serializers.CharField(source="expert.name", read_only=True)
    review = serializers.SerializerMethodField()

    class Meta:
        model = Assignment
        fields = ["id", "application", "application_number", "expert", "name", "pass_no", "state", "review"]
        read_only_fields = fields

    @extend_schema_field(HandedInSerializer(allow_null=True))
    def get_review(self, assignment: Assignment) -> Any:
        """Null until it is handed in, and while it is reopened."""
        found = getattr(assignment, "review", None)  # prefetched by the view, as far as the reader may see it
        return found and HandedInSerializer(found).data
