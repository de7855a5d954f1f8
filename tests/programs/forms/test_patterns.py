import re
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from programs.forms.patterns import DATE, decimal_between

HUNDREDTHS = st.integers(-10_000_000, 10_000_000)


def spellings(hundredths: int) -> set[str]:
    """The ways to write a number of hundredths: all places, and none that is not needed."""
    value = Decimal(hundredths) / 100
    return {f"{value:.2f}", f"{value.normalize():f}"}


@given(st.lists(HUNDREDTHS, min_size=2, max_size=2), HUNDREDTHS)
def test_decimal_between_compares_as_numbers_do(limits: list[int], value: int) -> None:
    low, high = sorted(limits)
    pattern = re.compile(decimal_between(Decimal(low) / 100, Decimal(high) / 100))
    for hundredths in (value, low, high, low - 1, high + 1):
        for spelling in spellings(hundredths):
            assert bool(pattern.match(spelling)) == (low <= hundredths <= high)


def test_decimal_between_refuses_other_spellings() -> None:
    pattern = re.compile(decimal_between(Decimal(-10), Decimal(10)))
    for spelling in ("-0", "-0.0", "01", "1.", ".5", "+1", "1.234", "1\n", "1e0", "１", "", "--1", "1,0"):
        assert not pattern.match(spelling)


def test_decimal_between_matches_nothing_when_the_limits_are_crossed() -> None:
    assert not re.match(decimal_between(Decimal(2), Decimal(1)), "1")


def test_date_matches_every_day_from_1900_to_2200_and_no_other() -> None:
    pattern = re.compile(DATE)
    days = [date(1899, 1, 1) + timedelta(days=n) for n in range(304 * 365)]
    for day in days:
        assert bool(pattern.match(day.isoformat())) == (1900 <= day.year <= 2200)


def test_date_refuses_days_that_do_not_exist() -> None:
    for text in (
        "1900-02-29",
        "2100-02-29",
        "2200-02-29",
        "2025-02-29",
        "2026-04-31",
        "2026-00-01",
        "2026-1-1",
    ):
        assert not re.match(DATE, text)
    assert re.match(DATE, "2000-02-29")
    assert not re.match(DATE, "2026-03-01\n")
