"""Proposes the number of each clause in the address, from its marks and its place: 3, 1-2-1, c2."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from programs.sources.marks import NUMERAL, Mark, mark_of

PREFIXES = {"part": "b", "chapter": "c", "section": "s"}  # so that chapter 2 is not article 2
WIDE = ("part", "chapter", "article")
BRACKETS = {ord("("): "（", ord(")"): "）"}
LONGEST = 40  # characters
NUMBER = re.compile(r"[-a-zA-Z0-9_]{1,40}")


@dataclass(frozen=True)
class Place:
    """What the address depends on."""

    level: int
    printed: str
    number: str = ""  # typed by a person: kept as it is
    heading: str = ""


def parents_of(levels: Sequence[int]) -> list[int | None]:
    """For each row the index of the row it is a part of: the last one before it with a smaller level."""
    found: list[int | None] = []
    open_rows: list[int] = []
    for at, level in enumerate(levels):
        while open_rows and levels[open_rows[-1]] >= level:
            open_rows.pop()
        found.append(open_rows[-1] if open_rows else None)
        open_rows.append(at)
    return found


def addresses(places: Sequence[Place]) -> list[str]:
    """A number for each row; typed ones stay, proposals make room for them and for each other."""
    taken, found = {place.number for place in places if place.number}, list[str]()
    parents = parents_of([place.level for place in places])
    marks = [_mark(place) for place in places]
    marked = {parent for parent, mark in zip(parents, marks, strict=True) if mark}
    counts: Counter[int | None] = Counter()
    for at, (place, parent, mark) in enumerate(zip(places, parents, marks, strict=True)):
        above = found[parent] if parent is not None else ""
        own = place.number
        first = mark is None and at == 0
        counts[parent] += mark is None and not first
        if not own and first:
            own = _free("0", taken)  # what stands before the first clause
        elif not own:
            own = _free(_proposal(mark, above, counts[parent], parent in marked), taken)
        taken.add(own)
        found.append(own)
    return found


def _mark(place: Place) -> Mark | None:
    return mark_of(f"{place.printed} ") or mark_of(f"{place.printed}、")


def _proposal(mark: Mark | None, above: str, count: int, among_marked: bool) -> str:
    """From its mark; without one its count among those without, under a letter where others have marks."""
    if mark is not None and mark.species == "article":
        return str(mark.number)  # counts on through all chapters
    if mark is None:
        own = f"{'p' if among_marked else ''}{count}"
    else:
        own = f"{PREFIXES.get(mark.species, '')}{mark.number}"
    return f"{above}-{own}" if above else own


def _free(wanted: str, taken: Collection[str]) -> str:
    number, again = wanted, 1
    while number in taken:
        again += 1
        number = f"{wanted}-{again}"
    return number


def cited(places: Sequence[Place]) -> list[str]:
    """How each row is called where it stands alone: 一、（二）1, 第三条（一）, 二、第1段.

    Articles count on through a document, and need no chapter; a row without a mark is called by its heading.
    """
    found = list[str]()
    parents = parents_of([place.level for place in places])
    counts: Counter[int | None] = Counter()
    for place, parent in zip(places, parents, strict=True):
        mark, above = _mark(place), ""
        if parent is not None and not (mark and mark.species in WIDE):
            above = found[parent] + ("、" if found[parent][-1:] in NUMERAL else "")
            if (upper := _mark(places[parent])) and upper.species in ("part", "chapter", "section"):
                above = f"{found[parent]} "
        if mark is None:
            counts[parent] += 1
        own = place.printed.translate(BRACKETS) or (f"第{counts[parent]}段" if above else place.heading)
        found.append(f"{above}{own}"[:LONGEST].strip())
    return found
