"""Measures, rules and targets as the API tells them, with the programs that stand on each."""

from typing import Any

from django.db.models import Model
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.api.fields import Sparse
from programs.policies.links import absolute
from programs.policies.models import Measure, MeasureFigure, Rule, Target
from programs.policies.uses import Openness, Use

QUANTITY = ["comparison", "number", "upper", "unit", "unit_en"]


class UseSerializer(serializers.Serializer[Use]):
    """A published program: `open`, `upcoming` (a round opens soon) or `not_open`; for a rule, its round."""

    slug = serializers.SlugField(source="program.slug")
    title = serializers.CharField(source="program.title")
    title_en = serializers.CharField(source="program.title_en")
    openness = serializers.ChoiceField(choices=Openness.choices)
    round = serializers.SerializerMethodField(help_text="name of the round whose condition holds a rule")
    url = serializers.SerializerMethodField()

    def get_round(self, use: Use) -> str | None:
        return use.round.name if use.round else None

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, use: Use) -> str:
        return absolute(self.context, use.url)


class Offer[Row: Model](Sparse, serializers.ModelSerializer[Row]):
    """What a clause holds: where it stands, and what stands on it (`uses` of the context)."""

    document = serializers.SlugField(source="clause.document.slug", read_only=True)
    clause = serializers.CharField(source="clause.number", read_only=True, help_text="number of the clause")
    url = serializers.SerializerMethodField(help_text="its place on the clause's page")
    programs = serializers.SerializerMethodField()

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, row: Any) -> str:
        page = reverse("clause", args=[row.clause.document.slug, row.clause.number])
        return absolute(self.context, f"{page}#{row._meta.model_name}-{row.slug}")

    @extend_schema_field(UseSerializer(many=True))
    def get_programs(self, row: Any) -> Any:
        return uses_in(self.context, row)


def uses_in(context: Any, row: Model) -> Any:
    """The uses of a row, as the view gathered them with `uses_of`."""
    uses: Any = context["uses"].get((type(row), row.pk), [])
    return UseSerializer(uses, many=True, context=context).data


class FigureSerializer(serializers.ModelSerializer[MeasureFigure]):
    """A number of a measure; `basis` says whether the document states it, or it was inferred."""

    class Meta:
        model = MeasureFigure
        fields = ["role", "what", "what_en", *QUANTITY, "basis"]


class MeasureSerializer(Offer[Measure]):
    """What a clause promises. `asked_for`: an organization or a person can ask for it."""

    figures = FigureSerializer(many=True, read_only=True)

    class Meta:
        model = Measure
        fields = [
            "slug", "document", "clause", "kind", "name", "name_en", "asked_for", "beneficiary",
            "beneficiary_en", "beneficiary_basis", "provider", "provider_en", "provider_basis", "note",
            "note_en", "figures", "url", "programs",
        ]  # fmt: skip


class RuleSerializer(Offer[Rule]):
    """A rule of a clause; `programs` are those that have it among their conditions, or those of a round.

    `no_condition`: why nobody has to meet it in order to apply.
    """

    for_applicants = serializers.BooleanField(source="is_for_applicants", read_only=True)

    class Meta:
        model = Rule
        fields = [
            "slug", "document", "clause", "kind", "for_applicants", "sentence", "sentence_en", *QUANTITY,
            "due_on", "no_condition", "no_condition_en", "url", "programs",
        ]  # fmt: skip


class TargetSerializer(Offer[Target]):
    """A number a clause promises to reach; `programs` count towards it, `stretch` is striven for."""

    class Meta:
        model = Target
        fields = [
            "slug", "document", "clause", "name", "name_en", *QUANTITY, "stretch", "period", "period_en",
            "url", "programs",
        ]  # fmt: skip
