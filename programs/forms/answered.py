"""Answers as expressions read them: typed, with what is hidden, computed and known of the organization."""

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from portal.facts.definitions import FACTS
from programs.forms import prefill
from programs.forms.expressions import ABSENT
from programs.forms.kinds.base import is_empty
from programs.forms.kinds.figures import Figure
from programs.forms.kinds.simple import SIMPLE
from programs.forms.models import Question as Row
from programs.forms.scope import BLOCKS, FILES, FIXED, QUALIFICATIONS, ROWS, Path
from programs.forms.screens import Question

if TYPE_CHECKING:
    from programs.forms.logic import Context

KIND = Row.Kind
COMPLETE = "qualifications_listed_on"


class Answered:
    """A Reading of answers (see `programs.forms.expressions.evaluating`).

    `hidden`: keys of questions that are not asked, filled in as conditions are settled. `computed`: what
    formulas gave, by ("key",) or ("key", row, "part"); rows by number or name, "" where there is one.
    """

    absent: bool | None = False

    def __init__(self, asked: Mapping[str, Question], answers: Mapping[str, Any], context: "Context") -> None:
        self.asked = asked
        self.answers = answers
        self.context = context
        self.hidden: set[str] = set()
        self.computed: dict[Path, Any] = {}

    def for_rules(self) -> "Answered":
        """The same answers, with hidden ones unknown: a rule is not broken by what is not asked."""
        told = copy(self)
        told.absent = None
        return told

    def named(self, path: Path) -> Any:
        """See `Reading`."""
        question = self.asked.get(path[0])
        if question is None:
            return None
        hidden = question.key in self.hidden
        if not question.parts:
            return self._gone if hidden else self.cell(question, self.answers.get(question.key), path)
        if question.kind in BLOCKS:
            return self._gone if hidden else self._field(question, path)
        if len(path) == 3:
            return self._gone if hidden else self._one(question, path)
        return () if hidden else tuple(self._column(question, path))

    @property
    def _gone(self) -> Any:
        return ABSENT if self.absent is False else None

    def is_empty(self, path: Path) -> bool:
        """See `Reading`; what is hidden is empty."""
        question = self.asked.get(path[0])
        if question is None or question.key in self.hidden:
            return True
        if len(path) == 1 and question.kind != KIND.COMPUTED:
            return is_empty(self.answers.get(question.key))
        found = self.named(path)
        return found is None or found == () or found is ABSENT

    def is_open(self, key: str) -> bool:
        """Asked, and not answered."""
        question = self.asked.get(key)
        return (
            question is not None
            and question.kind != KIND.COMPUTED
            and key not in self.hidden
            and is_empty(self.answers.get(key))
        )

    def fact(self, name: str, back: int | None) -> Any:
        """See `Reading`; a yearly fact without a year is that of the year before the round's."""
        file, year = self.context.facts, self.context.reference_year
        if file is None:
            return None
        if name == QUALIFICATIONS:
            held = tuple(row.kind for row in file.qualifications)
            return held if file.get(COMPLETE) is not None else (*held, None)
        if FACTS[name].yearly:
            if year is None:
                return None
            found = file.get(name, year + (prefill.YEARS_BACK[0] if back is None else back))
        else:
            found = file.get(name)
        return Decimal(found) if isinstance(found, int) and not isinstance(found, bool) else found

    def given(self, what: str) -> Any:
        """See `Reading`."""
        return getattr(self.context, {"round.cap": "cap"}.get(what, what))

    def rows(self, key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The rows of a question with parts: their number or name and their cells; a block is one, ""."""
        question, answer = self.asked[key], self.answers.get(key)
        if question.kind in ROWS and isinstance(answer, list):
            yield from ((str(n), row) for n, row in enumerate(answer) if isinstance(row, dict))
        elif question.kind in FIXED:
            said = answer if isinstance(answer, dict) else {}
            for choice in question.choices:
                row = said.get(choice.value)
                yield choice.value, row if isinstance(row, dict) else {}
        elif question.kind in BLOCKS:
            yield "", answer if isinstance(answer, dict) else {}

    def cell(self, question: Question, said: Any, path: Path) -> Any:
        """A simple answer, typed; what cannot be read is unknown."""
        if question.kind == KIND.COMPUTED:
            found = self.computed.get(path)
            return self._gone if found is ABSENT else found
        if is_empty(said) or question.kind in FILES:
            return None
        kind = SIMPLE[question.kind]
        if isinstance(kind, Figure):
            return kind.number(said)
        return READERS.get(question.kind, _text)(said)

    def _part(self, question: Question, key: str) -> Question | None:
        return next((part for part in question.parts if part.key == key), None)

    def _field(self, question: Question, path: Path) -> Any:
        part = self._part(question, path[-1])
        said = self.answers.get(question.key)
        if part is None or len(path) != 2:
            return None
        return self.cell(
            part, said.get(part.key) if isinstance(said, dict) else None, (path[0], "", part.key)
        )

    def _one(self, question: Question, path: Path) -> Any:
        part = self._part(question, path[2])
        row = next((row for name, row in self.rows(question.key) if name == path[1]), {})
        return self.cell(part, row.get(part.key), path) if part else None

    def _column(self, question: Question, path: Path) -> Iterator[Any]:
        """The cells of a column that are filled in; of a whole table its rows."""
        if len(path) == 1:
            yield from ("" for _row in self.rows(question.key))
            return
        part = self._part(question, path[1])
        if part is None:
            return
        for name, row in self.rows(question.key):
            said = row.get(part.key)
            if part.kind == KIND.COMPUTED or not is_empty(said):
                yield self.cell(part, said, (question.key, name, part.key))


class InRow:
    """A Reading for the formula of a column: the cells of its row before everything else."""

    absent: bool | None = False

    def __init__(self, whole: Answered, key: str, row: Mapping[str, Any], place: str) -> None:
        self.whole = whole
        self.key = key
        self.row = row
        self.place = place
        self.parts = {part.key: part for part in whole.asked[key].parts}
        self.fact, self.given = whole.fact, whole.given

    def named(self, path: Path) -> Any:
        """See `Reading`."""
        part = self.parts.get(path[0]) if len(path) == 1 else None
        if part is None:
            return self.whole.named(path)
        return self.whole.cell(part, self.row.get(part.key), (self.key, self.place, part.key))

    def is_empty(self, path: Path) -> bool:
        """See `Reading`."""
        part = self.parts.get(path[0]) if len(path) == 1 else None
        return is_empty(self.row.get(part.key)) if part else self.whole.is_empty(path)


def _text(said: Any) -> Any:
    return said if isinstance(said, str) else None


def _yes_no(said: Any) -> Any:
    return said if isinstance(said, bool) else None


def _day(said: Any) -> Any:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _many(said: Any) -> Any:
    return tuple(said) if isinstance(said, list) and all(isinstance(item, str) for item in said) else None


def _picked(said: Any) -> Any:
    return said.get("value") if isinstance(said, dict) else _text(said)


READERS: Mapping[str, Callable[[Any], Any]] = {
    KIND.YES_NO: _yes_no,
    KIND.DECLARATION: _yes_no,
    KIND.DATE: _day,
    KIND.MANY_OF: _many,
    KIND.PICK: _picked,
}
