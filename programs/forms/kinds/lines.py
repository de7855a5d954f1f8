"""One block of parts: what an address, a person and each row of a table have in common."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from portal.ui.texts import labelled
from programs.forms.kinds.base import (
    MISSING,
    Complaint,
    core,
    is_empty,
    label_of,
    named,
    storable,
)
from programs.forms.kinds.quick import test_of
from programs.forms.kinds.simple import part_kind
from programs.forms.models import Question as Row
from programs.forms.screens import Question

Line = dict[str, Any]
Schema = Mapping[str, Any]
LEFT_OUT: dict[str, Any] = {"enum": [None, "", [], {}]}


def property_of(question: Question, schema: dict[str, Any], *, given: bool | None = None) -> dict[str, Any]:
    """What an answer must be; an answer that is not required may also be empty."""
    words = {"title": question.label} | ({"description": question.help} if question.help else {})
    required = question.required if given is None else given
    return words | (schema if required else {"anyOf": [schema, LEFT_OUT]})


def line_schema(parts: Iterable[Question]) -> dict[str, Any]:
    """The JSON Schema of a block of parts; what is not filled in is left out of it."""
    asked = list(parts)
    return {
        "type": "object",
        "properties": {
            part.key: property_of(part, part_kind(part).schema(part), given=True) for part in asked
        },
        "required": [part.key for part in asked if is_needed(part)],
        "minProperties": 1,
        "additionalProperties": False,
    }


def is_needed(question: Question) -> bool:
    """Whether answers without it are refused: what is computed is never missing."""
    return question.required and question.kind != Row.Kind.COMPUTED


class Once:
    """Answers of a function by question and value, asked once for each: columns repeat their values."""

    def __init__(self, ask: Callable[[Question, Any], Any]) -> None:
        self.ask = ask
        self.known: dict[tuple[str, type, Any], Any] = {}

    def __call__(self, part: Question, value: Any) -> Any:
        if not isinstance(value, str | int | bool):
            return self.ask(part, value)
        key = (part.key, type(value), value)
        if key not in self.known:
            self.known[key] = self.ask(part, value)
        return self.known[key]


class Judge:
    """What is wrong with blocks of the same parts, by the published schema."""

    def __init__(self, parts: Iterable[Question], schema: Schema) -> None:
        self.parts = {part.key: part for part in parts}
        self.fits = {key: test_of(core(found)) for key, found in schema["properties"].items()}
        self.needed = {key for key, part in self.parts.items() if is_needed(part)}
        self.refuses = Once(self._refuses)

    def _refuses(self, part: Question, value: Any) -> bool:
        kind = part_kind(part)
        return not (self.fits[part.key](kind.public(part, value)) and kind.valid(part, value))

    def complaints(self, line: Any, place: str = "", words: str = "") -> Iterator[tuple[str, Complaint]]:
        """Everything wrong with one block; `words` name its row."""
        if not isinstance(line, dict):
            yield place, Complaint("type", _("%(row)s: a block of answers belongs here.") % {"row": words})
            return
        if not line:
            sentence = _("%(row)s: nothing is filled in. Fill it in or remove it.") % {"row": words}
            yield place, Complaint(MISSING, sentence)
            return
        for key, part in self.parts.items():
            value = line.get(key)
            if is_empty(value):
                if key in self.needed or key in line:
                    yield f"{place}.{key}", self._missing(part, words)
            elif self.refuses(part, value):
                yield f"{place}.{key}", part_kind(part).complaint(in_row(part, words), value)
        for key in line:
            if key not in self.parts:
                sentence = _("“%(key)s” is not asked here. Take it out.") % {"key": str(key)[:40]}
                yield place, Complaint("unknown", sentence)

    def _missing(self, part: Question, words: str) -> Complaint:
        return Complaint(MISSING, part_kind(part).missing(in_row(part, words)))


def in_row(part: Question, words: str) -> Question:
    """The part with the words of its row before its own."""
    between = _(": ") if words else ""
    return replace(
        part,
        label=f"{words}{between}{part.label}",
        label_en=f"{words}{between}{part.label_en or part.label}",
    )


def bound(part: Question, path: str) -> Question:
    """The part as a question of its own at a path, as its field is named."""
    return replace(part, key=path)


def read_line(parts: Iterable[Question], sent: Mapping[str, list[str]], read: Once) -> Line:
    """The block in the fields a browser sent, without what was left empty."""
    found = {}
    for part in parts:
        raw = sent.get(part.key)
        if raw:
            value = read(part, raw[0]) if len(raw) == 1 else part_kind(part).read(part, raw)
            if not is_empty(value):
                found[part.key] = value
    return found


def reader() -> Once:
    """Reads single cells."""
    return Once(lambda part, raw: part_kind(part).read(part, [raw]))


def tidier() -> Once:
    """Tidies single cells."""
    return Once(lambda part, value: part_kind(part).tidy(part, value))


def tidy_line(parts: Mapping[str, Question], line: Any, tidy: Once) -> Any:
    """A block in stored form, without empty parts; what is none stays what it is."""
    if not isinstance(line, dict):
        return storable(line)
    known = {key: tidy(parts[key], value) for key, value in line.items() if key in parts}
    unknown = storable({key: value for key, value in line.items() if key not in parts})
    return {key: value for key, value in (known | unknown).items() if not is_empty(value)}


def display_line(parts: Iterable[Question], line: Any, display: Once) -> list[tuple[Question, str]]:
    """The parts that have an answer, with it in words."""
    if not isinstance(line, dict):
        return []
    return [(part, display(part, line[part.key])) for part in parts if not is_empty(line.get(part.key))]


def displayer() -> Once:
    """Words of single cells."""
    return Once(lambda part, value: part_kind(part).display(part, value))


def worded(parts: Iterable[Question], line: Any, display: Once) -> str:
    """A block as one line of text."""
    pairs = display_line(parts, line, display)
    return _("; ").join(labelled(label_of(part), answer) for part, answer in pairs)


def not_a_block(question: Question, value: Any) -> Complaint:
    """What is said of a value of the wrong type."""
    return Complaint(
        "type", _("“%(label)s” has several parts: answer each of them.") % named(question, value)
    )
