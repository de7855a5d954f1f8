"""Who must not review what: every rule by itself, and the cases other portals have missed. No database."""

import random
import time
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from applications.panels.conflicts import conflicts, years_before
from applications.panels.models import Conflict
from applications.panels.parties import Applicant, Reviewer, Stated, key, keys

ON = date(2026, 11, 22)
FIRM, FIRM_CODE = "上海听岳传感技术有限公司", "91310106MA1FY00011"
INSTITUTE, INSTITUTE_CODE = "上海光学精密机械研究所", "12100000425000111X"
A, E = UUID(int=1), UUID(int=2)


def applicant(**changes: Any) -> Applicant:
    return Applicant(
        **{
            "application": A,
            "organizations": keys(FIRM, FIRM_CODE),
            "authors": frozenset({7}),
            "team": keys("沈书言", "陆川"),
            "leaders": keys("顾长河"),
            "owners": keys("上海听岳控股有限公司", "91310000MA1FY00022", "顾长河"),
            "controllers": keys("91310000MA1FY00022"),
            "avoided": frozenset({(key("钱知远"), ""), (key("周敏"), key(INSTITUTE))}),
        }
        | changes
    )


def reviewer(**changes: Any) -> Reviewer:
    usual = {"expert": E, "user": 8, "name": key("林晚舟"), "employers": keys(INSTITUTE, INSTITUTE_CODE)}
    return Reviewer(**usual | changes)


def tie(kind: str, until: date | None = None, people: str = "", organization: str = "") -> dict[str, Any]:
    return {"ties": (Stated(kind, keys(people), keys(organization), None, until),)}


def kinds(*changes: dict[str, Any]) -> set[str]:
    """The conflicts of an expert who is changed so, with the usual application."""
    merged: dict[str, Any] = {}
    for change in changes:
        merged |= change
    return {found.kind for found in conflicts([applicant()], [reviewer(**merged)], ON)}


RECENT, OLD = ON - timedelta(days=365 * 2), ON - timedelta(days=365 * 4)

CASES = {
    "nothing in common": ({}, set()),
    "worked on it with their own account": ({"user": 7}, {"author"}),
    "in its team by name": ({"name": key("沈 书言")}, {"author"}),
    "belongs to the applicant in the portal": ({"organizations": keys(FIRM_CODE)}, {"member"}),
    "same employer by code": ({"employers": keys(FIRM_CODE.lower())}, {"employer"}),
    "same employer by name in full width": (
        {"employers": keys("上海听岳传感技术有限公司 ")},
        {"employer"},
    ),
    "legal representative": ({"name": key("顾长河")}, {"ownership"}),
    "employer holds shares of the applicant": ({"employers": keys("91310000MA1FY00022")}, {"ownership"}),
    "applicant holds shares of the employer": ({"owners": keys(FIRM_CODE)}, {"ownership"}),
    "one hand controls both": ({"controllers": keys("91310000MA1FY00022")}, {"ownership"}),
    "relative in the team": (tie("family", people="陆川"), {"family"}),
    "teacher long ago": (tie("teacher", OLD, people="沈书言"), {"teacher"}),
    "joint project two years ago": (tie("project", RECENT, organization=FIRM), {"joint"}),
    "joint paper with a person": (tie("paper", RECENT, people="陆川"), {"joint"}),
    "joint patent still held": (tie("patent", None, organization=FIRM_CODE), {"joint"}),
    "joint project four years ago": (tie("project", OLD, organization=FIRM), set()),
    "share still held": (tie("shareholding", None, organization=FIRM), {"interest"}),
    "share sold": (tie("shareholding", RECENT, organization=FIRM), set()),
    "adviser two years ago": (tie("advisor", RECENT, organization=FIRM), {"interest"}),
    "dispute four years ago": (tie("dispute", OLD, organization=FIRM), set()),
    "named by the applicant": ({"name": key("钱知远")}, {"avoided"}),
    "named with their employer": ({"name": key("周敏")}, {"avoided"}),
    "a namesake elsewhere": ({"name": key("周敏"), "employers": keys("复旦大学")}, set()),
}


@pytest.mark.parametrize(("change", "expected"), CASES.values(), ids=CASES)
def test_a_rule_finds_what_it_names_and_nothing_else(change: dict[str, Any], expected: set[str]) -> None:
    assert kinds(change) == expected


def test_every_kind_that_is_inferred_has_a_case() -> None:
    """The one kind without a rule is stated by the expert while reviewing."""
    covered = set().union(*(expected for _change, expected in CASES.values()))
    assert covered == set(Conflict.Kind.values) - {"stated"}


def test_three_years_count_to_the_day() -> None:
    last = years_before(ON)
    assert last == date(2023, 11, 22)
    assert kinds(tie("project", last, organization=FIRM)) == {"joint"}
    assert kinds(tie("project", last - timedelta(days=1), organization=FIRM)) == set()
    assert years_before(date(2028, 2, 29)) == date(2025, 3, 1)


def test_a_listed_conflict_is_not_missed_whatever_the_writing() -> None:
    """Regression: a declared tie was overlooked because of brackets, width and blanks."""
    written = (
        "上海 听岳传感技术 有限公司",
        "上海听岳传感技术有限公司。",
        "「上海听岳传感技术有限公司」".strip("「」"),
    )
    for text in written:
        assert kinds(tie("advisor", RECENT, organization=text)) == {"interest"}


def test_what_is_unknown_matches_nothing() -> None:
    """Two empty codes are not the same code."""
    bare = applicant(organizations=keys(""), team=keys(" "), authors=frozenset(), avoided=frozenset())
    nobody = Reviewer(E, None, key("甲"), keys(""), keys(""), keys(""), keys(""))
    assert conflicts([bare], [nobody], ON) == []


def test_reasons_are_in_words() -> None:
    found = conflicts([applicant()], [reviewer(name=key("周敏"))], ON)
    assert [(one.kind, one.source, one.detail) for one in found] == [
        ("avoided", "avoidance", f"周敏 {key(INSTITUTE)}")
    ]


@pytest.mark.exhaustive
def test_five_thousand_applications_meet_a_thousand_experts_quickly() -> None:
    chance = random.Random(7)
    firms = [str(number) for number in range(4000)]
    many = [
        applicant(application=uuid4(), organizations=keys(chance.choice(firms)), team=keys(str(-number)))
        for number in range(5000)
    ]
    people = [
        reviewer(expert=uuid4(), user=None, name=key(f"x{number}"), employers=keys(chance.choice(firms)))
        for number in range(1000)
    ]
    begun = time.perf_counter()
    found = conflicts(many, people, ON)
    assert time.perf_counter() - begun < 5
    employed = sum(bool(row.organizations & one.employers) for row in many for one in people)
    assert len(found) == employed
