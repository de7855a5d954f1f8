"""The one function that makes a list out of scores, settings and what people changed; pure.

Drawing up, changing and replaying all call `reckon`, so that they can never disagree.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from applications.ranking.allotting import Entry, Limits, Outcome, allot, flips, places
from applications.ranking.scoring import Score, Summary, outliers, summarize

FAR_APART, TIED = "far apart", "tied"
MOVED, AMOUNT, OUTCOME, SETTLED = "moved", "amount_set", "outcome_set", "settled"
CHANGES = (MOVED, AMOUNT, OUTCOME, SETTLED)


@dataclass(frozen=True)
class Candidate:
    """Who is to be ranked: `asked` in yuan, cut to the cap of the round."""

    key: str
    number: str
    asked: Decimal
    group: str = ""


@dataclass(frozen=True)
class Settings:
    """How: by which method, within which limits, from how many points on reviews are far apart."""

    method: str
    limits: Limits
    spread: Decimal


@dataclass(frozen=True)
class Change:
    """What a person changed: kind is one of CHANGES; value is a position, an amount, an outcome or ""."""

    kind: str
    key: str
    value: str
    reason: str


@dataclass
class Line:
    """A place as it comes out. `twice`: why to look again; `settled`: somebody did and said so."""

    key: str
    number: str
    place: int
    summary: Summary | None
    score: Decimal | None
    amount: Decimal
    group: str
    held: Outcome | None = None
    outcome: Outcome = Outcome.RESERVE
    twice: list[str] = field(default_factory=list)
    settled: bool = False


def reckon(
    candidates: Sequence[Candidate],
    scores: Sequence[Score[str]],
    how: Settings,
    changes: Sequence[Change] = (),
) -> list[Line]:
    """The list in order. A change of an application that is no candidate any more changes nothing."""
    summaries = summarize(scores)
    lines = _ordered(candidates, summaries, how.method)
    for change in changes:
        _apply(lines, change)
    outcomes = _outcomes(lines, how.limits)
    for line in lines:
        line.outcome = outcomes[line.key]
    _mark(lines, scores, how)
    return lines


def _ordered(candidates: Sequence[Candidate], summaries: Mapping[str, Summary], method: str) -> list[Line]:
    """Best first; who was not reviewed last; within a tie by number."""
    scored = [(candidate, summaries.get(candidate.key)) for candidate in candidates]
    scores = {one.key: found.by(method) if found else None for one, found in scored}
    scored.sort(key=lambda row: (-(scores[row[0].key] or Decimal(-1)), row[0].number))
    numbers = places([scores[one.key] for one, _found in scored])
    return [
        Line(one.key, one.number, place, found, scores[one.key], one.asked, one.group)
        for (one, found), place in zip(scored, numbers, strict=True)
    ]


def _apply(lines: list[Line], change: Change) -> None:
    line = next((line for line in lines if line.key == change.key), None)
    if line is None:
        return
    if change.kind == MOVED:
        lines.remove(line)
        lines.insert(int(change.value) - 1, line)
    elif change.kind == AMOUNT:
        line.amount = Decimal(change.value)
    elif change.kind == OUTCOME:
        line.held = Outcome(change.value) if change.value else None
    line.settled = True


def _outcomes(
    lines: Sequence[Line], limits: Limits, scores: Mapping[str, Decimal | None] | None = None
) -> dict[str, Outcome]:
    """By the line; who was held back by name takes no money. `scores`: another method's."""
    free = [line for line in lines if line.held is None]
    entries = [
        Entry(line.key, line.amount, line.group, scores[line.key] if scores else line.score) for line in free
    ]
    found: dict[Hashable, Outcome] = allot(entries, limits)
    return {line.key: line.held or found[line.key] for line in lines}


def _mark(lines: Sequence[Line], scores: Sequence[Score[str]], how: Settings) -> None:
    """Write down why to look again at a line."""
    apart = outliers(scores, how.spread)
    other = flips({line.key: line.outcome for line in lines}, _by_other_methods(lines, how))
    by_place: dict[int, set[Outcome]] = {}
    for line in lines:
        by_place.setdefault(line.place, set()).add(line.outcome)
    for line in lines:
        tied = line.score is not None and len(by_place[line.place]) > 1
        reasons = [FAR_APART] * (line.key in apart) + [TIED] * tied
        line.twice = [*reasons, *other.get(line.key, [])]


def _by_other_methods(lines: Sequence[Line], how: Settings) -> dict[str, Mapping[str, Outcome]]:
    """The outcomes if the scores of another method had ranked, without anybody's moves."""
    found: dict[str, Mapping[str, Outcome]] = {}
    for name in ("mean", "trimmed", "calibrated"):
        scores = {line.key: getattr(line.summary, name) if line.summary else None for line in lines}
        if name == how.method or not any(value is not None for value in scores.values()):
            continue
        order = sorted(lines, key=lambda line: (-(scores[line.key] or Decimal(-1)), line.number))
        found[name] = _outcomes(order, how.limits, scores)
    return found


def plain(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The list as it is hashed and compared: what was decided and on which figures."""
    return [
        {
            "position": position,
            "application": line.key,
            "place": line.place,
            "score": None if line.score is None else f"{line.score:.2f}",
            "amount": f"{line.amount:.2f}",
            "outcome": str(line.outcome),
        }
        for position, line in enumerate(lines, 1)
    ]
