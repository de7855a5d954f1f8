"""The rule sets of the fixtures: whole, canonical, and answering as the clauses they cite say."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from portal.facts.reading import File
from programs.eligibility.context import Context
from programs.eligibility.explaining import Result, explain
from programs.eligibility.grammar import clean
from programs.eligibility.judging import verdict
from programs.policies.models import Rule

FIXTURES = Path(__file__).parents[2] / "fixtures"
TODAY = date(2026, 11, 22)
PASS, FAIL, UNKNOWN = Result.PASS, Result.FAIL, Result.UNKNOWN


def files(folder: str) -> list[Any]:
    return [yaml.safe_load(path.read_text()) for path in sorted((FIXTURES / folder).glob("*.yaml"))]


ROWS = [row for file in files("reference") for row in file]
CLAUSES = {
    f"{row['fields']['document'][0]}#{row['fields']['number']}"
    for row in ROWS
    if row["model"] == "policies.clause"
}
RULES = {row["fields"]["slug"]: row["fields"] for row in ROWS if row["model"] == "policies.rule"}


def rule_sets() -> dict[str, list[list[dict[str, Any]]]]:
    """By program: the conditions of each of its rounds, else those it has without one."""
    found = {}
    for file in files("programs"):
        rounds = [round_["conditions"] for round_ in file.get("rounds", [])]
        for program in file.get("programs") or [file["program"]]:
            found[program["slug"]] = rounds or [program.get("conditions", [])]
    return found


SETS = rule_sets()
CONDITIONS = [line for sets in SETS.values() for lines in sets for line in lines]


def test_every_program_says_who_qualifies_and_where_that_is_written() -> None:
    assert len(SETS) == 156
    assert [slug for slug, sets in SETS.items() if not all(sets)] == []
    assert [line for line in CONDITIONS if not line["sentence_en"]] == []
    assert {line["source"] for line in CONDITIONS} - CLAUSES == set()


def test_every_test_is_written_as_the_grammar_writes_it() -> None:
    tests = [line["test"] for line in CONDITIONS if "test" in line]
    assert len(tests) > 250
    assert [test for test in tests if clean(test) != test] == []


def test_every_rule_for_applicants_is_held_or_says_why_not() -> None:
    assert len(RULES) == 85
    held = {line["rule"] for line in CONDITIONS if "rule" in line}
    apart = {slug for slug, rule in RULES.items() if rule.get("no_condition")}
    meant = {slug for slug, rule in RULES.items() if rule["kind"] in Rule.FOR_APPLICANTS}
    assert meant - held - apart == set()
    assert held & apart == set()
    assert [slug for slug in apart if not RULES[slug].get("no_condition_en")] == []


def test_a_condition_that_holds_a_rule_cites_a_clause_of_its_document_or_a_call_notice() -> None:
    for line in CONDITIONS:
        if "rule" in line and not line["source"].startswith("notice-"):
            assert line["source"].split("#")[0] == RULES[line["rule"]]["clause"][0], line


def test_an_undertaking_after_support_is_no_condition() -> None:
    """静安 五、附则 2: at least five years in the district once support is received."""
    assert "ja-five-years" not in {line.get("rule") for line in CONDITIONS}
    assert not [line for line in CONDITIONS if line["source"] == "sh-jingan-sti-opinion#5-2"]


@dataclass(frozen=True)
class Case:
    """A condition of a program, the facts of an organization, and what the clause says of it."""

    clause: str
    program: str
    sentence: str
    result: Result
    facts: dict[Any, Any] = field(default_factory=dict)
    holds: tuple[str, ...] = ()
    supports: tuple[tuple[str, str, date], ...] = ()


def file_of(case: Case) -> File:
    """The facts typed in; a year stands behind a figure, and lists are complete where `complete` says so."""
    values = {key if isinstance(key, tuple) else (key, None): value for key, value in case.facts.items()}
    if values.pop(("complete", None), False):
        values[("qualifications_listed_on", None)] = values[("rights_listed_on", None)] = TODAY
    rights = tuple(
        SimpleNamespace(category=kind, holds_from=date(2024, 1, 1), holds_to=None)
        for kind in values.pop(("rights", None), ())
    )
    held = tuple(
        SimpleNamespace(kind=kind, holds_from=date(2025, 1, 1), holds_to=None) for kind in case.holds
    )
    supports: Any = tuple(
        SimpleNamespace(program=program, group=program, amount=Decimal(amount), granted_on=day)
        for program, amount, day in case.supports
    )
    lists: dict[str, Any] = {"qualifications": held, "supports": supports, "rights": rights}
    return File(TODAY, values, **lists)


JA, SH, JD, SME = "静安 三", "十项 3", "嘉定 四（三）", "300号 4"
GRANTED = "有已经授权的发明专利"
GIANT = "已入选科技小巨人，资格在有效期内"
ABROAD = "高新技术企业或科技小巨人企业，资格在有效期内"
DISTRICT = "注册登记和税收属地都在静安区，或者是符合条件的新企业"
CAP = "本年度已获得的这项补贴未满20万元"
SIZE = "按所属行业的划型标准，是中型、小型或微型企业"
TWICE = "同一事项本年度没有得到相同的财政扶持资金"
RANGE = "上一年营业收入200万元至1,000万元"
HITECH = "已认定为高新技术企业，资格在有效期内"
HERE, THERE = {"registered_region": "310106"}, {"registered_region": "310114"}
JINGAN, SUBSIDY = "jingan-emerging-industries", "innovation-service-subsidy"


def sized(industry: str, staff: int, wan: int) -> dict[Any, Any]:
    return {
        "kind": "firm", "industry": industry,
        ("staff", 2025): staff, ("revenue", 2025): Decimal(wan) * 10_000,
    }  # fmt: skip


def support(amount: str, year: int = 2026, program: str = SUBSIDY) -> tuple[tuple[str, str, date], ...]:
    return ((program, amount, date(year, 3, 1)),)


def revenue(yuan: str | None) -> dict[Any, Any]:
    return {("revenue", 2025): Decimal(yuan)} if yuan else {}


CASES = [
    # Registration and tax in the district, or a new firm that meets the conditions.
    Case(JA, JINGAN, DISTRICT, PASS, HERE | {"tax_region": "310106"}),
    Case(JA, JINGAN, DISTRICT, FAIL, HERE | {"tax_region": "310114", "complete": True}),
    Case(JA, JINGAN, DISTRICT, FAIL, THERE | {"tax_region": "310106", "complete": True}),
    Case(JA, JINGAN, DISTRICT, PASS, HERE | {"tax_region": "310114"}, holds=("new_firm",)),
    Case(JA, JINGAN, DISTRICT, UNKNOWN, HERE | {"tax_region": "310114"}),
    Case(JA, JINGAN, DISTRICT, UNKNOWN, HERE | {"complete": True}),
    # The same money not twice in a year; each of the programs for projects counts.
    Case("静安 五 1", JINGAN, TWICE, PASS),
    Case("静安 五 1", JINGAN, TWICE, FAIL, supports=support("1", program="jingan-projects")),
    Case("静安 五 1", JINGAN, TWICE, PASS, supports=support("1", 2025, "jingan-projects")),
    Case("静安 五 1", JINGAN, TWICE, PASS, supports=support("1", program="jingan-patent-funding")),
    # Above all invention patents that have been granted.
    Case("静安 四（三）4", "jingan-patent-funding", GRANTED, PASS, {"rights": ("invention",)}),
    Case("静安 四（三）4", "jingan-patent-funding", GRANTED, FAIL,
         {"rights": ("utility", "plant"), "complete": True}),
    Case("静安 四（三）4", "jingan-patent-funding", GRANTED, UNKNOWN, {"rights": ("utility",)}),
    # At most 200,000 yuan for a firm; the period is that of the call notice.
    Case(SH, SUBSIDY, CAP, PASS),
    Case(SH, SUBSIDY, CAP, PASS, supports=support("199999.99")),
    Case(SH, SUBSIDY, CAP, FAIL, supports=support("200000")),
    Case(SH, SUBSIDY, CAP, FAIL, supports=support("150000") + support("50000")),
    Case(SH, SUBSIDY, CAP, PASS, supports=support("200000", 2025)),
    Case(SH, SUBSIDY, CAP, PASS, supports=support("200000", program="sti-internship")),
    # Firms below the bounds of "large" of their industry.
    Case(SME, SUBSIDY, SIZE, PASS, sized("C", 999, 50_000)),
    Case(SME, SUBSIDY, SIZE, FAIL, sized("C", 1000, 40_000)),
    Case(SME, SUBSIDY, SIZE, PASS, sized("65", 300, 9_999)),
    Case(SME, SUBSIDY, SIZE, FAIL, sized("65", 300, 10_000)),
    Case(SME, SUBSIDY, SIZE, UNKNOWN, {"kind": "firm", "industry": "C"}),
    # 微贷通: sales of 2 to 10 million yuan, both included.
    *(
        Case("微贷通2013 对象", "jiading-micro-loan", RANGE, result, revenue(yuan))
        for yuan, result in (
            ("1999999.99", FAIL), ("2000000", PASS), ("10000000", PASS), ("10000000.01", FAIL),
            (None, UNKNOWN),
        )
    ),
    # Tax relief for recognized hi-tech enterprises.
    Case("浙江 三 4", "zj-hightech-tax-relief", HITECH, PASS, holds=("hitech",)),
    Case("浙江 三 4", "zj-hightech-tax-relief", HITECH, FAIL, {"complete": True}, ("st_sme",)),
    Case("浙江 三 4", "zj-hightech-tax-relief", HITECH, UNKNOWN, holds=("st_sme",)),
    # The fifth group is other firms in need: any firm.
    Case("浙江 对象", "zj-open-instruments",
         "五类服务对象之一：前四类之外，其他有需求的企业也可以，所以是企业即可", PASS, {"kind": "firm"}),
    Case(JD, "jiading-little-giant-credit", GIANT, PASS, holds=("little_giant",)),
    Case("十项 10", "going-abroad", ABROAD, PASS, holds=("little_giant",)),
    Case("见习通知 1", "sti-internship", "在嘉定区登记注册，成立满一年", PASS,
         THERE | {"founded_on": date(2025, 11, 22)}),
    Case("见习通知 1", "sti-internship", "在嘉定区登记注册，成立满一年", FAIL,
         THERE | {"founded_on": date(2025, 11, 23)}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.program}-{case.clause}-{case.result}")
def test_a_condition_says_what_its_clause_says(case: Case) -> None:
    (condition,) = (line for line in SETS[case.program][0] if line["sentence"] == case.sentence)
    assert explain(condition["test"], file_of(case), Context(TODAY, 2026)).result is case.result


def test_what_is_paid_under_a_contract_is_declared() -> None:
    """浙江 政策 2: 5 million yuan actually paid. No file says what was paid under one contract."""
    (condition,) = (
        line for line in SETS["zj-service-counts-as-project"][0] if line.get("rule") == "zj-5m-rule"
    )
    assert "实际付给" in condition["sentence"]
    assert "test" not in condition


def test_hi_tech_recognition_and_technology_smes_follow_their_standards() -> None:
    standards = {
        "jingan-high-tech-firms": "hitech-2016",
        "jiading-hightech-recognition": "hitech-2016",
        "city-high-tech-firms": "hitech-2016",
    }
    for slug, standard in standards.items():
        assert {"standard": standard} in [line.get("test") for line in SETS[slug][0]]
    tests = [line.get("test") for line in SETS["jiading-sme-innovation-fund"][0]]
    assert any(test and {"standard": "st-sme-2017"} in test.get("any", []) for test in tests)


def test_a_firm_of_jiading_has_its_verdict_on_a_whole_rule_set() -> None:
    lines = [line["test"] for line in SETS[SUBSIDY][0] if "test" in line]
    facts = sized("65", 80, 3_180) | {"registered_region": "310114", "legal_form": "limited"}
    file = file_of(Case(SH, SUBSIDY, CAP, PASS, facts))
    assert verdict(explain(test, file, Context(TODAY, 2026)) for test in lines) is PASS
    file = file_of(Case(SH, SUBSIDY, CAP, FAIL, facts, supports=support("200000")))
    assert verdict(explain(test, file, Context(TODAY, 2026)) for test in lines) is FAIL
