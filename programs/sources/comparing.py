"""What a successor changes: old and new clauses matched by wording and number, with a difference to read."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

SAME_NUMBER, ALIKE = 0.25, 0.5  # shared pairs of characters: enough with, and without, the same number
SMALLEST = 2  # an equal stretch shorter than this between two changes belongs to them
MOST_PAIRED = 4_000_000  # pairs looked at; above it only equal numbers and equal wordings are matched
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[A-Za-z]+|\s+|.", re.DOTALL)
_IGNORED = re.compile(r"[\s\u3000，,。.；;：:、“”\"'‘’（）()]")


class State(StrEnum):
    """What became of a clause."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    VANISHED = "vanished"
    NEW = "new"


@dataclass(frozen=True)
class Entry:
    """A clause or a row of a document. `clause_id`: None for a row that is no clause yet. `over_others`: it
    may be a heading alone, with others below it.
    """

    number: str
    printed: str
    heading: str
    text: str
    clause_id: int | None = None
    over_others: bool = False

    @property
    def title(self) -> str:
        """Number and heading; once where they are the same."""
        return self.printed if self.printed == self.heading else f"{self.printed} {self.heading}"

    @property
    def wording(self) -> str:
        """What is compared."""
        return self.text if self.text.startswith(self.heading) else f"{self.heading}\n{self.text}".strip()


@dataclass(frozen=True)
class Stretch:
    """A piece of a difference: "same", "gone" (only in the old wording) or "come" (only in the new one)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Pair:
    """An old clause beside its new one; one of them is None for what vanished or is new."""

    old: Entry | None
    new: Entry | None
    state: State
    difference: Sequence[Stretch] = ()

    @property
    def renumbered(self) -> bool:
        """Whether it is called by another number."""
        return bool(self.old and self.new and self.old.printed != self.new.printed)


def compare(old: Sequence[Entry], new: Sequence[Entry]) -> list[Pair]:
    """Every clause of both documents once: in the order of the new one, what vanished where it stood."""
    partner = _partners(old, new)
    taken = {at_old: at_new for at_new, at_old in partner.items()}
    found: list[Pair] = []
    reached = 0
    for at_new, entry in enumerate(new):
        at_old = partner.get(at_new)
        if at_old is not None:
            found += [_vanished(old[at]) for at in range(reached, at_old) if at not in taken]
            reached = max(reached, at_old + 1)
        found.append(_pair(old[at_old] if at_old is not None else None, entry))
    return found + [_vanished(old[at]) for at in range(reached, len(old)) if at not in taken]


def _vanished(entry: Entry) -> Pair:
    return Pair(entry, None, State.VANISHED)


def _pair(old: Entry | None, new: Entry) -> Pair:
    if old is None:
        return Pair(None, new, State.NEW)
    if _plain(old.wording) == _plain(new.wording):
        return Pair(old, new, State.UNCHANGED)
    return Pair(old, new, State.CHANGED, difference(old.wording, new.wording))


def _partners(old: Sequence[Entry], new: Sequence[Entry]) -> dict[int, int]:
    """Index of the old clause by index of the new one: equal wordings, then equal numbers with headings, then
    the most alike first.
    """
    plain_old, plain_new = [_plain(entry.wording) for entry in old], [_plain(entry.wording) for entry in new]
    found: dict[int, int] = {}
    free = set(range(len(old)))
    for at_new, wording in enumerate(plain_new):
        equal = [at for at in free if plain_old[at] == wording]
        if equal:
            nearest = min(equal, key=lambda at: (old[at].number != new[at_new].number, abs(at - at_new), at))
            found[at_new] = nearest
            free.discard(nearest)
    named = {(old[at].number, old[at].heading): at for at in free if old[at].heading}
    for at_new, entry in enumerate(new):
        at_old = named.get((entry.number, entry.heading))
        if at_new not in found and at_old in free:
            found[at_new] = at_old
            free.discard(at_old)
    pairs_old, pairs_new = [_pairs(text) for text in plain_old], [_pairs(text) for text in plain_new]
    everything = len(old) * len(new) <= MOST_PAIRED
    scored = [
        (score, at_new, at_old)
        for at_new, entry in enumerate(new)
        if at_new not in found
        for at_old in free
        if everything or old[at_old].number == entry.number
        if (score := _alike(pairs_old[at_old], pairs_new[at_new], old[at_old].number == entry.number))
    ]
    for _score, at_new, at_old in sorted(scored, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if at_new not in found and at_old in free:
            found[at_new] = at_old
            free.discard(at_old)
    return found


def _plain(text: str) -> str:
    return _IGNORED.sub("", text)


def _pairs(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(max(1, len(text) - 1)))


def _alike(one: Counter[str], other: Counter[str], same_number: bool) -> float:
    """Sørensen–Dice coefficient of the pairs of characters; 0 where it is too small to be the same clause."""
    score = 2 * sum((one & other).values()) / (sum(one.values()) + sum(other.values()))
    if score < (SAME_NUMBER if same_number else ALIKE):
        return 0
    return score + (0.1 if same_number else 0)


def difference(old: str, new: str) -> list[Stretch]:
    """Old and new wording in one: numbers and Latin words are whole, Chinese goes by characters."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    found: list[Stretch] = []
    for kind, from_old, to_old, from_new, to_new in _steps(before, after):
        if kind == "equal":
            found.append(Stretch("same", "".join(before[from_old:to_old])))
            continue
        if gone := "".join(before[from_old:to_old]):
            found.append(Stretch("gone", gone))
        if come := "".join(after[from_new:to_new]):
            found.append(Stretch("come", come))
    return found


def _steps(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    """The steps of difflib, without islands too small to read between two changes."""
    steps: list[tuple[str, int, int, int, int]] = []
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for at, (kind, from_old, to_old, from_new, to_new) in enumerate(codes):
        island = kind == "equal" and 0 < at < len(codes) - 1 and to_old - from_old < SMALLEST
        if (island or kind != "equal") and steps and steps[-1][0] != "equal":
            steps[-1] = ("replace", steps[-1][1], to_old, steps[-1][3], to_new)
        else:
            steps.append(("equal" if kind == "equal" else "replace", from_old, to_old, from_new, to_new))
    return steps
