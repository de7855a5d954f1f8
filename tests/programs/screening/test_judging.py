from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.facts.models import Qualification
from portal.facts.reading import File, read
from programs.catalog.standing import refresh_lapsed
from programs.screening.judging import Group, Verdict, screen
from tests.factories.facts import on_file
from tests.programs.screening.situations import (
    FIRM,
    HITECH,
    IN_JIADING,
    IN_JINGAN,
    INTENSITY,
    REVENUE,
    asking,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to("2026-11-22 04:00:00+00:00", tick=False)


def file(*held: str, listed: bool = True, **values: Any) -> File:
    """A firm in Jiading with a revenue of 31.8 million; None takes a fact away."""
    facts: dict[Any, Any] = {
        ("kind", None): "firm",
        ("registered_region", None): "310114",
        ("revenue", 2025): Decimal(31_800_000),
        ("rd_expense", 2025): Decimal(2_860_000),
    }
    facts |= {(name, 2025 if name in ("revenue", "rd_expense") else None): v for name, v in values.items()}
    if listed:
        facts["qualifications_listed_on", None] = TODAY
    rows = tuple(Qualification(kind=kind, holds_from=TODAY) for kind in held)
    return File(as_of=TODAY, values=facts, qualifications=rows)


@pytest.mark.parametrize(
    ("tests", "said", "group", "verdict"),
    [
        ([FIRM, IN_JIADING, INTENSITY], {}, Group.ELIGIBLE, Verdict.ELIGIBLE),
        ([FIRM, None], {}, Group.ELIGIBLE, Verdict.ELIGIBLE),
        ([FIRM, INTENSITY], {"revenue": None}, Group.ONE_STEP, Verdict.UNKNOWN),
        ([INTENSITY, REVENUE], {"revenue": None}, Group.ONE_STEP, Verdict.UNKNOWN),
        ([FIRM, HITECH], {}, Group.ONE_STEP, Verdict.NOT_ELIGIBLE),
        ([HITECH, IN_JINGAN], {}, Group.NOT_NOW, Verdict.NOT_ELIGIBLE),
        ([HITECH, INTENSITY], {"revenue": None}, Group.NOT_NOW, Verdict.NOT_ELIGIBLE),
        ([FIRM, REVENUE], {"revenue": Decimal(9_999_999)}, Group.NOT_NOW, Verdict.NOT_ELIGIBLE),
        ([{"any": [HITECH, REVENUE]}], {"revenue": Decimal(1)}, Group.NOT_NOW, Verdict.NOT_ELIGIBLE),
        ([FIRM, IN_JINGAN], {}, Group.NOT_NOW, Verdict.NOT_ELIGIBLE),
        ([None, None], {}, Group.UNCHECKABLE, Verdict.UNKNOWN),
        ([], {}, Group.UNCHECKABLE, Verdict.UNKNOWN),
    ],
)
def test_group_and_verdict(tests: list[Any], said: dict[str, Any], group: Group, verdict: Verdict) -> None:
    asking(*tests)
    (judged,) = screen(file(**said), timezone.now())
    assert (judged.group, judged.verdict) == (group, verdict)


def test_what_was_not_listed_is_unknown_and_what_is_there_counts() -> None:
    asking(HITECH)
    groups = [
        screen(said, timezone.now())[0].group
        for said in (file(listed=False), file("hitech", listed=False), file())
    ]
    assert groups == [Group.ONE_STEP, Group.ELIGIBLE, Group.ONE_STEP]
    assert screen(file(), timezone.now())[0].verdict == Verdict.NOT_ELIGIBLE


def test_a_round_for_persons_is_not_for_organizations() -> None:
    asking(FIRM, applicant_kinds=["person"])
    (judged,) = screen(file(), timezone.now())
    assert (judged.group, judged.verdict) == (Group.NOT_NOW, Verdict.NOT_ELIGIBLE)
    assert judged.refusal


def test_equal_tests_are_judged_once() -> None:
    asking(FIRM)
    asking(FIRM)
    first, second = screen(file(), timezone.now())
    assert first.findings[0] is second.findings[0]


def test_last_year_differs_from_round_to_round() -> None:
    asking(REVENUE)
    asking(REVENUE, reference_year=2025)
    groups = [judged.group for judged in screen(file(), timezone.now())]
    assert sorted(groups) == [Group.ELIGIBLE, Group.ONE_STEP]


def test_any_number_of_programs_costs_the_same_queries() -> None:
    organization = on_file(revenue_2025=31_800_000)

    def asked() -> int:
        refresh_lapsed(timezone.now())
        screen(read(organization, TODAY), timezone.now())
        with CaptureQueriesContext(connection) as queries:
            screen(read(organization, TODAY), timezone.now())
        return len(queries)

    asking(FIRM, REVENUE)
    one = asked()
    for _more in range(3):
        asking(FIRM, REVENUE, HITECH)
    assert (one, asked()) == (7, 7)
