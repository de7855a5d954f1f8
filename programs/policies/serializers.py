"""Documents, clauses and targets as the API tells them: Chinese, and English where there is one."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.api.fields import Sparse
from programs.policies.models import Clause, PolicyDocument, Target


class TargetSerializer(serializers.ModelSerializer[Target]):
    """A number a clause promises to reach; comparison is eq, ge or le."""

    class Meta:
        model = Target
        fields = ["slug", "name", "name_en", "comparison", "number", "unit", "unit_en", "period", "period_en"]


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
        return _address(self.context, reverse("clause", args=[clause.document.slug, clause.number]))


class ClauseSerializer(Sparse, serializers.ModelSerializer[Clause]):
    """A clause: `summary` in our own words, `text` the official wording ("" until it is filled in)."""

    document = serializers.SlugField(source="document.slug", read_only=True)
    targets = TargetSerializer(many=True, read_only=True)

    class Meta:
        model = Clause
        fields = [
            "document", "number", "printed", "printed_en", "heading", "heading_en", "summary", "summary_en",
            "text", "targets",
        ]  # fmt: skip


class DocumentSerializer(Sparse, serializers.ModelSerializer[PolicyDocument]):
    """A document without its clauses."""

    region = serializers.CharField(source="region_id", allow_null=True, read_only=True)

    class Meta:
        model = PolicyDocument
        fields = [
            "id", "slug", "kind", "title", "title_en", "short_title", "short_title_en", "issuer", "issuer_en",
            "region", "number", "issued_on", "valid_until", "provenance", "official_url", "summary",
            "summary_en",
        ]  # fmt: skip


class DocumentDetailSerializer(DocumentSerializer):
    """A document with its clauses in order."""

    clauses = ClauseSerializer(many=True, read_only=True)

    class Meta(DocumentSerializer.Meta):
        fields = [*DocumentSerializer.Meta.fields, "clauses"]


def _address(context: Mapping[str, Any], path: str) -> str:
    request = context.get("request")
    return request.build_absolute_uri(path) if request else path
