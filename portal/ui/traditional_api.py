"""Reviewed Traditional texts in the API, whatever the language of the request: data is not negotiated."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.ui.traditional import reviewed_texts


@extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
class ReviewedTexts(serializers.Field[Any, Any, Any, Any]):
    """The texts by the name of the field they stand for."""

    def __init__(self) -> None:
        about = "reviewed Traditional texts by field; convert what is missing, and say that you did"
        super().__init__(source="*", read_only=True, help_text=about)

    def to_representation(self, row: Any) -> dict[str, str]:
        """Those that are up to date."""
        return reviewed_texts(row)
