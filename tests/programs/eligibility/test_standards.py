"""Golden cases of 科技型中小企业评价办法 (国科发政〔2017〕115号) and 高新技术企业认定管理办法
(国科发火〔2016〕32号, 工作指引 195号)."""

from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from django.conf import settings

from portal.facts.models import CreditRecord, Qualification
from programs.eligibility.grammar import parse
from programs.eligibility.standards import STANDARDS
from tests.programs.eligibility.typed import DAY, LISTED, WAN, firm, found, worth

BASE = {"staff": 100, "revenue": 1_000 * WAN, "total_cost": 1_000 * WAN}


@pytest.mark.parametrize(
    ("figures", "rights", "score"),
    [
        # Article 7 (1), staff: 20 from 30 %, each tier begins at its bound.
        ({"st_staff": 30, "rd_expense": 0}, {}, 20),
        ({"st_staff": 29, "rd_expense": 0}, {}, 16),
        ({"st_staff": 25, "rd_expense": 0}, {}, 16),
        ({"st_staff": 20, "rd_expense": 0}, {}, 12),
        ({"st_staff": 15, "rd_expense": 0}, {}, 8),
        ({"st_staff": 10, "rd_expense": 0}, {}, 4),
        ({"st_staff": 9, "rd_expense": 0}, {}, 0),
        # Article 7 (2), R&D by revenue.
        ({"st_staff": 0, "rd_expense": 60 * WAN}, {}, 50),
        ({"st_staff": 0, "rd_expense": "599999.99"}, {}, 40),
        ({"st_staff": 0, "rd_expense": 40 * WAN}, {}, 30),
        ({"st_staff": 0, "rd_expense": 30 * WAN}, {}, 20),
        ({"st_staff": 0, "rd_expense": 20 * WAN}, {}, 10),
        ({"st_staff": 0, "rd_expense": "199999.99"}, {}, 0),
        # The other reading, by total cost, where it is better.
        ({"st_staff": 0, "rd_expense": 20 * WAN, "total_cost": "666666.66"}, {}, 50),
        ({"st_staff": 0, "rd_expense": 20 * WAN, "total_cost": "666666.67"}, {}, 40),
        ({"st_staff": 0, "rd_expense": 20 * WAN, "total_cost": 100 * WAN}, {}, 30),
        ({"st_staff": 0, "rd_expense": 20 * WAN, "total_cost": 200 * WAN}, {}, 10),
        # Article 7 (3), achievements.
        ({"st_staff": 0, "rd_expense": 0}, {"invention": 1}, 30),
        ({"st_staff": 0, "rd_expense": 0}, {"layout": 1, "software": 1}, 30),
        ({"st_staff": 0, "rd_expense": 0}, {"software": 4}, 24),
        ({"st_staff": 0, "rd_expense": 0}, {"software": 2, "utility": 1}, 18),
        ({"st_staff": 0, "rd_expense": 0}, {"design": 2}, 12),
        ({"st_staff": 0, "rd_expense": 0}, {"utility": 1}, 6),
    ],
)
def test_score_of_st_sme(figures: dict[str, Any], rights: dict[str, int], score: int) -> None:
    assert worth("st_sme_score", firm({2025: BASE | figures}, rights=rights, **LISTED)) == score


def test_score_of_st_sme_without_cost_is_known_where_revenue_gives_all() -> None:
    figures = BASE | {"st_staff": 30, "total_cost": None}
    whole = firm({2025: figures | {"rd_expense": 60 * WAN}}, **LISTED)
    part = firm({2025: figures | {"rd_expense": 50 * WAN}}, **LISTED)
    assert (worth("st_sme_score", whole), worth("st_sme_score", part)) == (70, None)


def st_sme(file: Any) -> str:
    return found({"standard": "st-sme-2017"}, file).result


SMALL = BASE | {"st_staff": 30, "rd_expense": 40 * WAN, "total_assets": 20_000 * WAN}


def qualified(kind: str, begun: date) -> tuple[Qualification, ...]:
    return (Qualification(kind=kind, holds_from=begun),)


@pytest.mark.parametrize(
    ("changes", "more", "expected"),
    [
        ({}, {"rights": {"utility": 2}}, "pass"),  # 20 + 30 + 12 = 62
        ({}, {"rights": {"utility": 1}}, "fail"),  # 56 < 60
        ({"st_staff": 9, "rd_expense": 60 * WAN}, {"rights": {"invention": 1}}, "fail"),  # staff score 0
        ({"staff": 501, "st_staff": 300}, {"rights": {"invention": 1}}, "fail"),  # art. 6 (2)
        ({"revenue": "200000000.01"}, {"rights": {"invention": 1}}, "fail"),
        ({"total_assets": "200000000.01"}, {"rights": {"invention": 1}}, "fail"),
        # Article 8, direct recognition.
        ({}, {"qualifications": qualified("hitech", date(2025, 1, 1))}, "pass"),
        ({}, {"qualifications": qualified("national_award", DAY.replace(year=2021))}, "pass"),
        ({}, {"qualifications": qualified("national_award", date(2021, 11, 21))}, "fail"),
        ({"staff": 501, "st_staff": 300}, {"qualifications": qualified("hitech", date(2025, 1, 1))}, "fail"),
        # Article 6 (4).
        ({}, {"rights": {"invention": 1}, "credits": (date(2025, 1, 1), "accident")}, "fail"),
        ({}, {"rights": {"invention": 1}, "credits": (date(2024, 12, 31), "accident")}, "pass"),
        ({}, {"rights": {"invention": 1}, "credits": (date(2025, 1, 1), "abnormal")}, "pass"),
    ],
)
def test_st_sme(changes: dict[str, Any], more: dict[str, Any], expected: str) -> None:
    if "credits" in more:
        begun, kind = more["credits"]
        more = more | {"credits": (CreditRecord(kind=kind, holds_from=begun, holds_to=begun),)}
    assert st_sme(firm({2025: SMALL | changes}, kind="firm", **LISTED, **more)) == expected


def three(rd: tuple[Any, ...], revenue: tuple[Any, ...]) -> dict[int, dict[str, Any]]:
    years = zip((2023, 2024, 2025), rd, revenue, strict=True)
    return {year: {"rd_expense": spent, "revenue": earned} for year, spent, earned in years}


@pytest.mark.parametrize(
    ("rd", "revenue", "expected"),
    [
        # 32号 article 11 (5): up to 50 million 5 %, up to 200 million 4 %, above 3 %.
        ((0, 0, 250 * WAN), (0, 0, 5_000 * WAN), True),
        ((0, 0, "2499999.99"), (0, 0, 5_000 * WAN), False),
        ((0, 0, "2000000.01"), (0, 0, "50000000.01"), True),
        ((0, 0, 200 * WAN), (0, 0, "50000000.01"), False),
        ((0, 0, 800 * WAN), (0, 0, 20_000 * WAN), True),
        ((0, 0, "7999999.99"), (0, 0, 20_000 * WAN), False),
        ((0, 0, "6000000.01"), (0, 0, "200000000.01"), True),
        ((0, 0, 600 * WAN), (0, 0, "200000000.01"), False),
        ((100 * WAN, 100 * WAN, 100 * WAN), (2_000 * WAN, 2_000 * WAN, 2_000 * WAN), True),
        ((None, 100 * WAN, 100 * WAN), (2_000 * WAN, 2_000 * WAN, 2_000 * WAN), None),
    ],
)
def test_three_years_of_research_by_tier(rd: Any, revenue: Any, expected: bool | None) -> None:
    tiers = STANDARDS["hitech-2016"].rules[5]
    assert tiers.clause == "11-5"
    assert found(tiers.test, firm(three(rd, revenue), founded_on=date(2015, 1, 1))).holds is expected


def test_years_before_founding_count_as_nothing() -> None:
    figures = {2025: {"rd_expense": 5 * WAN, "revenue": 100 * WAN}}
    assert worth("rd_ratio_3y", firm(figures, founded_on=date(2025, 5, 1))) == 5
    assert worth("rd_ratio_3y", firm(figures, founded_on=date(2024, 5, 1))) is None


@pytest.mark.parametrize(
    ("index", "years", "facts", "expected"),
    [
        (0, {}, {"founded_on": DAY - timedelta(days=365)}, True),  # 11 (1)
        (0, {}, {"founded_on": DAY - timedelta(days=364)}, False),
        (4, {2025: {"staff": 100, "st_staff": 10}}, {}, True),  # 11 (4)
        (4, {2025: {"staff": 101, "st_staff": 10}}, {}, False),
        (6, {2025: {"rd_expense": 100, "rd_domestic": 60}}, {"founded_on": date(2025, 1, 1)}, True),  # 11 (5)
        (6, {2025: {"rd_expense": 100, "rd_domestic": "59.99"}}, {"founded_on": date(2025, 1, 1)}, False),
        (7, {2025: {"hitech_income": 60, "revenue": 100}}, {}, True),  # 11 (6)
        (7, {2025: {"hitech_income": "59.99", "revenue": 100}}, {}, False),
    ],
)
def test_rules_of_hitech(index: int, years: Any, facts: Any, expected: bool) -> None:
    rule = STANDARDS["hitech-2016"].rules[index]
    assert found(rule.test, firm(years, **facts)).holds is expected, rule.sentence


def test_hitech_has_rules_to_be_declared() -> None:
    finding = found({"standard": "hitech-2016"}, firm())
    assert [rule.clause for rule in finding.declared] == ["11-2", "11-3", "11-7"]
    assert [rule.clause for rule, _finding in finding.rules][:2] == ["11-1", "11-2"]


@pytest.mark.parametrize(
    ("revenue", "assets", "points"),
    [
        # 195号: ½ × (y2 ÷ y1 + y3 ÷ y2) − 1; the lower point of each band.
        ((100, 135, "182.25"), (100, 100, 100), 9),  # 35 %
        ((100, 135, "182.24"), (100, 100, 100), 7),
        ((100, 125, "156.25"), (100, 100, 100), 7),
        ((100, 115, "132.25"), (100, 100, 100), 5),
        ((100, 105, "110.25"), (100, 100, 100), 3),
        ((100, 100, "100.01"), (100, 100, 100), 1),
        ((100, 90, 80), (100, 100, 100), 0),
        ((100, 135, "182.25"), (100, 135, "182.25"), 18),
        ((0, 100, 135), (100, 100, 100), 9),  # nothing in the first year: the later two count
        ((100, 0, 135), (100, 100, 100), 0),  # nothing in the second: 0
        ((100, 135, "182.25"), (-100, 100, 100), 9),
        ((100, None, 135), (100, 100, 100), None),
    ],
)
def test_growth_score(revenue: Any, assets: Any, points: int | None) -> None:
    years = zip((2023, 2024, 2025), revenue, assets, strict=True)
    figures = {year: {"revenue": earned, "net_assets": owned} for year, earned, owned in years}
    assert worth("growth_score", firm(figures)) == points


def test_every_test_of_a_standard_is_understood() -> None:
    for standard in STANDARDS.values():
        parse({"standard": standard.key})
        assert all(rule.sentence and rule.sentence_en and rule.clause for rule in standard.rules)


def test_every_rule_of_a_standard_has_its_clause() -> None:
    folder = settings.BASE_DIR / "fixtures" / "reference"
    rows = [
        row
        for path in (folder / "32_sme_classes.yaml", folder / "45_standards.yaml")
        for row in yaml.safe_load(path.read_text()) or []
    ]
    clauses = {
        (row["fields"]["document"][0], row["fields"]["number"])
        for row in rows
        if row["model"] == "policies.clause"
    }
    cited = {(rule.document, rule.clause) for standard in STANDARDS.values() for rule in standard.rules}
    assert cited - clauses == set()


HOLDS = {"fact": "qualifications", "op": "holds", "value": ["hitech"]}
CLEAN = {"fact": "credit", "op": "clean", "value": {"kinds": ["ban"]}}
BARRED = (CreditRecord(kind="ban", holds_from=date(2026, 1, 1)),)
INVENTIONS = {"fact": "rights_class_one", "value": "2"}


@pytest.mark.parametrize(
    ("test", "has", "unlisted", "listed"),
    [
        (HOLDS, {}, "unknown", "fail"),
        (HOLDS, {"qualifications": qualified("hitech", date(2025, 1, 1))}, "pass", "pass"),
        (CLEAN, {}, "unknown", "pass"),
        (CLEAN, {"credits": BARRED}, "fail", "fail"),
        (INVENTIONS | {"op": "at_least"}, {"rights": {"invention": 2}}, "pass", "pass"),
        (INVENTIONS | {"op": "at_least"}, {"rights": {"invention": 1}}, "unknown", "fail"),
        (INVENTIONS | {"op": "at_most"}, {"rights": {"invention": 2}}, "unknown", "pass"),
        (INVENTIONS | {"op": "at_most"}, {"rights": {"invention": 3}}, "fail", "fail"),
        (INVENTIONS | {"op": "equals"}, {"rights": {"invention": 3}}, "fail", "fail"),
        (INVENTIONS | {"op": "equals"}, {"rights": {"invention": 2}}, "unknown", "pass"),
    ],
)
def test_what_a_list_leaves_out_is_unknown_until_it_is_whole(
    test: dict[str, Any], has: dict[str, Any], unlisted: str, listed: str
) -> None:
    assert [found(test, firm(**has)).result, found(test, firm(**has, **LISTED)).result] == [unlisted, listed]
