"""How severe each reviewer is: the additive model score = quality + severity + chance (docs/scoring.md).

Least squares with shrinkage: quality q and severity s make
    sum over reviews (points - q[application] - s[reviewer])^2  +  SHRINKAGE * sum over reviewers s^2
least. With q eliminated, the severities solve A s = b, where A is symmetric and positive definite; solved by
conjugate gradients (Hestenes and Stiefel 1952) in Decimal, so that every machine has the same digits.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from decimal import Decimal

# A reviewer with n reviews is believed n / (n + SHRINKAGE): of one review half of what it seems to say.
SHRINKAGE = Decimal(1)
EXACT = Decimal("1e-24")  # of the squared remainder

Review = tuple[Hashable, Hashable, Decimal]  # application, reviewer, points
Vector = dict[Hashable, Decimal]


class Design:
    """Who reviewed what: applies A and gives b."""

    def __init__(self, reviews: Iterable[Review]) -> None:
        # In one order whatever the input's, so that sums round alike.
        rows = sorted(reviews, key=lambda row: (str(row[0]), str(row[1]), row[2]))
        self.of_application: dict[Hashable, list[tuple[Hashable, Decimal]]] = defaultdict(list)
        self.count: dict[Hashable, int] = defaultdict(int)
        for application, reviewer, points in rows:
            self.of_application[application].append((reviewer, points))
            self.count[reviewer] += 1
        self.reviewers = sorted(self.count, key=str)

    def right_side(self) -> Vector:
        """For each reviewer the sum of what they gave less the mean of that application."""
        found = dict.fromkeys(self.reviewers, Decimal(0))
        for reviews in self.of_application.values():
            middle = sum((points for _reviewer, points in reviews), Decimal(0)) / len(reviews)
            for reviewer, points in reviews:
                found[reviewer] += points - middle
        return found

    def times(self, vector: Vector) -> Vector:
        """A times a vector."""
        found = {key: (self.count[key] + SHRINKAGE) * vector[key] for key in self.reviewers}
        for reviews in self.of_application.values():
            middle = sum((vector[reviewer] for reviewer, _points in reviews), Decimal(0)) / len(reviews)
            for reviewer, _points in reviews:
                found[reviewer] -= middle
        return found


def severities(reviews: Iterable[Review]) -> Vector:
    """The severity of each reviewer in points: above zero for one who gives more than others do."""
    design = Design(reviews)
    solution = dict.fromkeys(design.reviewers, Decimal(0))
    remainder = design.right_side()
    direction, size = dict(remainder), _dot(remainder, remainder)
    while size > EXACT:
        image = design.times(direction)
        step = size / _dot(direction, image)
        for key in design.reviewers:
            solution[key] += step * direction[key]
            remainder[key] -= step * image[key]
        before, size = size, _dot(remainder, remainder)
        direction = {key: remainder[key] + size / before * direction[key] for key in design.reviewers}
    return solution


def _dot(one: Vector, other: Vector) -> Decimal:
    return sum((one[key] * other[key] for key in one), Decimal(0))
