"""Dates, amounts and sizes as each language writes them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import formats, translation
from hypothesis import given
from hypothesis import strategies as st

from portal.ui.formats import amounts, dates

EVENING = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)  # 17:00 in Shanghai


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "2026年11月21日"), ("zh-hant", "2026年11月21日"), ("en", "21 November 2026")],
)
def test_day_in_each_language(language: str, words: str) -> None:
    with translation.override(language):
        assert dates.day(date(2026, 11, 21), language) == words


def test_day_of_a_moment_is_the_local_one() -> None:
    assert dates.day(datetime(2026, 11, 21, 16, 30, tzinfo=UTC), "zh-hans") == "2026年11月22日"


def test_day_short_drops_the_year() -> None:
    assert dates.day(date(2026, 11, 21), "zh-hans", short=True) == "11月21日"


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "2026年11月21日 17:00"), ("en", "21 November 2026, 17:00")]
)
def test_moment_in_each_language(language: str, words: str) -> None:
    with translation.override(language):
        assert dates.moment(EVENING, language) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", "2026年11月21日（周六）17:00"),
        ("zh-hant", "2026年11月21日（週六）17:00"),
        ("en", "Saturday 21 November 2026, 17:00"),
    ],
)
def test_moment_within_seven_days_names_the_weekday(language: str, words: str) -> None:
    with translation.override(language):
        assert dates.moment(EVENING, language, now=EVENING - timedelta(days=7)) == words


def test_moment_beyond_seven_days_has_no_weekday() -> None:
    words = dates.moment(EVENING, "zh-hans", now=EVENING - timedelta(days=7, seconds=1))
    assert words == "2026年11月21日 17:00"


def test_days_left_counts_local_days() -> None:
    before_midnight = datetime(2026, 11, 20, 15, 59, tzinfo=UTC)
    assert [dates.days_left(EVENING, before_midnight), dates.days_left(EVENING, EVENING)] == [1, 0]


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        ("200000", "zh-hans", "¥200,000.00"),
        ("200000", "en", "CNY 200,000.00"),
        ("-9000.5", "zh-hans", "−¥9,000.50"),
        ("0.005", "zh-hans", "¥0.01"),
    ],
)
def test_money_to_the_cent(value: str, language: str, words: str) -> None:
    assert amounts.money(Decimal(value), language) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("200000", "20万元"),
        ("74000", "7.4万元"),
        ("15600", "1.56万元"),
        ("15675", "15,675元"),
        ("9999.99", "9,999.99元"),
        ("150000000", "1.50亿元"),
        ("-90000", "−9万元"),
        ("0", "0元"),
    ],
)
def test_wan_as_people_say_it(value: str, words: str) -> None:
    assert amounts.wan(Decimal(value), "zh-hans") == words


def test_wan_fixed_keeps_two_places() -> None:
    assert [amounts.wan(value, "zh-hans", fixed=True) for value in (74000, 15675)] == ["7.40万元", "1.57万元"]


def test_wan_in_other_languages() -> None:
    assert [amounts.wan(200000, language) for language in ("zh-hant", "en")] == ["20萬元", "CNY 200,000"]


@given(st.decimals(min_value=-(10**10), max_value=10**10, places=2))
def test_wan_never_changes_the_amount_where_it_says_yuan_or_wan(value: Decimal) -> None:
    words = amounts.wan(value, "zh-hans")
    if words.endswith("亿元"):
        return
    factor = 10_000 if words.endswith("万元") else 1
    number = words.removesuffix("元").removesuffix("万").replace(",", "").replace("−", "-")
    assert Decimal(number) * factor == value


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 B"),
        (812, "812 B"),
        (3482, "3.4 KB"),
        (1024, "1 KB"),
        (20 * 1024**2, "20 MB"),
        (3 * 1024**3, "3072 MB"),
    ],
)
def test_filesize(size: int, words: str) -> None:
    assert amounts.filesize(size) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "2026年11月21日"), ("zh-hant", "2026年11月21日"), ("en", "21 November 2026")],
)
def test_django_formats_follow(language: str, words: str) -> None:
    with translation.override(language):
        assert formats.date_format(date(2026, 11, 21)) == words
