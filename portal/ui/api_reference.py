"""The OpenAPI description as a page of text: readable without scripts, by people and by screen readers."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

Document = dict[str, Any]


LIMITS = {
    "minimum": "at least",
    "maximum": "at most",
    "minLength": "characters at least",
    "maxLength": "characters at most",
    "default": "default",
}


@dataclass(frozen=True)
class Kind:
    """A type in words; `shape` is the name of the component it is made of, or ""."""

    words: str
    shape: str = ""


@dataclass(frozen=True)
class Field:
    """A property of a shape, or a parameter (then `place` is path, query or header)."""

    name: str
    kind: Kind
    required: bool
    notes: str
    place: str = ""


@dataclass(frozen=True)
class Operation:
    """One method on one path."""

    key: str
    method: str
    path: str
    description: str
    public: bool
    parameters: list[Field]
    body: Kind | None
    answers: list[tuple[str, Kind | None]]


@dataclass(frozen=True)
class Shape:
    """A named object or list of values."""

    name: str
    description: str
    fields: list[Field]


@dataclass(frozen=True)
class Reference:
    """Everything the page shows: operations by tag, then shapes by name."""

    groups: list[tuple[str, list[Operation]]]
    shapes: list[Shape]


@lru_cache(maxsize=1)
def reference() -> Reference:
    """The reference of the running code; made once, in English, the language of the API."""
    with translation.override("en"):
        document: Document = SchemaGenerator().get_schema(request=None, public=True)
    return read(document)


def read(document: Document) -> Reference:
    """An OpenAPI document as operations and shapes."""
    groups: dict[str, list[Operation]] = defaultdict(list)
    for path, methods in document["paths"].items():
        for method, found in methods.items():
            groups[found["tags"][0]].append(operation(document, path, method, found))
    schemas = document["components"]["schemas"]
    shapes = [Shape(name, schema.get("description", ""), fields(schema)) for name, schema in schemas.items()]
    return Reference(sorted(groups.items()), sorted(shapes, key=lambda shape: shape.name))


def operation(document: Document, path: str, method: str, found: Document) -> Operation:
    return Operation(
        key=found["operationId"],
        method=method.upper(),
        path=path,
        description=found.get("description", ""),
        public={} in found.get("security", []) or not found.get("security"),
        parameters=[parameter(target(document, item)) for item in found.get("parameters", [])],
        body=content(found.get("requestBody", {})),
        answers=[
            (status, content(target(document, answer)))
            for status, answer in found["responses"].items()
            if status != "default"
        ],
    )


def target(document: Document, item: Document) -> Document:
    """What a $ref points to, or the item itself."""
    if "$ref" not in item:
        return item
    found: Document = document
    for step in item["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found


def parameter(found: Document) -> Field:
    schema = found["schema"]
    notes = " ".join(filter(None, [found.get("description", ""), limits(schema)]))
    return Field(found["name"], kind(schema), found.get("required", False), notes, found["in"])


def content(holder: Document) -> Kind | None:
    """The type of a body; JSON where there is a choice."""
    media = holder.get("content", {})
    if not media:
        return None
    chosen = media.get("application/json") or next(iter(media.values()))
    return kind(chosen.get("schema", {}))


def kind(schema: Document) -> Kind:
    """A type in words: string (date-time), list of Round, one of a, b."""
    reference = schema.get("$ref") or next((part["$ref"] for part in parts(schema) if "$ref" in part), "")
    if reference:
        name = reference.rsplit("/", 1)[-1]
        return Kind(name, name)
    if schema.get("type") == "array":
        inner = kind(schema.get("items", {}))
        return Kind(f"list of {inner.words}", inner.shape)
    words = schema.get("type", "any value")
    return Kind(f"{words} ({schema['format']})" if "format" in schema else words)


def parts(schema: Document) -> Iterator[Document]:
    for combination in ("allOf", "oneOf", "anyOf"):
        yield from schema.get(combination, [])


def fields(schema: Document) -> list[Field]:
    """The properties of an object; a list of values is one field without a name."""
    if "enum" in schema:
        return [Field("", Kind(schema.get("type", "")), True, limits(schema))]
    required = schema.get("required", [])
    return [
        Field(name, kind(found), name in required, " ".join(filter(None, [title(found), limits(found)])))
        for name, found in schema.get("properties", {}).items()
    ]


def title(schema: Document) -> str:
    words = schema.get("description") or schema.get("title", "")
    return f"{words.rstrip('.')}." if words else ""


def limits(schema: Document) -> str:
    """Values, limits and defaults in one line."""
    found = [f"one of {', '.join(map(str, schema['enum']))}"] if "enum" in schema else []
    found += [f"{words} {schema[name]}" for name, words in LIMITS.items() if name in schema]
    if schema.get("readOnly"):
        found.append("read only")
    if schema.get("nullable"):
        found.append("may be null")
    return "; ".join(found)
