"""Terms as the API tells them: by key, each with its value, in words, and the clause that states it."""

from typing import Any

from django.utils import translation
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from programs.catalog.models import Program, Round
from programs.catalog.terms.declaration import TERMS, Term
from programs.catalog.terms.showing import Shown, shown_terms
from programs.catalog.terms.sources import load_sources, named_sources
from programs.policies.serializers import ClauseReferenceSerializer

LANGUAGES = {"": "zh-hans", "_en": "en"}


def attach_sources(rows: list[Program] | list[Round]) -> None:
    """Give each row the clauses its terms name, as `sources`; one query for all of them."""
    found = load_sources(source for row in rows for source in named_sources(row.terms))
    for row in rows:
        row.sources = found  # type: ignore[union-attr]  # for this answer


class WithSources(serializers.ListSerializer[Any]):
    """A list whose sources of terms are loaded once."""

    def to_representation(self, data: Any) -> Any:
        rows = list(data.all() if hasattr(data, "all") else data)
        attach_sources(rows)
        return super().to_representation(rows)


def _term_schema(term: Term) -> dict[str, Any]:
    with translation.override("en"):
        label = str(term.label)
    properties = {
        "label": {"type": "string"},
        "label_en": {"type": "string"},
        "type": {"type": "string", "enum": [term.type.code]},
        "value": {**term.type.schema(), "nullable": True, "description": "null: not stated"},
        "words": {"type": "string"},
        "words_en": {"type": "string"},
        "source": {"allOf": [{"$ref": "#/components/schemas/ClauseReference"}], "nullable": True},
        "not_stated_in": {
            "type": "array",
            "items": {"type": "string"},
            "description": "where no source states it: the clauses of the program, as document#clause",
        },
    }
    return {"type": "object", "description": label, "properties": properties, "required": list(properties)}


def terms_schema() -> dict[str, Any]:
    """One object per kind, with all terms the kind may have."""
    kinds = [
        {
            "type": "object",
            "title": kind.value,
            "properties": {term.key: _term_schema(term) for term in terms},
            "required": [term.key for term in terms],
            "additionalProperties": False,
        }
        for kind, terms in TERMS.items()
    ]
    return {"oneOf": kinds, "description": "The terms of the program's kind, by key."}


@extend_schema_field(terms_schema())
class TermsField(serializers.Field[Any, Any, Any, Any]):
    """The terms of a program, or those pinned with a round."""

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", read_only=True, **options)

    def to_representation(self, value: Program | Round) -> dict[str, Any]:
        if not hasattr(value, "sources"):
            attach_sources([value])  # type: ignore[list-item]  # one of either
        program = value.program if isinstance(value, Round) else value
        sources = value.sources  # type: ignore[union-attr]  # just attached
        own = [f"{clause.document.slug}#{clause.number}" for clause in program.clauses.all()]
        shown = shown_terms(program.kind, value.terms, sources)
        return {term.term.key: self._told(term, own) for term in shown}

    def _told(self, shown: Shown, own: list[str]) -> dict[str, Any]:
        told: dict[str, Any] = {"type": shown.term.type.code, "value": shown.value}
        for suffix, language in LANGUAGES.items():
            with translation.override(language):
                told[f"label{suffix}"] = str(shown.label)
                told[f"words{suffix}"] = shown.words
        source = ClauseReferenceSerializer(shown.source, context=self.context) if shown.source else None
        return {
            **told,
            "source": source.data if source else None,
            "not_stated_in": [] if shown.is_stated else own,
        }
