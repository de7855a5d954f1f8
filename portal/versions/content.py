"""An object and its parts as JSON, and back."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model

from portal.versions.registry import Kept, kept_of

Content = dict[str, Any]


def content_of(row: Model) -> Content:
    """What an object says now: fields by name, the rows of its parts in order."""
    kept = kept_of(row)
    fields = {field.name: _value(row, field) for field in kept.fields(type(row))}
    parts = {name: [_part(part, kept, own) for part in _rows(row, name)] for name, own in owners(row)}
    parts |= kept.nested.read(row) if kept.nested else {}
    found: Content = json.loads(json.dumps({"fields": fields, "parts": parts}, cls=DjangoJSONEncoder))
    return found


def owners(row: Model) -> list[tuple[str, str]]:
    """Each part's relation with the field of its rows that names the object."""
    kept = kept_of(row)
    return [(name, kept.relation(name).field.name) for name in kept.parts]


def digest_of(content: object) -> str:
    """SHA-256 of canonical JSON."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def write_back(row: Model, content: Content) -> None:
    """Make an object say what a content says, checked as a form would; ValidationError where it cannot."""
    kept = kept_of(row)
    several = []
    for field in kept.fields(type(row)):
        if field.name in kept.fixed or field.name not in content["fields"]:
            continue
        value = content["fields"][field.name]
        if field.many_to_many:
            several.append((field.name, value))
        else:
            setattr(row, field.attname, field.to_python(value))
    row.full_clean()
    row.save()
    for name, value in several:
        getattr(row, name).set(value)
    for name, own in owners(row):
        _write_parts(row, name, own, content["parts"].get(name, []))
    if kept.nested:
        kept.nested.write(row, content["parts"])


def _write_parts(row: Model, name: str, own: str, wanted: Iterable[dict[str, Any]]) -> None:
    manager = getattr(row, name)
    manager.all().delete()
    for values in wanted:
        part = manager.model(**{own: row})
        for field in kept_of(row).fields(manager.model, but=own):
            if field.name in values:
                setattr(part, field.attname, field.to_python(values[field.name]))
        part.full_clean()
        part.save()


def _rows(row: Model, name: str) -> Iterable[Model]:
    rows: Iterable[Model] = getattr(row, name).order_by(*_order(getattr(row, name).model))
    return rows


def _order(model: type[Model]) -> list[str]:
    names = {field.name for field in model._meta.concrete_fields}
    return ["position", "pk"] if "position" in names else ["pk"]


def _part(part: Model, kept: Kept, own: str) -> dict[str, Any]:
    return {field.name: _value(part, field) for field in kept.fields(type(part), but=own)}


def _value(row: Model, field: "Field[Any, Any]") -> Any:
    if field.many_to_many:
        return sorted(getattr(row, field.name).values_list("pk", flat=True)) if row.pk else []
    value = field.value_from_object(row)
    # A browser sends CRLF for the line ends of a text that was loaded with LF: no change of the text.
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
