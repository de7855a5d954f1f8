"""Rows of typed columns: tables, repeating groups, milestones, teams, indicators."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from programs.forms.kinds import lines, sealing
from programs.forms.kinds.base import Complaint, core, is_empty, label_of, named, storable
from programs.forms.kinds.figures import Figure
from programs.forms.kinds.objects import Block
from programs.forms.kinds.simple import part_kind
from programs.forms.screens import Question

MOST_ROWS = 1000
ROWS = "rows"  # what the field of the question itself says: its rows were sent
PLACES = ("before", "after")  # rows of other pages of the table, as JSON of what their fields would send
_NUMBER = re.compile(r"[0-9]{1,6}")


class Table(Block):
    """Stored as [{part: value}]; blank rows at the end are left out."""

    template = "forms/questions/table.html"

    def limits(self, question: Question) -> tuple[int, int]:
        """Fewest and most rows."""
        return max(1, int(question.minimum or 1)), min(int(question.maximum or MOST_ROWS), MOST_ROWS)

    def schema(self, question: Question) -> dict[str, Any]:
        fewest, most = self.limits(question)
        items = lines.line_schema(question.parts)
        return {"type": "array", "items": items, "minItems": fewest, "maxItems": most}

    def complaints(
        self, question: Question, value: Any, schema: Mapping[str, Any]
    ) -> Iterator[tuple[str, Complaint]]:
        rules = core(schema)
        if not isinstance(value, list) or not rules["minItems"] <= len(value) <= rules["maxItems"]:
            yield "", self.complaint(question, value)
        if not isinstance(value, list):
            return
        judge = lines.Judge(question.parts, rules["items"])
        for number, line in enumerate(value[: rules["maxItems"]]):
            yield from judge.complaints(line, f".{number}", row_words(number))

    def complaint(self, question: Question, value: Any) -> Complaint:
        if not isinstance(value, list):
            return Complaint("type", _("“%(label)s” takes rows.") % named(question))
        (fewest, most), count = self.limits(question), len(value)
        words = named(question, count, fewest=fewest, most=most)
        if count < fewest:
            sentence = _("“%(label)s”: rows %(value)s, at least %(fewest)s needed. Add rows.")
            return Complaint("too_few", sentence % words)
        sentence = _("“%(label)s”: rows %(value)s, at most %(most)s allowed. Remove rows.")
        return Complaint("too_many", sentence % words)

    def missing(self, question: Question) -> str:
        return _("Add a row to “%(label)s”.") % {"label": label_of(question)}

    def sent(self, question: Question, data: QueryDict) -> bool:
        return question.field_id in data

    def read_sent(self, question: Question, data: QueryDict) -> Any:
        before, after = (_carried(data, f"{question.field_id}.{place}") for place in PLACES)
        here = sent_lines(question, data)
        read = lines.reader()
        rows = [
            lines.read_line(question.parts, line, read)
            for line in [*before, *(here[number] for number in sorted(here, key=int)), *after]
        ]
        return _without_blank_end(rows) or None

    def tidy(self, question: Question, value: Any) -> Any:
        if not isinstance(value, list):
            return storable(value)
        parts, tidy = {part.key: part for part in question.parts}, lines.tidier()
        return _without_blank_end([lines.tidy_line(parts, line, tidy) for line in value])

    def recognize(self, question: Question, saved: Any, value: Any) -> Any:
        if not isinstance(value, list) or not self.asks_privately(question):
            return value
        old = dict(enumerate(saved)) if isinstance(saved, list) else {}
        return list(sealing.recognized(question.parts, old, dict(enumerate(value))).values())

    def keep(self, question: Question, saved: Any, value: Any) -> Any:
        if not isinstance(value, list) or not self.asks_privately(question):
            return value
        old = dict(enumerate(saved)) if isinstance(saved, list) else {}
        return list(sealing.sealed(question.parts, old, dict(enumerate(value))).values())

    def public(self, question: Question, value: Any) -> Any:
        if not isinstance(value, list) or not self.asks_privately(question):
            return value
        return [sealing.masked(question.parts, line) for line in value]

    def secrets(self, question: Question, value: Any) -> Iterator[tuple[str, Question, Any]]:
        for number, line in enumerate(value if isinstance(value, list) else ()):
            for path, part, kept in super().secrets(question, line):
                yield f".{number}{path}", lines.in_row(part, row_words(number)), kept

    def display(self, question: Question, value: Any) -> str:
        """One line of text for each row."""
        if not isinstance(value, list):
            return str(value)
        display = lines.displayer()
        return "\n".join(
            f"{number}. {lines.worded(question.parts, line, display)}" for number, line in enumerate(value, 1)
        )


class Group(Table):
    """A table of long answers: each row a block of its own."""

    template = "forms/questions/group_rows.html"


class Milestones(Table):
    """What is reached until when."""


class Team(Table):
    """Who works on it."""


class Indicators(Table):
    """What is measured: now and as a target."""


def row_words(number: int) -> str:
    """The words of a row before a label; `number` counts from 0."""
    return _("Row %(number)s") % {"number": number + 1}


def sent_lines(question: Question, data: QueryDict) -> dict[str, dict[str, list[str]]]:
    """The cells that a browser sent, by the number of their row."""
    prefix = f"{question.field_id}."
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for name in data:
        if name.startswith(prefix):
            number, _point, part = name.removeprefix(prefix).partition(".")
            if part and _NUMBER.fullmatch(number):
                found[number][part] = data.getlist(name)
    return found


def total_of(part: Question, rows: Any) -> Decimal | None:
    """The sum of a column over whatever of it is a number; None where nothing is."""
    kind, found = part_kind(part), rows.values() if isinstance(rows, dict) else rows
    if not isinstance(kind, Figure) or not isinstance(rows, dict | list):
        return None
    figures = [kind.number(row.get(part.key)) for row in found if isinstance(row, dict)]
    known = [figure for figure in figures if figure is not None]
    return sum(known, Decimal(0)) if known else None


def _carried(data: QueryDict, name: str) -> list[dict[str, list[str]]]:
    """Rows that came as JSON, as if their fields had been sent; what is none is no row."""
    try:
        found = json.loads(data.get(name, ""))
    except (ValueError, RecursionError):
        return []
    rows = found if isinstance(found, list) else []
    return [
        {
            str(key): [str(raw) for raw in (cell if isinstance(cell, list) else [cell])]
            for key, cell in row.items()
        }
        for row in rows[: 2 * MOST_ROWS]
        if isinstance(row, dict)
    ]


def _without_blank_end(rows: list[Any]) -> list[Any]:
    while rows and is_empty(rows[-1]):
        rows = rows[:-1]
    return rows
