"""Paragraphs into clauses with levels: a small grammar of how Chinese documents are numbered.

A list that begins at one inside a list that goes on afterwards is a part of it, whatever its marks; else
第…章 is wider than 第…条, that than 一、, （一）, 1., （1）, ①; 一是 inside a sentence is narrowest.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from programs.sources.headings import TITLE, heading_of, is_title, leads
from programs.sources.lines import Line
from programs.sources.marks import NUMERAL, SPECIES, Mark, mark_of, numeral

ARTICLE, FIRSTLY = SPECIES.index("article"), SPECIES.index("firstly")
TITLE_RANK = SPECIES.index("counted") - 0.5  # a heading without a number stands where 一、 would
_CLOSING_DATE = re.compile(
    rf"[{NUMERAL}0-9]{{4}}\s*年\s*[{NUMERAL}0-9]{{1,3}}\s*月\s*[{NUMERAL}0-9]{{1,3}}\s*日?"
)
LONGEST_NAME = 30  # characters of a signature
_STOPS = re.compile(r"[，,。；;：:！？、]")
_ANNEX = re.compile(r"附\s*[件表][\s:：\d一二三四五六七八九十]*")
_FIRSTLY = re.compile(r"(?:^|(?<=[。；;：:，,、\s]))([一二三四五六七八九十]{1,2})是(?!否|指)")


class Doubt(StrEnum):
    """Why a person should look at a clause twice."""

    PREAMBLE = "preamble"
    UNNUMBERED = "unnumbered"
    GAP = "gap"
    AUTOMATIC = "automatic"
    CLOSING = "closing"


@dataclass
class Found:
    """A clause as found. `level` counts from one; `page` from one; `text` without number and own heading."""

    level: int
    printed: str
    page: int
    heading: str = ""
    paragraphs: list[str] = field(default_factory=list)
    doubt: str = ""
    species: str = ""
    count: int = 0

    @property
    def text(self) -> str:
        """The official wording."""
        return "\n".join(self.paragraphs)


@dataclass
class _Open:
    rank: float
    number: int


def outline(lines: Sequence[Line]) -> list[Found]:
    """The clauses of a document, in order, each with its level."""
    rows = _Reader(lines).read()
    return [part for row in rows for part in _lead_parts(row, rows)]


class _Reader:
    """Walks over the paragraphs and remembers which lists are open."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.marks = [mark_of(line.text) for line in lines]
        self.has_titles = not any(mark and mark.rank < SPECIES.index("figure") for mark in self.marks)
        self.stack: list[_Open] = []
        self.last_article = 0
        self.rows: list[Found] = []
        self.titles = 0

    def read(self) -> list[Found]:
        """All clauses."""
        for at, line in enumerate(self.lines):
            mark = self.marks[at]
            if mark is not None and not mark.refers and self._expected(mark):
                self._add_marked(at, line, mark)
            elif _ANNEX.fullmatch(line.text) or (self.rows and self._is_closing(at)):
                self._add_closing(line)
            elif self.has_titles and is_title(self.lines, self.marks, at):
                self._add_title(line)
            else:
                self._add_text(line)
        return [part for row in self.rows for part in _firstly(row)]

    def _add_closing(self, line: Line) -> None:
        """An annex, or a date with the name above it."""
        self.stack, what = [], "annex" if _ANNEX.fullmatch(line.text) else "closing"
        words = [line.text]
        last = self.rows[-1].paragraphs if self.rows else []
        if what == "closing" and last and len(last[-1]) <= LONGEST_NAME and not _STOPS.search(last[-1]):
            words.insert(0, last.pop())
        self.rows.append(Found(1, "", line.page, TITLE[what], words, Doubt.CLOSING))

    def _expected(self, mark: Mark) -> bool:
        """Whether a list may go on or begin so. A number skipped is a doubt, one that comes again none."""
        last = self._last(mark)
        return mark.number == 1 or last < mark.number <= last + 3 or (last == 0 and mark.number <= 3)

    def _last(self, mark: Mark) -> int:
        if mark.rank == ARTICLE:
            return self.last_article
        return next((entry.number for entry in self.stack if entry.rank == mark.rank), 0)

    def _add_marked(self, at: int, line: Line, mark: Mark) -> None:
        last = self._last(mark)
        self._close_for(at, mark)
        self.stack.append(_Open(mark.rank, mark.number))
        if mark.rank == ARTICLE:
            self.last_article = mark.number
        skipped = mark.number != last + 1 and mark.number != 1
        doubt = Doubt.AUTOMATIC if line.automatic else (Doubt.GAP if skipped else "")
        heading, text = heading_of(mark)
        self.rows.append(
            Found(
                len(self.stack), mark.printed, line.page, heading, [text] if text else [], doubt,
                mark.species, mark.number,
            )
        )  # fmt: skip

    def _close_for(self, at: int, mark: Mark) -> None:
        """Close the lists that this mark does not stand in."""
        same = next((place for place, entry in enumerate(self.stack) if entry.rank == mark.rank), None)
        if same is not None and (mark.number > 1 or mark.rank == ARTICLE):
            del self.stack[same:]
            return
        while self.stack and self.stack[-1].rank >= mark.rank and not self._goes_on(at, self.stack[-1], mark):
            self.stack.pop()

    def _goes_on(self, at: int, entry: _Open, mark: Mark) -> bool:
        """Whether the open list has its next number behind the list that begins at `at`."""
        for later in self.marks[at + 1 :]:
            if later is None or later.rank == mark.rank:
                continue
            if later.rank == entry.rank:
                return later.number == entry.number + 1 and entry.rank != mark.rank
            if later.rank < min(entry.rank, mark.rank):
                return False
        return False

    def _add_title(self, line: Line) -> None:
        while self.stack and self.stack[-1].rank >= TITLE_RANK:
            self.stack.pop()
        self.titles += 1
        self.stack.append(_Open(TITLE_RANK, self.titles))
        row = Found(len(self.stack), "", line.page, line.text, [], Doubt.UNNUMBERED, "title", self.titles)
        self.rows.append(row)

    def _add_text(self, line: Line) -> None:
        if line.automatic:
            count = 1 + sum(row.doubt == Doubt.AUTOMATIC for row in self.rows)
            self.rows.append(
                Found(
                    len(self.stack) + 1, "", line.page, "", [line.text], Doubt.AUTOMATIC, "automatic", count
                )
            )
        elif not self.rows:
            self.rows.append(Found(1, "", line.page, TITLE["preamble"], [line.text], Doubt.PREAMBLE))
        else:
            self.rows[-1].paragraphs.append(line.text)

    def _is_closing(self, at: int) -> bool:
        """A date alone near the end is under a signature."""
        line = self.lines[at].text
        return bool(
            _CLOSING_DATE.fullmatch(line) and at >= len(self.lines) - 3 and self.rows[-1].doubt != "preamble"
        )


def _firstly(row: Found) -> Iterable[Found]:
    """一是 …；二是 … in running text are parts of their clause."""
    for at, paragraph in enumerate(row.paragraphs):
        places = _run(paragraph)
        if len(places) < 2 or row.doubt == Doubt.PREAMBLE:
            continue
        before = paragraph[: places[0].start()].strip()
        rest = row.paragraphs[at + 1 :]
        row.paragraphs = row.paragraphs[:at] + ([before] if before else [])
        yield row
        for count, place in enumerate(places, start=1):
            end = places[count].start() if count < len(places) else len(paragraph)
            text = paragraph[place.start() : end].strip()
            mark = Mark("firstly", count, place[0], text.removeprefix(place[0]))
            heading, _text = heading_of(mark)
            yield Found(row.level + 1, place[0], row.page, heading, [text], "", "firstly", count)
        if rest:
            yield from _firstly(Found(row.level + 1, "", row.page, "", rest, Doubt.UNNUMBERED, "rest", 0))
        return
    yield row


def _run(paragraph: str) -> list[re.Match[str]]:
    """一是, 二是, 三是 … as far as they count on."""
    found: list[re.Match[str]] = []
    for place in _FIRSTLY.finditer(paragraph):
        if numeral(place[1]) == len(found) + 1:
            found.append(place)
    return found


def _lead_parts(row: Found, rows: Sequence[Found]) -> Iterable[Found]:
    """Paragraphs that each begin with a sentence as their heading are parts without a number."""
    after = rows[rows.index(row) + 1] if row is not rows[-1] else None
    yield row
    most = leads(row.paragraphs)
    if row.species == "" or (after and after.level > row.level) or not most:
        return
    paragraphs, row.paragraphs = row.paragraphs, []
    for count, paragraph in enumerate(paragraphs[:most], start=1):
        heading, wording = paragraph.partition("。")[0], [paragraph]
        if count == most:
            wording += paragraphs[most:]
        yield Found(row.level + 1, "", row.page, heading, wording, Doubt.UNNUMBERED, "paragraph", count)
