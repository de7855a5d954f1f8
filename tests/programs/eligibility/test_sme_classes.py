"""Golden cases of 中小企业划型标准规定, 工信部联企业〔2011〕300号, article 4: both sides of the bounds."""

from datetime import date
from typing import Any

import pytest

from programs.eligibility.context import Context, Reading
from programs.eligibility.derived import sme_class
from programs.eligibility.sme_classes import EDITION_2011
from tests.programs.eligibility.typed import DAY, WAN, firm, worth

L, M, S, U = "large", "medium", "small", "micro"

# Paragraph of article 4, division, staff, revenue and assets in 万元, class.
CASES = [
    ("（一）农、林、牧、渔业", "01", None, 20_000, None, L),
    ("（一）农、林、牧、渔业", "01", None, 19_999, None, M),
    ("（一）农、林、牧、渔业", "01", None, 500, None, M),
    ("（一）农、林、牧、渔业", "01", None, 499, None, S),
    ("（一）农、林、牧、渔业", "01", None, 49, None, U),
    ("（二）工业", "39", 1_000, 40_000, None, L),
    ("（二）工业", "39", 999, 40_000, None, M),
    ("（二）工业", "39", 1_000, 39_999, None, M),
    ("（二）工业", "39", 300, 2_000, None, M),
    ("（二）工业", "39", 300, 1_999, None, S),
    ("（二）工业", "39", 20, 300, None, S),
    ("（二）工业", "39", 19, 300, None, U),
    ("（二）工业", "C", 20, 299, None, U),
    ("（三）建筑业", "47", None, 80_000, 80_000, L),
    ("（三）建筑业", "47", None, 80_000, 79_999, M),
    ("（三）建筑业", "47", None, 6_000, 5_000, M),
    ("（三）建筑业", "47", None, 6_000, 4_999, S),
    ("（三）建筑业", "47", None, 300, 299, U),
    ("（四）批发业", "51", 200, 40_000, None, L),
    ("（四）批发业", "51", 20, 5_000, None, M),
    ("（四）批发业", "51", 5, 1_000, None, S),
    ("（四）批发业", "51", 4, 1_000, None, U),
    ("（五）零售业", "52", 50, 500, None, M),
    ("（五）零售业", "52", 49, 500, None, S),
    ("（六）交通运输业", "54", 300, 3_000, None, M),
    ("（七）仓储业：装卸搬运另按交通运输业，两者一致才有结果", "59", 10, 50, None, U),
    ("（七）仓储业：装卸搬运另按交通运输业，两者一致才有结果", "59", 150, 1_500, None, None),
    ("（八）邮政业", "60", 300, 2_000, None, M),
    ("（九）住宿业", "61", 100, 2_000, None, M),
    ("（十）餐饮业", "62", 10, 99, None, U),
    ("（十一）信息传输业", "64", 2_000, 100_000, None, L),
    ("（十一）信息传输业", "64", 1_999, 100_000, None, M),
    ("（十二）软件和信息技术服务业", "65", 300, 10_000, None, L),
    ("（十二）软件和信息技术服务业", "65", 300, 9_999, None, M),
    ("（十二）软件和信息技术服务业", "65", 100, 1_000, None, M),
    ("（十二）软件和信息技术服务业", "65", 10, 50, None, S),
    ("（十二）软件和信息技术服务业", "65", 10, 49, None, U),
    ("（十三）（十四）房地产开发经营和物业管理：两者一致才有结果", "70", 5, 50, 100, U),
    ("（十三）（十四）房地产开发经营和物业管理：两者一致才有结果", "70", 50, 1_000, 5_000, None),
    ("（十五）租赁和商务服务业", "72", 100, None, 8_000, M),
    ("（十五）租赁和商务服务业", "72", 100, None, 7_999, S),
    ("（十六）其他未列明行业", "73", 300, None, None, L),
    ("（十六）其他未列明行业", "73", 299, None, None, M),
    ("（十六）其他未列明行业", "73", 9, None, None, U),
    ("第三条：铁路运输业不适用", "53", 10, 10, 10, None),
    ("金融业另有标准", "66", 10, 10, 10, None),
    ("只知门类，不能确定", "G", 10, 10, 10, None),
]


@pytest.mark.parametrize(("paragraph", "division", "staff", "revenue", "assets", "expected"), CASES)
def test_class_of(
    paragraph: str,
    division: str,
    staff: int | None,
    revenue: int | None,
    assets: int | None,
    expected: str | None,
) -> None:
    figures = {
        "staff": staff,
        "revenue": revenue and revenue * WAN,
        "total_assets": assets and assets * WAN,
    }
    assert worth("sme_class", firm({2025: figures}, industry=division)) == expected


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"staff": 19}, U),  # one number below the bound of small settles it
        ({"staff": 20}, None),
        ({"staff": 999, "revenue": None}, None),
        ({"revenue": 40_000 * WAN}, None),
    ],
)
def test_class_with_missing_figures(figures: dict[str, Any], expected: str | None) -> None:
    assert worth("sme_class", firm({2025: figures}, industry="39")) == expected


def test_class_before_any_edition_is_unknown() -> None:
    file = firm({2025: {"staff": 19}}, industry="39")
    term = sme_class(-1).term
    assert term.at(EDITION_2011.begins).value(Reading(file, Context(DAY, 2026))) == U
    assert term.at(date(2011, 6, 17)).value(Reading(file, Context(DAY, 2026))) is None


def test_class_of_another_year_takes_its_figures() -> None:
    file = firm({2025: {"staff": 19}, 2024: {"staff": 1_000, "revenue": 40_000 * WAN}}, industry="39")
    assert (worth("sme_class", file), worth("sme_class", file, -2)) == (U, L)
