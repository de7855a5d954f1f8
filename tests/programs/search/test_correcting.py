"""Typing errors in Latin lead to words that texts have."""

import pytest

from programs.search.correcting import corrected, distance
from programs.search.indexing import learn
from programs.search.terms import text_terms


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("chuangxinqaun", "chuangxinquan"),
        ("chaungxinqaun", "chuangxinquan"),
        ("subsdiy", "subsidy"),
        ("Vuocher", "voucher"),
        ("vouhcer for subsidy", "voucher for subsidy"),
        ("voucher", ""),
        ("vouchers", ""),
        ("zzzzzzzz", ""),
        ("cxqz", ""),
        ("创新券", ""),
        ("", ""),
    ],
)
def test_corrected(typed: str, found: str) -> None:
    for text in ("创新券", "Subsidy and voucher"):
        learn(text_terms(text))
    assert corrected(typed) == found


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("ab", "ba", 1), ("abc", "abc", 0), ("abc", "axc", 1), ("", "ab", 2), ("ca", "abc", 3)],
)
def test_distance(one: str, other: str, count: int) -> None:
    assert distance(one, other) == count
