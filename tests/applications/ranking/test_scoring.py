"""Scores by hand, and properties that hold whatever the reviews are. No database."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.ranking.scoring import (
    Score,
    comparable,
    components,
    mean,
    outliers,
    summarize,
    trimmed_mean,
)
from applications.ranking.severity import SHRINKAGE, severities

POINTS = st.decimals(0, 100, places=2)
REVIEWS = st.dictionaries(
    st.tuples(st.integers(1, 6), st.sampled_from("abcd")), POINTS, min_size=1, max_size=18
).map(lambda found: [Score(key[0], key[1], points) for key, points in found.items()])


def scores(**given_by: list[int]) -> list[Score[int]]:
    """scores(a=[90, 80]): reviewer a gave 90 to application 1 and 80 to 2."""
    return [
        Score(number, expert, Decimal(points))
        for expert, row in given_by.items()
        for number, points in enumerate(row, 1)
    ]


def exact_severities(rows: list[Score[int]]) -> dict[str, Fraction]:
    """The same equations solved in fractions by elimination, over quality and severity together."""
    names = sorted({("q", row.application) for row in rows} | {("s", row.expert) for row in rows}, key=str)
    place, size = {name: index for index, name in enumerate(names)}, len(names)
    table = [[Fraction(0)] * (size + 1) for _ in names]
    for row in rows:
        q, s, points = place["q", row.application], place["s", row.expert], Fraction(row.points)
        for one in (q, s):
            table[one][q] += 1
            table[one][s] += 1
            table[one][size] += points
    for name, index in place.items():
        table[index][index] += Fraction(SHRINKAGE) if name[0] == "s" else 0
    for index in range(size):
        pivot = next(line for line in range(index, size) if table[line][index])
        table[index], table[pivot] = table[pivot], table[index]
        table[index] = [value / table[index][index] for value in table[index]]
        for line in range(size):
            if line != index and (factor := table[line][index]):
                table[line] = [a - factor * b for a, b in zip(table[line], table[index], strict=True)]
    return {name[1]: table[index][size] for name, index in place.items() if name[0] == "s"}


def test_trimmed_mean_leaves_out_one_highest_and_one_lowest_of_five() -> None:
    points = [Decimal(value) for value in (62, 80, 81, 82, 89)]
    assert trimmed_mean(points) == 81
    assert trimmed_mean(points[:4]) == mean(points[:4]) == Decimal("76.25")


def test_mean_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="no scores"):
        mean([])


def test_mean_rounds_half_up() -> None:
    rows = [Score(1, "a", Decimal("80.00")), Score(1, "b", Decimal("80.01"))]
    assert summarize(rows)[1].mean == Decimal("80.01")


def test_calibration_sees_through_a_severe_reviewer() -> None:
    """2 was read by the severe one twice as often and looks worse than 1; the model puts it first."""
    rows = [
        *scores(mild=[90, 92, 85, 84], severe=[70, 72, 65, 64]),
        Score(5, "mild", Decimal(88)),
        Score(6, "severe", Decimal(80)),
    ]
    found = summarize(rows)
    assert found[5].mean > found[6].mean
    assert found[5].calibrated < found[6].calibrated


def test_one_review_is_believed_half() -> None:
    found = severities([(1, "a", Decimal(90)), (1, "b", Decimal(80))])
    assert found["a"] == -found["b"]
    assert Decimal(0) < found["a"] < 5


def test_parts_without_a_common_reviewer_are_not_calibrated() -> None:
    rows = [Score(1, "a", Decimal(90)), Score(2, "b", Decimal(80))]
    assert components(rows) == [{1}, {2}]
    assert not comparable(rows)
    assert [found.calibrated for found in summarize(rows).values()] == [None, None]


def test_far_apart_is_flagged_with_who_stands_alone() -> None:
    rows = [Score(1, name, Decimal(points)) for name, points in zip("abc", (89, 86, 62), strict=True)]
    assert outliers(rows, Decimal(20)) == {1: ["c"]}
    assert outliers(rows, Decimal(28)) == {}


def test_of_two_that_differ_both_are_named() -> None:
    rows = [Score(1, "a", Decimal(90)), Score(1, "b", Decimal(60))]
    assert outliers(rows, Decimal(20)) == {1: ["a", "b"]}


@settings(max_examples=40, deadline=None)
@given(REVIEWS)
def test_severities_are_those_of_exact_elimination(rows: list[Score[int]]) -> None:
    found = severities([(row.application, row.expert, row.points) for row in rows])
    exact = exact_severities(rows)
    assert all(abs(Fraction(found[key]) - value) < Fraction(1, 10**9) for key, value in exact.items())


@settings(max_examples=40, deadline=None)
@given(REVIEWS, st.randoms(use_true_random=False))
def test_order_of_reviews_changes_nothing(rows: list[Score[int]], chance: object) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert summarize(shuffled) == summarize(rows)


@settings(max_examples=40, deadline=None)
@given(REVIEWS)
def test_summaries_lie_between_lowest_and_highest(rows: list[Score[int]]) -> None:
    for found in summarize(rows).values():
        assert found.low <= found.mean <= found.high
        assert found.low <= found.trimmed <= found.high
