"""Questions with rows as they stand on a page: a page of lines at a time, the others carried as JSON.

Without scripts the buttons of a table save first and come back with `rows` in the address: which page of
which table is open, and whether a blank line follows. With scripts the page does the same by itself.
"""

import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from portal.ui.texts import localized
from programs.forms.kinds import FIXED_ROWS
from programs.forms.kinds.base import is_empty
from programs.forms.kinds.figures import Figure, Money, yuan_per_unit
from programs.forms.kinds.lines import Once, bound, displayer
from programs.forms.kinds.simple import part_kind
from programs.forms.kinds.tables import row_words, total_of
from programs.forms.screens import Question
from programs.forms.shares import NOTHING, Share, Shares, shares_of

if TYPE_CHECKING:
    from programs.forms.rendering import Field

PAGE = 50  # lines
PLACE = "__row__"  # of the line that the script copies


@dataclass(frozen=True)
class Opened:
    """What a reader sees of a table: the page, counted from 1, and whether a blank line follows the last."""

    key: str = ""
    page: int = 0
    blank: bool = False

    @classmethod
    def read(cls, text: str) -> "Opened":
        """What `rows` in an address says: key:page or key:page:blank."""
        key, _colon, rest = text.partition(":")
        number, _colon, blank = rest.partition(":")
        known = number.isascii() and number.isdigit() and len(number) < 4
        return cls(key, int(number) if known else 0, blank == "blank")

    def __str__(self) -> str:
        return f"{self.key}:{self.page}{':blank' if self.blank else ''}"


NOTHING_OPENED = Opened()


@dataclass(frozen=True)
class Line:
    """One line: its place counted from 0, the words of its row, a field for each column."""

    place: str
    words: str
    cells: list["Field"]
    problems: list[Any]
    share: Share = NOTHING

    @property
    def number(self) -> int:
        return int(self.place) if self.place.isdigit() else 0


@dataclass(frozen=True)
class Total:
    """The foot of a column: what it adds up to in the unit of the column, in the other one, and in words; and
    in a budget its share of the whole."""

    column: Question
    shown: str = ""
    other: str = ""
    words: str = ""
    share: Share | None = None


@dataclass(frozen=True)
class Reading:
    """An answer in rows to read: the words of each row with its cells (column, answer), and the sums."""

    columns: tuple[Question, ...]
    body: list[tuple[str, list[tuple[str, str]]]]
    totals: list[Total]

    @classmethod
    def of(cls, question: Question, value: Any) -> "Reading | None":
        """None where the answer has no rows."""
        if question.kind in FIXED_ROWS and isinstance(value, dict):
            rows = [(localized(c, "label"), value[c.value]) for c in question.choices if c.value in value]
        elif isinstance(value, list):
            rows = [(str(number), row) for number, row in enumerate(value, 1)]
        else:
            return None
        display, labels = displayer(), [(part, localized(part, "label")) for part in question.parts]
        body = [
            (words, [(label, _cell_words(part, row, display)) for part, label in labels])
            for words, row in rows
        ]
        return cls(question.parts, body, totals(question, value))


def _cell_words(part: Question, row: Any, display: Once) -> str:
    value = row.get(part.key) if isinstance(row, dict) else None
    return "—" if is_empty(value) else display(part, value)


def totals(question: Question, value: Any) -> list[Total]:
    """One for each column, blank where it has no sum; [] where no column has one."""
    if not any(part.total for part in question.parts):
        return []
    return [_total(part, value) for part in question.parts]


def _total(part: Question, value: Any) -> Total:
    kind, found = part_kind(part), total_of(part, value) if part.total else None
    if found is None or not isinstance(kind, Figure):
        return Total(part)
    if not isinstance(kind, Money):
        return Total(part, kind.words(part, found), words=kind.words(part, found))
    yuan = f"{found:.2f}"
    asked_in_yuan = yuan_per_unit(part) == 1
    other = kind.shown(replace(part, money_unit="wan" if asked_in_yuan else "yuan"), yuan)
    words = _("= {amount} × 10,000 yuan") if asked_in_yuan else _("= {amount} yuan")
    return Total(part, kind.shown(part, yuan), words.replace("{amount}", other), kind.words(part, found))


class Rows:
    """A table, or the fixed rows of a budget, of one field."""

    def __init__(self, field: "Field", opened: Opened) -> None:
        self.field = field
        self.question = field.question
        self.fixed = self.question.kind in FIXED_ROWS
        self.opened = opened if opened.key == self.question.key else Opened()
        self.offers: dict[str, Any] = {}

    @cached_property
    def value(self) -> list[Any]:
        return self.field.value if isinstance(self.field.value, list) else []

    @cached_property
    def columns(self) -> list["Field"]:
        """The parts as heads of columns."""
        return [self._cell(part, f"{self.question.key}.{PLACE}", None) for part in self.question.parts]

    @cached_property
    def count(self) -> int:
        return len(self.value)

    @cached_property
    def most(self) -> int:
        return int(self.field.limits[1] or 0)

    @property
    def full(self) -> bool:
        return self.count >= self.most

    @cached_property
    def page(self) -> int:
        """The one asked for, else the first with something wrong."""
        if self.opened.page:
            return min(self.opened.page, self.pages)
        wrong = [path.split(".")[1] for path in self._wrong if path.split(".")[1].isdigit()]
        return min(min(map(int, wrong), default=0) // PAGE + 1, self.pages)

    @property
    def pages(self) -> int:
        return max(1, -(-(self.count + self._blank) // PAGE))

    @property
    def _blank(self) -> int:
        """Blank lines behind the others: one where it was asked for, enough where there is none yet."""
        fewest = int(self.field.limits[0] or 1)
        return max(int(self.opened.blank and not self.full), 0 if self.count else min(fewest, PAGE))

    @property
    def start(self) -> int:
        return (self.page - 1) * PAGE

    @property
    def first(self) -> int:
        return self.start + 1

    @property
    def end(self) -> int:
        return min(self.start + PAGE, self.count + self._blank)

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of this page, or the fixed rows."""
        if self.fixed:
            return [
                self._line(c.value, localized(c, "label"), self._fixed(c.value))
                for c in self.question.choices
            ]
        known = self.value[self.start : self.end]
        blank: list[Any] = [{}] * (self.end - self.start - len(known))
        return [self._line(str(n), row_words(n), row) for n, row in enumerate([*known, *blank], self.start)]

    @property
    def pattern(self) -> Line:
        """The blank line that the script copies."""
        return self._line(PLACE, "", {})

    @property
    def before(self) -> str:
        """The lines of the pages before, as their fields would send them."""
        return self._carried(self.value[: self.start])

    @property
    def after(self) -> str:
        return self._carried(self.value[self.end :])

    @cached_property
    def totals(self) -> list[Total]:
        """One for each column, blank where it has no sum; () where no column has one."""
        found = totals(self.question, self.field.value)
        if self.shares is None:
            return found
        return [replace(total, share=self.shares.kinds.get(total.column.key)) for total in found]

    @cached_property
    def shares(self) -> Shares | None:
        """Of a budget: what each row and kind of money is of the whole."""
        return shares_of(self.question, self.field.value)

    @property
    def unit(self) -> str:
        """The words of the unit in which shares stand."""
        return replace(self.field, question=self.shares.unit).unit if self.shares else ""

    @property
    def page_links(self) -> list[int]:
        return list(range(1, self.pages + 1))

    @property
    def private(self) -> bool:
        return any(part_kind(part).private for part in self.question.parts)

    @cached_property
    def _wrong(self) -> list[str]:
        return [problem.key for problem in self.field.inner]

    def _fixed(self, row: str) -> Any:
        return self.field.value.get(row, {}) if isinstance(self.field.value, dict) else {}

    def _line(self, place: str, words: str, row: Any) -> Line:
        path = f"{self.question.key}.{place}"
        cells = [self._cell(part, path, row, words) for part in self.question.parts]
        share = self.shares.rows.get(place, NOTHING) if self.shares else NOTHING
        return Line(place, words, cells, [p for p in self.field.inner if p.key == path], share)

    def _cell(self, part: Question, path: str, row: Any, words: str = "") -> "Field":
        key = f"{path}.{part.key}"
        return replace(
            self.field,
            question=bound(part, key),
            value=row.get(part.key) if isinstance(row, dict) else None,
            problems=[problem for problem in self.field.inner if problem.key == key],
            inner=[],
            files=[],
            mark="",
            row=words,
            offers=self.offers,
        )

    def _carried(self, rows: list[Any]) -> str:
        if not rows:
            return ""
        return json.dumps([self._as_sent(row) for row in rows], ensure_ascii=False, separators=(",", ":"))

    def _as_sent(self, row: Any) -> dict[str, Any]:
        if not isinstance(row, dict):
            return {}
        return {
            part.key: as_sent(part, row[part.key])
            for part in self.question.parts
            if not is_empty(row.get(part.key)) and not part_kind(part).computed
        }


def as_sent(part: Question, value: Any) -> Any:
    """A stored cell as its field would send it: text, or a list of texts."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return [str(item) for item in value]
    return part_kind(part).shown(part, value)
