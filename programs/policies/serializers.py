"""Documents and clauses as the API tells them: Chinese, and English where there is one."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.api.fields import Sparse
from portal.ui.traditional_api import ReviewedTexts
from programs.policies.links import absolute
from programs.policies.models import Clause, PolicyDocument
from programs.policies.offers import (
    MeasureSerializer,
    RuleSerializer,
    TargetSerializer,
    UseSerializer,
    uses_in,
)


class ClauseReferenceSerializer(serializers.ModelSerializer[Clause]):
    """Where a sentence comes from: the document, the clause, and how it is cited."""

    document = serializers.SlugField(source="document.slug", read_only=True)
    label = serializers.SerializerMethodField()  # type: ignore[assignment]  # a field of that name
    url = serializers.SerializerMethodField()

    class Meta:
        model = Clause
        fields = ["document", "number", "label", "heading", "heading_en", "url"]

    def get_label(self, clause: Clause) -> str:
        return str(clause)

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, clause: Clause) -> str:
        return absolute(self.context, reverse("clause", args=[clause.document.slug, clause.number]))


class ClauseSerializer(Sparse, serializers.ModelSerializer[Clause]):
    """A clause: `summary` in our own words, `text` the official wording ("" until it is filled in).

    `parent` is the number of the clause around it; `programs` rest on the clause itself.
    """

    document = serializers.SlugField(source="document.slug", read_only=True)
    parent = serializers.CharField(  # type: ignore[assignment]  # a field of that name
        source="parent.number", read_only=True, allow_null=True, default=None
    )
    measures = MeasureSerializer(many=True, read_only=True)
    rules = RuleSerializer(many=True, read_only=True)
    targets = TargetSerializer(many=True, read_only=True)
    programs = serializers.SerializerMethodField()
    hant = ReviewedTexts()

    class Meta:
        model = Clause
        fields = [
            "document", "number", "parent", "printed", "printed_en", "heading", "heading_en", "summary",
            "summary_en", "text", "measures", "rules", "targets", "programs", "hant",
        ]  # fmt: skip

    @extend_schema_field(UseSerializer(many=True))
    def get_programs(self, clause: Clause) -> Any:
        return uses_in(self.context, clause)


class DocumentSerializer(Sparse, serializers.ModelSerializer[PolicyDocument]):
    """A document without its clauses.

    `is_basis`: a condition of an open round may rest on it alone (no internal plan, no model text);
    `lapsed`: its validity has ended; `replaces` and `replaced_by` are short names of documents.
    """

    region = serializers.CharField(source="region_id", allow_null=True, read_only=True)
    is_basis = serializers.BooleanField(read_only=True)
    lapsed = serializers.BooleanField(source="has_lapsed", read_only=True)
    replaces: Any = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)
    replaced_by: Any = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)
    hant = ReviewedTexts()

    class Meta:
        model = PolicyDocument
        fields = [
            "id", "slug", "kind", "title", "title_en", "short_title", "short_title_en", "issuer", "issuer_en",
            "level", "region", "addressee", "addressee_en", "number", "issued_on", "valid_until",
            "dates_note", "dates_note_en", "lapsed", "provenance", "is_basis", "replaces", "replaced_by",
            "official_url", "summary", "summary_en", "hant",
        ]  # fmt: skip


class DocumentDetailSerializer(DocumentSerializer):
    """A document with its clauses in order."""

    clauses = ClauseSerializer(many=True, read_only=True)

    class Meta(DocumentSerializer.Meta):
        fields = [*DocumentSerializer.Meta.fields, "clauses"]
