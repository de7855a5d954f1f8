"""A sample follows from its seed alone."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.audit.drawing import digest_of, drawn, key_of, size_of

NUMBERS = st.lists(st.integers(1, 9999).map("KC-2026-{:04}".format), unique=True, max_size=60)
PERCENT = st.decimals(5, 100, places=2)


@given(NUMBERS, st.text(max_size=20), PERCENT)
def test_sample_does_not_depend_on_the_order_of_its_population(numbers, seed, percent):
    found = drawn(numbers, seed, percent)
    assert found == drawn(reversed(numbers), seed, percent)
    assert len(set(found)) == len(found) == size_of(len(numbers), percent)
    assert set(found) <= set(numbers)


@pytest.mark.parametrize(
    ("population", "percent", "size"),
    [(0, "5", 0), (1, "5", 1), (20, "5", 1), (21, "5", 2), (300, "7.5", 23)],
)
def test_share_is_rounded_up(population, percent, size):
    assert size_of(population, Decimal(percent)) == size


def test_sample_is_what_its_rule_says():
    numbers = [f"KC-{n}" for n in range(40)]
    # printf 's\nKC-7' | sha256sum
    assert key_of("s", "KC-7") == "4a4f315520fd36d27e4c0ab09241a40a46780517fb9a9ca2161f167e0579932b"
    assert drawn(numbers, "s", Decimal(5)) == sorted(numbers, key=lambda number: key_of("s", number))[:2]
    assert drawn(numbers, "s", Decimal(5)) != drawn(numbers, "t", Decimal(5))
    assert digest_of(["b", "a"]) == digest_of(["a", "b"])
