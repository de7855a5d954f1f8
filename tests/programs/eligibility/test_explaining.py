"""Reasons in words and numbers, and what would change a verdict, in three languages."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from portal.facts.models import CreditRecord, Qualification
from programs.eligibility.explaining import Finding, explain
from programs.eligibility.judging import verdict
from tests.programs.eligibility.typed import DAY, LISTED, NOW, WAN, firm, found

RD = {"fact": "rd_intensity", "op": "at_least", "value": "3"}
FIGURES = {2025: {"revenue": 3_180 * WAN, "rd_expense": 286 * WAN, "staff": 40, "st_staff": 3}}
FILE = firm(FIGURES, founded_on=date(2024, 2, 29), kind="firm", industry="65", **LISTED)


def rate(op: str, value: Any) -> dict[str, Any]:
    return {"fact": "rd_intensity", "op": op, "value": value}


@pytest.mark.parametrize(
    ("language", "reason", "change"),
    [
        (
            "zh-hans",
            "286万元 ÷ 3,180万元 = 9.0%，低于9.5%",
            "按3,180万元计算，达到302.1万元即可，还差16.1万元",
        ),
        (
            "zh-hant",
            "286萬元 ÷ 3,180萬元 = 9.0%，低於9.5%",
            "按3,180萬元計算，達到302.1萬元即可，還差16.1萬元",
        ),
        (
            "en",
            "CNY 2,860,000 ÷ CNY 31,800,000 = 9.0%, below 9.5%",
            "CNY 3,021,000 of CNY 31,800,000 would do: CNY 161,000 more",
        ),
    ],
)
def test_words_in_three_languages(language: str, reason: str, change: str) -> None:
    with translation.override(language):
        finding = found(rate("at_least", "9.5"), FILE)
        assert (finding.result, finding.reason, finding.change) == ("fail", reason, change)


@pytest.mark.parametrize(
    ("test", "result", "reason", "change"),
    [
        (RD, "pass", "286万元 ÷ 3,180万元 = 9.0%，不低于3%", ""),
        # 8.9937 %: as many places as it takes to see the side.
        (
            rate("at_most", "8.99"),
            "fail",
            "286万元 ÷ 3,180万元 = 9.0%，高于8.99%",
            "按3,180万元计算，降到2,858,820元即可，需减少1,180元",
        ),
        (
            rate("at_least", "9"),
            "fail",
            "286万元 ÷ 3,180万元 = 8.99%，低于9%",
            "按3,180万元计算，达到286.2万元即可，还差2,000元",
        ),
        (
            {"fact": "revenue", "op": "between", "value": ["40000000", "50000000"]},
            "fail",
            "2025年营业收入：3,180万元，低于4,000万元",
            "达到4,000万元即可，还差820万元",
        ),
        (
            {"fact": "staff", "op": "more_than", "value": 40},
            "fail",
            "2025年职工人数：40，不高于40",
            "达到41即可，还差1",
        ),
        (
            {"fact": "st_staff_share", "op": "at_least", "value": 10},
            "fail",
            "3 ÷ 40 = 7.5%，低于10%",
            "按40计算，达到4即可，还差1",
        ),
        (
            {"fact": "founded_on", "op": "older_than", "value": {"years": 3}},
            "fail",
            "成立日期：2024年2月29日，至今不满3年",
            "2027年3月1日起符合",
        ),
        (
            {"fact": "founded_on", "op": "younger_than", "value": {"years": 2}},
            "fail",
            "成立日期：2024年2月29日，至今已满2年",
            "",
        ),
        (
            {"fact": "age_years", "op": "at_least", "value": 3},
            "fail",
            "成立年数：2年，低于3年",
            "2027年3月1日起符合",
        ),
        (
            {"fact": "qualifications", "op": "holds", "value": ["hitech"]},
            "fail",
            "没有以下任一项：高新技术企业",
            "取得以下任一资质：高新技术企业",
        ),
        (
            {"fact": "sme_class", "op": "equals", "value": "large"},
            "fail",
            "2025年企业规模：小型企业（2025年职工人数40、2025年营业收入3,180万元），不是大型企业",
            "",
        ),
        (
            {"fact": "profit", "op": "at_least", "value": 0},
            "unknown",
            "尚未填写：2025年利润总额",
            "请填写：2025年利润总额",
        ),
        (
            {"all": [RD, {"fact": "kind", "op": "equals", "value": "bank"}]},
            "fail",
            "2项中符合1项，需要2项",
            "",
        ),
        (
            {
                "any": [
                    rate("at_least", "9.5"),
                    {"fact": "qualifications", "op": "holds", "value": ["st_sme"]},
                ]
            },
            "fail",
            "2项中符合0项，需要1项",
            "按3,180万元计算，达到302.1万元即可，还差16.1万元",
        ),
        (
            {"fact": "support_this_year", "op": "less_than", "value": 0, "of": "loan"},
            "fail",
            "本年度已获支持（loan）：0元，不低于0元",
            "2027年1月1日起符合",
        ),
    ],
)
@pytest.mark.django_db
def test_reason_and_change(test: Any, result: str, reason: str, change: str) -> None:
    with translation.override("zh-hans"):
        finding = found(test, FILE)
        assert (finding.result, finding.reason, finding.change) == (result, reason, change)


def record(kind: str, begun: date, ended: date | None) -> CreditRecord:
    return CreditRecord(kind=kind, holds_from=begun, holds_to=ended)


@pytest.mark.parametrize(
    ("records", "change"),
    [
        ((record("accident", date(2025, 3, 1), date(2025, 4, 1)),), "2027年1月1日起符合"),
        ((record("accident", date(2020, 3, 1), date(2026, 12, 31)),), "2027年1月1日起符合"),
        ((record("accident", date(2020, 3, 1), None),), "相关记录移出后符合"),
    ],
)
def test_record_stops_counting(records: tuple[CreditRecord, ...], change: str) -> None:
    test = {"fact": "credit", "op": "clean", "value": {"kinds": ["accident"], "years": 1}}
    with translation.override("zh-hans"):
        finding = found(test, firm(credits=records, **LISTED))
        assert (finding.result, finding.change) == ("fail", change)


def test_qualification_in_force_is_named() -> None:
    held = (Qualification(kind="hitech", holds_from=date(2025, 1, 1), holds_to=date(2027, 12, 31)),)
    with translation.override("zh-hans"):
        finding = found(
            {"fact": "qualifications", "op": "holds", "value": ["hitech"]}, firm(qualifications=held)
        )
        assert (finding.result, finding.reason) == ("pass", "高新技术企业，有效期至2027年12月31日")


def test_change_makes_it_pass() -> None:
    """The nearest value is one, and a cent less is not."""
    test = rate("at_least", "33.3333")
    for spent, result in (("10599989.40", "pass"), ("10599989.39", "fail")):
        figures = {2025: FIGURES[2025] | {"rd_expense": spent}}
        assert found(test, firm(figures)).result == result
    with translation.override("en"):
        assert found(test, FILE).change.startswith("CNY 10,599,989.4 of")


def test_missing_names_only_what_was_asked() -> None:
    file = firm({2025: {"staff": 40}}, industry="65")
    finding = found({"standard": "sme-classes"}, file)
    assert finding.missing == (("revenue", 2025),)  # total assets play no part in this industry


def test_division_by_nothing_is_unknown_and_misses_nothing() -> None:
    finding = found(RD, firm({2025: {"revenue": 0, "rd_expense": 1}}))
    with translation.override("zh-hans"):
        assert (finding.result, finding.missing, finding.change) == ("unknown", (), "")
        assert finding.reason == "1元 ÷ 0元；按已填写的内容得不出结果"


def test_requirement_in_words() -> None:
    with translation.override("zh-hans"):
        assert found(RD, FILE).requirement == "2025年研发费用占营业收入的比例不低于3%"


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        ((), "unknown"),
        ((RD,), "pass"),
        ((RD, {"fact": "profit", "op": "has_value"}), "fail"),
        ((RD, {"fact": "profit", "op": "at_least", "value": 0}), "unknown"),
        (({"fact": "profit", "op": "at_least", "value": 0}, rate("at_least", 10)), "fail"),
    ],
)
def test_verdict_over_tests(tests: Any, expected: str) -> None:
    findings: list[Finding] = [explain(test, FILE, NOW) for test in tests]
    assert verdict(findings) == expected


def test_file_of_another_day_is_refused() -> None:
    with pytest.raises(ValueError, match="another day"):
        explain(RD, firm(), type(NOW)(DAY.replace(year=2025), 2025))
