"""Money that looks like a mistaken unit: told, never refused."""

from datetime import date
from decimal import Decimal

import pytest

from portal.facts.reading import File
from programs.forms.logic import Context
from programs.forms.validator import problems, warnings
from tests.factories.forms import asked, version_of

VERSION = version_of(asked("money", fact="revenue", money_unit="wan", label="营业收入"))
FILE = File(date(2026, 3, 1), {("revenue", 2025): Decimal("30000000")})
CONTEXT = Context(facts=FILE, reference_year=2026)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("3000.00", True),  # 万元 read as yuan
        ("300000000000.00", True),  # yuan typed into 万元
        ("30000000.00", False),
        ("9990.00", True),  # 3,003 times
        ("10010.00", False),  # 2,997 times
        ("0.00", False),
        ("x", False),
    ],
)
def test_figure_ten_thousand_times_off_is_told(typed: str, told: bool) -> None:
    found = warnings(VERSION, {"it": typed}, CONTEXT, "en")
    assert [problem.key for problem in found] == (["it"] if told else [])


def test_warning_names_both_figures_and_stops_nothing() -> None:
    [warning] = warnings(VERSION, {"it": "3000.00"}, CONTEXT, "zh-hans")
    assert "3,000元" in warning.message
    assert "3,000万元" in warning.message
    assert problems(VERSION, {"it": "3000.00"}, {}, context=CONTEXT) == []


def test_without_a_file_nothing_is_told() -> None:
    assert warnings(VERSION, {"it": "3000.00"}) == []
    assert (
        warnings(VERSION, {"it": "3000.00"}, Context(facts=File(date(2026, 3, 1), {}), reference_year=2026))
        == []
    )
