"""The two readings of a test never disagree: for a file in Python, for all organizations in SQL."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.facts.reading import File, read
from portal.organizations.models import Organization
from programs.eligibility.context import Context, Reading
from programs.eligibility.explaining import explain
from programs.eligibility.grammar import parse
from programs.eligibility.judging import verdict
from programs.eligibility.querying import as_expression, judged, rows
from tests.programs.eligibility import world
from tests.programs.eligibility.written import GROUPS, LEAVES, TESTS

pytestmark = pytest.mark.django_db

WHEN = st.just(world.TODAY) | st.sampled_from(world.DAYS)  # today's columns, or the statements of a day
CONTEXTS = st.builds(Context, WHEN, st.sampled_from((2024, 2025, 2026)))
QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)
Files = dict[tuple[int, date], File]


def file_of(organization: Organization, day: date, files: Files) -> File:
    """Read once for each day."""
    key = (organization.pk, day)
    if key not in files:
        files[key] = read(organization, day)
    return files[key]


def disagreements(
    organizations: list[Organization], context: Context, tests: list[Any], files: Files
) -> list[Any]:
    """Each test of each organization of which the readings say different things."""
    expressions = {f"test_{index}": as_expression(test, context) for index, test in enumerate(tests)}
    found = {
        row["pk"]: row for row in rows(tests, context).annotate(**expressions).values("pk", *expressions)
    }
    wrong = []
    for organization in organizations:
        file = file_of(organization, context.as_of, files)
        reading = Reading(file, context)
        for name, test in zip(expressions, tests, strict=True):
            holds = explain(test, file, context, reading).holds
            if found[organization.pk][name] is not holds:
                wrong.append((test, holds, found[organization.pk][name], file.values))
    return wrong


def agree(seed: int, count: int, examples: int, tests: st.SearchStrategy[list[Any]]) -> None:
    organizations, files = world.organizations(seed, count), {}

    @settings(QUIET, max_examples=examples)
    @given(CONTEXTS, tests)
    def examine(context: Context, tests: list[Any]) -> None:
        assert disagreements(organizations, context, tests, files) == []

    examine()


MANY = st.lists(LEAVES, min_size=40, max_size=40)
SEVERAL = st.lists(GROUPS, min_size=10, max_size=10)
FEW = st.lists(TESTS, min_size=1, max_size=3)


def test_readings_of_single_tests_agree() -> None:
    agree(seed=1, count=12, examples=24, tests=MANY)


def test_readings_of_groups_agree() -> None:
    agree(seed=2, count=12, examples=10, tests=SEVERAL)


def test_readings_of_derived_facts_and_standards_agree() -> None:
    agree(seed=3, count=12, examples=12, tests=FEW)


@pytest.mark.exhaustive
@pytest.mark.parametrize("tests", [MANY, SEVERAL, FEW], ids=["single", "groups", "derived"])
@pytest.mark.parametrize("seed", [4, 5])
def test_readings_agree_for_many(seed: int, tests: st.SearchStrategy[list[Any]]) -> None:
    agree(seed, count=40, examples=150, tests=tests)


def test_verdict_of_all_tests_agrees() -> None:
    organizations, files = world.organizations(20, 8), {}

    @settings(QUIET, max_examples=8)
    @given(CONTEXTS, st.lists(GROUPS, max_size=4))
    def examine(context: Context, tests: list[Any]) -> None:
        found = dict(judged(tests, context).values_list("pk", "verdict"))
        results = {True: "pass", False: "fail", None: "unknown"}
        for organization in organizations:
            file = file_of(organization, context.as_of, files)
            findings = [explain(test, file, context) for test in tests]
            assert verdict(findings) == results[found[organization.pk]]

    examine()


def test_parsing_is_done_once() -> None:
    test = {"fact": "revenue", "op": "at_least", "value": 3}
    assert parse(test) is parse({"value": "3.0", "op": "at_least", "fact": "revenue", "year": -1})
