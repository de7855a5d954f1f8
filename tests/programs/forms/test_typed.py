from decimal import Decimal

import pytest

from programs.forms import typed


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("120", "120"),
        (" 120 ", "120"),
        ("１２０", "120"),
        ("1,200,000.5", "1200000.5"),
        ("1，200", "1200"),
        ("12 000", "12000"),
        ("-5", "-5"),
        ("−5", "-5"),
        (".5", "0.5"),
        ("35.", "35"),
        ("007", "7"),
    ],
)
def test_number_is_read_as_people_type_it(raw: str, expected: str) -> None:
    assert typed.number(raw) == Decimal(expected)


@pytest.mark.parametrize(
    "raw", ["", "abc", "1,5", "1,20", "1 2", "1.2.3", "1e5", "NaN", "Infinity", "+.", "一百", "½"]
)
def test_number_refuses_what_is_none(raw: str) -> None:
    assert typed.number(raw) is None


@pytest.mark.parametrize(
    ("raw", "unit", "expected"),
    [
        ("3.5", 10_000, "35000"),
        ("35000", 1, "35000"),
        ("３．５万元", 1, "35000"),
        ("35,000元", 10_000, "35000"),
        ("¥ 35,000.50", 1, "35000.5"),
        ("￥20", 10_000, "200000"),
    ],
)
def test_yuan_takes_the_typed_unit_first(raw: str, unit: int, expected: str) -> None:
    assert typed.yuan(raw, unit) == Decimal(expected)


@pytest.mark.parametrize(
    "raw",
    [
        "2026-03-01",
        "2026-3-1",
        "2026/3/1",
        "2026.3.1",
        "2026年3月1日",
        "２０２６-０３-０１",
        "20260301",
        " 2026年03月01日 ",
    ],
)
def test_day_is_read_in_every_common_way(raw: str) -> None:
    assert typed.day(raw) == "2026-03-01"


@pytest.mark.parametrize("raw", ["", "2026-02-29", "2026-13-01", "03-01", "tomorrow", "2026-3", "0000-01-01"])
def test_day_refuses_what_is_none(raw: str) -> None:
    assert typed.day(raw) is None


def test_lines_keep_paragraphs_and_drop_control_characters() -> None:
    assert typed.lines(" a\r\nb\x00\x07\tc\ud800 ") == "a\nb\tc"


def test_line_makes_one_line() -> None:
    assert typed.line("a\r\nb\tc") == "a b c"


def test_lines_compose_characters() -> None:
    assert typed.lines("e\u0301") == "\u00e9"
