"""Rows that the form names: a budget by category of cost, a matrix of questions."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.ui.texts import labelled, localized
from programs.forms.kinds import lines, sealing
from programs.forms.kinds.base import Complaint, core, is_empty, label_of, named, storable
from programs.forms.kinds.objects import Block
from programs.forms.screens import Choice, Question


class Matrix(Block):
    """Stored as {row: {part: value}}; the rows are the choices, the parts the columns."""

    template = "forms/questions/fixed.html"

    def schema(self, question: Question) -> dict[str, Any]:
        line = lines.line_schema(question.parts)
        return {
            "type": "object",
            "properties": {choice.value: line | {"title": choice.label} for choice in question.choices},
            "required": [choice.value for choice in question.choices] if line["required"] else [],
            "minProperties": 1,
            "additionalProperties": False,
        }

    def complaints(
        self, question: Question, value: Any, schema: Mapping[str, Any]
    ) -> Iterator[tuple[str, Complaint]]:
        rules = core(schema)["properties"]
        if not isinstance(value, dict) or not value.keys() <= rules.keys():
            yield "", self.complaint(question, value)
            return
        for choice in question.choices:
            judge = lines.Judge(question.parts, rules[choice.value])
            if choice.value in value or judge.needed:
                line = value.get(choice.value, {})
                yield from judge.complaints(line, f".{choice.value}", localized(choice, "label"))

    def complaint(self, question: Question, value: Any) -> Complaint:
        if not isinstance(value, dict):
            return super().complaint(question, value)
        known = {choice.value for choice in question.choices}
        key = next((key for key in value if key not in known), "")
        sentence = _("“%(label)s” has no row “%(value)s”. Take it out.")
        return Complaint("unknown", sentence % named(question, key))

    def missing(self, question: Question) -> str:
        return _("Fill in the rows of “%(label)s”.") % {"label": label_of(question)}

    def read_sent(self, question: Question, data: QueryDict) -> Any:
        read = lines.reader()
        found = {row.value: self._row(question, row, data, read) for row in question.choices}
        return {key: line for key, line in found.items() if line} or None

    def _row(self, question: Question, row: Choice, data: QueryDict, read: lines.Once) -> lines.Line:
        path = f"{question.field_id}.{row.value}"
        sent = {part.key: data.getlist(f"{path}.{part.key}") for part in question.parts}
        return lines.read_line(question.parts, sent, read)

    def tidy(self, question: Question, value: Any) -> Any:
        if not isinstance(value, dict):
            return storable(value)
        parts, tidy = {part.key: part for part in question.parts}, lines.tidier()
        clean: dict[str, Any] = storable(dict.fromkeys(value))
        tidied = {
            key: lines.tidy_line(parts, line, tidy) for key, line in zip(clean, value.values(), strict=False)
        }
        return {key: line for key, line in tidied.items() if not is_empty(line)}

    def recognize(self, question: Question, saved: Any, value: Any) -> Any:
        if not isinstance(value, dict) or not self.asks_privately(question):
            return value
        return sealing.recognized(question.parts, saved if isinstance(saved, dict) else {}, value)

    def keep(self, question: Question, saved: Any, value: Any) -> Any:
        if not isinstance(value, dict) or not self.asks_privately(question):
            return value
        return sealing.sealed(question.parts, saved if isinstance(saved, dict) else {}, value)

    def public(self, question: Question, value: Any) -> Any:
        if not isinstance(value, dict) or not self.asks_privately(question):
            return value
        return {key: sealing.masked(question.parts, line) for key, line in value.items()}

    def secrets(self, question: Question, value: Any) -> Iterator[tuple[str, Question, Any]]:
        for row in question.choices if isinstance(value, dict) else ():
            for path, part, kept in super().secrets(question, value.get(row.value)):
                yield f".{row.value}{path}", part, kept

    def display(self, question: Question, value: Any) -> str:
        """One line of text for each row that has an answer."""
        if not isinstance(value, dict):
            return str(value)
        display = lines.displayer()
        found = [
            (row, lines.worded(question.parts, value.get(row.value), display)) for row in question.choices
        ]
        return "\n".join(labelled(localized(row, "label"), words) for row, words in found if words)


class Budget(Matrix):
    """A budget by category of cost: money of each source, with totals and shares."""
