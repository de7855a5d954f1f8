"""From an order to outcomes: budget line, quotas, least score, and what flips between methods; pure."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Outcome(models.TextChoices):
    SUPPORT = "support", _("Support")
    RESERVE = "reserve", pgettext_lazy("outcome", "Reserve list")
    DECLINE = "decline", pgettext_lazy("outcome", "Do not support")


@dataclass(frozen=True)
class Entry:
    """A candidate in order: its amount in yuan, its group for quotas, its score (None: not reviewed)."""

    key: Hashable
    amount: Decimal
    group: str = ""
    score: Decimal | None = None


@dataclass(frozen=True)
class Limits:
    """`budget` in yuan (None: no line); `most`: how many of each group; `least`: the score below which
    nothing is supported."""

    budget: Decimal | None = None
    most: Mapping[str, int] = field(default_factory=dict)
    least: Decimal | None = None


def allot(entries: Sequence[Entry], limits: Limits) -> dict[Hashable, Outcome]:
    """The outcome of each candidate, best first.

    The line is strict: the first that the budget no longer pays ends it, nobody further down overtakes. A
    full group sends its next to the reserve list without ending the line.
    """
    found: dict[Hashable, Outcome] = {}
    spent, crossed, taken = Decimal(0), False, Counter[str]()
    for entry in entries:
        if limits.least is not None and entry.score is not None and entry.score < limits.least:
            found[entry.key] = Outcome.DECLINE
            continue
        full = entry.group in limits.most and taken[entry.group] >= limits.most[entry.group]
        if not full and limits.budget is not None:
            crossed = crossed or spent + entry.amount > limits.budget
        if full or crossed:
            found[entry.key] = Outcome.RESERVE
            continue
        found[entry.key] = Outcome.SUPPORT
        spent += entry.amount
        taken[entry.group] += 1
    return found


def places(scores: Sequence[Decimal | None]) -> list[int]:
    """The place of each, best first: equal scores share one, and the next is counted on (1, 2, 2, 4)."""
    found: list[int] = []
    for index, score in enumerate(scores):
        tied = index > 0 and score == scores[index - 1]
        found.append(found[-1] if tied else index + 1)
    return found


def flips[Key: Hashable](
    one: Mapping[Key, Outcome], others: Mapping[str, Mapping[Key, Outcome]]
) -> dict[Key, list[str]]:
    """Who would be supported by one method and not by another: the names of the methods that differ."""
    found: dict[Key, list[str]] = {}
    for name, outcomes in others.items():
        for key, outcome in one.items():
            if (outcome == Outcome.SUPPORT) != (outcomes[key] == Outcome.SUPPORT):
                found.setdefault(key, []).append(name)
    return found
