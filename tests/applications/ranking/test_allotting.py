"""The budget line, quotas and ties. No database."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from applications.ranking.allotting import Entry, Limits, Outcome, allot, flips, places

SUPPORT, RESERVE, DECLINE = Outcome.SUPPORT, Outcome.RESERVE, Outcome.DECLINE


def entries(*amounts: int, groups: str = "") -> list[Entry]:
    named = groups or " " * len(amounts)
    return [
        Entry(index, Decimal(amount), group.strip())
        for index, (amount, group) in enumerate(zip(amounts, named, strict=True), 1)
    ]


def test_nobody_overtakes_below_the_line() -> None:
    found = allot(entries(60, 50, 10), Limits(Decimal(100)))
    assert found == {1: SUPPORT, 2: RESERVE, 3: RESERVE}


def test_what_the_budget_just_pays_is_supported() -> None:
    assert allot(entries(60, 40), Limits(Decimal(100))) == {1: SUPPORT, 2: SUPPORT}


def test_full_group_does_not_end_the_line() -> None:
    found = allot(entries(10, 10, 10, groups="aab"), Limits(Decimal(30), {"a": 1}))
    assert found == {1: SUPPORT, 2: RESERVE, 3: SUPPORT}


def test_below_the_least_score_is_not_supported() -> None:
    rows = [Entry(1, Decimal(10), score=Decimal("60.00")), Entry(2, Decimal(10), score=Decimal("59.99"))]
    assert allot(rows, Limits(least=Decimal(60))) == {1: SUPPORT, 2: DECLINE}


def test_equal_scores_share_a_place() -> None:
    assert places([Decimal(9), Decimal(8), Decimal(8), Decimal(7)]) == [1, 2, 2, 4]


def test_flips_name_the_methods() -> None:
    one = {1: SUPPORT, 2: RESERVE}
    assert flips(one, {"trimmed": {1: RESERVE, 2: SUPPORT}, "calibrated": dict(one)}) == {
        1: ["trimmed"],
        2: ["trimmed"],
    }


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 50), st.sampled_from("ab")), max_size=12),
    st.integers(0, 200),
    st.integers(0, 4),
)
def test_budget_and_quotas_are_never_exceeded(rows, budget: int, most: int) -> None:
    listed = [Entry(index, Decimal(amount), group) for index, (amount, group) in enumerate(rows)]
    found = allot(listed, Limits(Decimal(budget), {"a": most}))
    taken = [entry for entry in listed if found[entry.key] == SUPPORT]
    assert sum(entry.amount for entry in taken) <= budget
    assert sum(entry.group == "a" for entry in taken) <= most
