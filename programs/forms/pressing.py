"""The buttons of tables: add, remove and move a row, turn the page, a spreadsheet out and in.

They are submit buttons named `rows` with the value key:action or key:action:row. What they do to the rows
that were sent is done here; the page saves the result and comes back to `rows` in its address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict

from programs.forms import sheets
from programs.forms.kinds import ROWS, kind_of
from programs.forms.kinds.tables import MOST_ROWS
from programs.forms.rows import PAGE, Opened
from programs.forms.screens import Question, Section

MOVES = {"up": -1, "down": 1}


@dataclass(frozen=True)
class Press:
    """A button of a table; `number` is the row, or the page, it names."""

    question: Question
    action: str
    number: int = 0

    @property
    def wants_sheet(self) -> bool:
        """Whether it asks for the table as a spreadsheet."""
        return self.action == "template"

    def opened(self, rows: Any) -> Opened:
        """What is shown of the table afterwards; `rows` are those that it has then."""
        count = len(rows) if isinstance(rows, list) else 0
        if self.action == "add":
            return Opened(self.question.key, count // PAGE + 1, blank=True)
        if self.action == "page":
            return Opened(self.question.key, max(1, self.number))
        return Opened(self.question.key, min(self.number, max(count - 1, 0)) // PAGE + 1)

    @property
    def anchor(self) -> str:
        """Where the page comes back to."""
        return f"#{self.question.field_id}"


def pressed(part: Section, data: QueryDict) -> Press | None:
    """The button of a table that was pressed, if any."""
    key, _colon, rest = data.get("rows", "").partition(":")
    action, _colon, number = rest.partition(":")
    tables = {question.key: question for question in part.questions if question.kind in ROWS}
    if key not in tables or action not in {"add", "remove", "page", "template", "sheet", *MOVES}:
        return None
    known = number.isascii() and number.isdigit() and int(number) <= MOST_ROWS
    return Press(tables[key], action, int(number) if known else 0)


def sheet(press: Press, typed: Mapping[str, Any]) -> HttpResponse:
    """The table as it was sent, as a spreadsheet to fill in."""
    return sheets.written(press.question, typed.get(press.question.key))


def applied(press: Press, rows: Any, files: Mapping[str, Any], by: Any) -> Any:
    """The rows after the press. Refused for a spreadsheet that cannot be read."""
    if press.action == "sheet":
        upload = files.get(f"{press.question.field_id}.sheet")
        return sheets.loaded(press.question, upload, by) if upload else rows
    if not isinstance(rows, list):
        return rows
    if press.action == "remove":
        return kind_of(press.question).tidy(press.question, rows[: press.number] + rows[press.number + 1 :])
    return _moved(rows, press.number, MOVES[press.action]) if press.action in MOVES else rows


def _moved(rows: list[Any], place: int, step: int) -> list[Any]:
    to = place + step
    if not (0 <= place < len(rows) and 0 <= to < len(rows)):
        return rows
    found = list(rows)
    found[place], found[to] = found[to], found[place]
    return found
