"""Terms as the API tells them: by key, each with its value, in words, and the clause that states it."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.utils import translation
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from programs.catalog.models import Program, Round
from programs.catalog.terms import vocabulary
from programs.catalog.terms.base import ValueType
from programs.catalog.terms.declaration import TERMS
from programs.catalog.terms.showing import Shown, shown_terms
from programs.catalog.terms.sources import load_sources, named_sources
from programs.policies.serializers import ClauseReferenceSerializer

LANGUAGES = {"": "zh-hans", "_en": "en"}


def attach_sources(rows: Sequence[Program | Round]) -> None:
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


class TermSerializer(serializers.Serializer[Any]):
    """A term. Where no source states it, `value` and `source` are null and `not_stated_in` lists the clauses
    the program rests on, as document#clause."""

    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    label_en = serializers.CharField()
    type = serializers.CharField(help_text="money, percent, tiers, …")
    words = serializers.CharField(help_text="the value in plain words; empty where it is not stated")
    words_en = serializers.CharField()
    source = ClauseReferenceSerializer(allow_null=True)  # type: ignore[assignment]  # a field of that name
    not_stated_in = serializers.ListField(child=serializers.CharField())


def _named(stem: str, parent: type[Any], fields: dict[str, Any]) -> type[Any]:
    return type(f"{stem}Serializer", (parent,), fields)


@cache
def _serializer_of(name: str) -> type[Any]:
    """The serializer of the terms with a type of that name."""
    kind = next(term.type for terms in TERMS.values() for term in terms if type_name(term.type) == name)
    schema = {**kind.schema(), "nullable": True}
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    value = extend_schema_field(schema)(_named("Value", serializers.JSONField, {}))
    return _named(f"{name}Term", TermSerializer, {"value": value()})


def type_name(kind: ValueType) -> str:
    """The type with the list it chooses from: Money, MoneyRange, ServicesChoices."""
    listed = getattr(kind, "vocabulary", None)
    names = [name for name, words in vars(vocabulary).items() if words is listed and name.isupper()]
    words = [*(names or [""])[0].lower().split("_"), *kind.code.split("_")]
    return "".join(word.capitalize() for word in words)


def terms_schema() -> PolymorphicProxySerializer:
    """One object per kind, with all terms the kind may have."""
    kinds = [
        _named(
            f"{''.join(word.capitalize() for word in kind.split('_'))}Terms",
            serializers.Serializer,
            {term.key: _serializer_of(type_name(term.type))() for term in terms},
        )
        for kind, terms in TERMS.items()
    ]
    return PolymorphicProxySerializer("Terms", kinds, resource_type_field_name=None)


@extend_schema_field(terms_schema())
class TermsField(serializers.Field[Any, Any, Any, Any]):
    """The terms of a program, or those pinned with a round."""

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", read_only=True, **options)

    def to_representation(self, value: Program | Round) -> dict[str, Any]:
        if not hasattr(value, "sources"):
            attach_sources([value])
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
