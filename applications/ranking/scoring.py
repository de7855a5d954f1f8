"""Scores of a round from the reviews handed in: pure functions over Decimal, so that anybody can repeat them.

The formulas, their sources and their limits: docs/scoring.md. Points lie between 0 and 100; what is shown and
compared has two places, rounded half up.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from applications.ranking.severity import severities

PLACES = Decimal("0.01")
SOLVED = Decimal("1e-9")  # more than this the solution of the equations does not promise
DIGITS = 34  # of every intermediate result
LEAST_TO_TRIM = 5


@dataclass(frozen=True)
class Score[Key: Hashable]:
    """One review handed in: which application, by whom, its total."""

    application: Key
    expert: Hashable
    points: Decimal


@dataclass(frozen=True)
class Summary:
    """What the reviews of one application say. `spread`: the highest less the lowest.

    `calibrated` is None where the application hangs together with too few others: see `comparable`.
    """

    count: int
    low: Decimal
    high: Decimal
    mean: Decimal
    trimmed: Decimal
    calibrated: Decimal | None

    @property
    def spread(self) -> Decimal:
        return self.high - self.low

    def by(self, method: str) -> Decimal:
        """The score that a method ranks by: "mean" or "trimmed"."""
        return {"mean": self.mean, "trimmed": self.trimmed}[method]


def rounded(value: Decimal) -> Decimal:
    """Two places, half up, as offices round."""
    return value.quantize(PLACES, ROUND_HALF_UP)


def mean(points: Sequence[Decimal]) -> Decimal:
    """The arithmetic mean, unrounded. Raises ValueError for none."""
    if not points:
        raise ValueError("There is no mean of no scores.")
    return sum(points, Decimal(0)) / len(points)


def trimmed_mean(points: Sequence[Decimal]) -> Decimal:
    """The mean without one highest and one lowest; of fewer than five the plain mean."""
    if len(points) < LEAST_TO_TRIM:
        return mean(points)
    return mean(sorted(points)[1:-1])


def by_application[Key: Hashable](scores: Iterable[Score[Key]]) -> dict[Key, list[Score[Key]]]:
    """The scores of each application."""
    found: dict[Key, list[Score[Key]]] = defaultdict(list)
    for score in scores:
        found[score.application].append(score)
    return dict(found)


def components[Key: Hashable](scores: Iterable[Score[Key]]) -> list[set[Key]]:
    """Applications that hang together through common reviewers, the largest group first.

    Between two groups no reviewer has seen both sides: whether one was judged more severely cannot be told.
    """
    parent: dict[tuple[str, Hashable], tuple[str, Hashable]] = {}

    def root(node: tuple[str, Hashable]) -> tuple[str, Hashable]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    groups: dict[tuple[str, Hashable], set[Key]] = defaultdict(set)
    rows = list(scores)
    for score in rows:
        parent[root(("application", score.application))] = root(("expert", score.expert))
    for score in rows:
        groups[root(("application", score.application))].add(score.application)
    return sorted(groups.values(), key=len, reverse=True)


def comparable(scores: Iterable[Score[Hashable]]) -> bool:
    """Whether calibrated scores of the whole round compare: its reviewers form one connected graph."""
    return len(components(scores)) <= 1


def summarize[Key: Hashable](scores: Iterable[Score[Key]]) -> dict[Key, Summary]:
    """The summary of each application; the order of the reviews changes nothing."""
    rows = list(scores)
    with localcontext(prec=DIGITS):
        severity = severities([(row.application, row.expert, row.points) for row in rows])
        together = comparable(rows)
        return {
            key: _summary(reviews, severity if together else None)
            for key, reviews in by_application(rows).items()
        }


def _summary(reviews: Sequence[Score[Hashable]], severity: Mapping[Hashable, Decimal] | None) -> Summary:
    points = sorted(review.points for review in reviews)
    calibrated = None
    if severity is not None:
        freed = mean(sorted(review.points - severity[review.expert] for review in reviews))
        calibrated = rounded(freed.quantize(SOLVED, ROUND_HALF_UP))
    return Summary(
        len(points), points[0], points[-1], rounded(mean(points)), rounded(trimmed_mean(points)), calibrated
    )


def outliers[Key: Hashable](scores: Iterable[Score[Key]], spread: Decimal) -> dict[Key, list[Hashable]]:
    """Applications whose reviews lie `spread` points or more apart, each with who stands furthest from the
    median of all: a further review is called for, no score is ever dropped."""
    found = {}
    for key, reviews in by_application(scores).items():
        points = sorted(review.points for review in reviews)
        if len(points) < 2 or points[-1] - points[0] < spread:
            continue
        middle = mean([points[(len(points) - 1) // 2], points[len(points) // 2]])
        furthest = max(abs(review.points - middle) for review in reviews)
        found[key] = [review.expert for review in reviews if abs(review.points - middle) == furthest]
    return found
