"""One answer of several parts: an address, a bank account, a person, a span of days."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.ui.texts import current_language
from programs.forms.kinds import lines, sealing
from programs.forms.kinds.base import Complaint, Kind, core, is_empty, label_of, named
from programs.forms.kinds.simple import part_kind
from programs.forms.screens import Question


class Block(Kind):
    """Stored as {part: value}; what was left empty is not in it."""

    template = "forms/questions/block.html"

    def schema(self, question: Question) -> dict[str, Any]:
        return lines.line_schema(question.parts)

    def complaints(
        self, question: Question, value: Any, schema: Mapping[str, Any]
    ) -> Iterator[tuple[str, Complaint]]:
        if not isinstance(value, dict):
            yield "", self.complaint(question, value)
            return
        found = list(lines.Judge(question.parts, core(schema)).complaints(value))
        yield from found
        if not found and not self.valid(question, value):
            yield "", self.complaint(question, value)

    def complaint(self, question: Question, value: Any) -> Complaint:
        return lines.not_a_block(question, value)

    def sent(self, question: Question, data: QueryDict) -> bool:
        prefix = f"{question.field_id}."
        return any(name.startswith(prefix) for name in data)

    def read_sent(self, question: Question, data: QueryDict) -> Any:
        sent = {part.key: data.getlist(f"{question.field_id}.{part.key}") for part in question.parts}
        return lines.read_line(question.parts, sent, lines.reader()) or None

    def read(self, question: Question, raw: list[str]) -> Any:
        """Nobody types a block into one field."""
        return self.tidy(question, raw[-1]) or None

    def tidy(self, question: Question, value: Any) -> Any:
        return lines.tidy_line({part.key: part for part in question.parts}, value, lines.tidier())

    def recognize(self, question: Question, saved: Any, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        old = {"": saved} if isinstance(saved, dict) else {}
        return sealing.recognized(question.parts, old, {"": value})[""]

    def keep(self, question: Question, saved: Any, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        old = {"": saved} if isinstance(saved, dict) else {}
        return sealing.sealed(question.parts, old, {"": value})[""]

    def public(self, question: Question, value: Any) -> Any:
        return sealing.masked(question.parts, value)

    def asks_privately(self, question: Question) -> bool:
        return bool(sealing.private_parts(question.parts))

    def asks_consent(self, question: Question) -> bool:
        return any(part_kind(part).consent for part in question.parts)

    def secrets(self, question: Question, value: Any) -> Iterator[tuple[str, Question, Any]]:
        for part in sealing.private_parts(question.parts) if isinstance(value, dict) else ():
            if not is_empty(value.get(part.key)):
                yield f".{part.key}", lines.in_row(part, label_of(question)), value[part.key]

    def shown(self, question: Question, value: Any) -> str:
        return ""

    def display(self, question: Question, value: Any) -> str:
        return (
            lines.worded(question.parts, value, lines.displayer()) if isinstance(value, dict) else str(value)
        )


class Address(Block):
    """A region and the rest as one line."""

    def display(self, question: Question, value: Any) -> str:
        keys = {part.key for part in question.parts}
        if not isinstance(value, dict) or not keys <= {"region", "text"}:
            return super().display(question, value)
        words = [text for _part, text in lines.display_line(question.parts, value, lines.displayer())]
        between = ", " if current_language() == "en" else " "
        return between.join(reversed(words) if current_language() == "en" else words)


class BankAccount(Block):
    """Whose account it is, at which bank, and its number, kept encrypted."""


class Person(Block):
    """A person; an identity number is kept encrypted and taken only with consent."""


class DateRange(Block):
    """The first and the last day of something."""

    def valid(self, question: Question, value: Any) -> bool:
        """Where both days are asked, the last is not before the first."""
        first, last = value.get("from"), value.get("to")
        return not (isinstance(first, str) and isinstance(last, str)) or first <= last

    def complaint(self, question: Question, value: Any) -> Complaint:
        if not isinstance(value, dict):
            return super().complaint(question, value)
        words = named(question, first=value.get("from"), last=value.get("to"))
        sentence = _("“%(label)s” ends on %(last)s, before it begins on %(first)s. Correct one of the days.")
        return Complaint("order", sentence % words)
