"""Two contents side by side in words people read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import zip_longest
from types import MappingProxyType
from typing import Any, cast

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.ui.formats import amounts, dates
from portal.ui.texts import current_language, labelled
from portal.versions.content import Content
from portal.versions.registry import Nested, kept_model

LONG = 40  # characters from which a text is compared word by word


@dataclass(frozen=True)
class Piece:
    """Some characters; `kind`: same, gone or new."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One field that says something else; `pieces` where both are texts long enough to compare inside."""

    label: str
    before: str
    after: str
    pieces: list[Piece] = field(default_factory=list)


def changes(model: type[Model], before: Content | None, after: Content) -> list[Change]:
    """What a version changed; everything that is said where there was none before."""
    old = before or {"fields": {}, "parts": {}}
    kept = kept_model(model)
    found = list(_fields(model, old["fields"], after["fields"], worded=kept.worded))
    nested = kept.nested
    for name, rows in after["parts"].items():
        if nested and name in nested.models:
            found += _nested(nested, name, old["parts"].get(name, []), rows)
            continue
        part = kept.relation(name).related_model
        for number, (was, is_now) in enumerate(zip_longest(old["parts"].get(name, []), rows), start=1):
            label = f"{part._meta.verbose_name} {number}"
            found += _fields(part, was or {}, is_now or {}, label, worded=kept.worded)
    return found


def _nested(
    nested: Nested, name: str, before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> Iterator[Change]:
    """Rows that are told apart by their key: what moved is no change of those it passed."""
    model = nested.models[name]
    was, is_now = ({row["key"]: row for row in rows} for rows in (before, after))
    for key in dict.fromkeys([*is_now, *was]):
        label = f"{model._meta.verbose_name} {key}"
        yield from _fields(model, was.get(key, {}), is_now.get(key, {}), label, nested.words)
    if [key for key in was if key in is_now] != [key for key in is_now if key in was]:
        before_now, after_now = (_(", ").join(rows) for rows in (was, is_now))
        yield Change(f"{model._meta.verbose_name_plural} · {_('order')}", before_now, after_now)


def _fields(
    model: type[Model],
    before: dict[str, Any],
    after: dict[str, Any],
    part: str = "",
    words: Mapping[str, str | Promise] = MappingProxyType({}),
    worded: Mapping[str, Callable[[Any], str]] = MappingProxyType({}),
) -> Iterator[Change]:
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) == after.get(name):
            continue
        try:
            own: Any = None if name in words else model._meta.get_field(name)
        except FieldDoesNotExist:  # a release before this one had it
            own = None
        values = before.get(name), after.get(name)
        was, is_now = (worded[name](v) if v and name in worded else in_words(own, v) for v in values)
        if was == is_now:
            continue
        label = str(own.verbose_name) if own else str(words.get(name, name))
        yield Change(f"{part} · {label}" if part else label, was, is_now, _pieces(was, is_now))


def in_words(own: "Field[Any, Any] | None", value: Any) -> str:
    """A stored value as people read it."""
    if value in (None, "", [], {}):
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if own is None:
        return _listed(value)
    if own.is_relation:
        return _names(cast(type[Model], own.related_model), value if isinstance(value, list) else [value])
    if own.choices:
        return str(dict(own.flatchoices).get(value, value))
    if own.get_internal_type() == "DateTimeField":
        return dates.moment(own.to_python(value), current_language())
    if own.get_internal_type() == "DateField":
        return dates.day(own.to_python(value), current_language())
    if own.get_internal_type() == "DecimalField":
        return amounts.grouped(own.to_python(value).normalize())
    return _listed(value)


def _listed(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(labelled(key, _listed(inner)) for key, inner in value.items())
    return _(", ").join(map(_listed, value)) if isinstance(value, list) else str(value)


def _names(model: type[Model], keys: list[Any]) -> str:
    rows = model._default_manager.in_bulk(keys)
    return "\n".join(str(rows.get(key, _("%(key)s (no longer there)") % {"key": key})) for key in keys)


def _pieces(before: str, after: str) -> list[Piece]:
    if min(len(before), len(after)) < LONG:
        return []
    found = []
    for kind, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", before[start:end]))
            continue
        found += [Piece("gone", before[start:end])] if end > start else []
        found += [Piece("new", after[first:last])] if last > first else []
    return found
