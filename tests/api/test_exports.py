"""Exports: whole, resumable, filtered by permission, in steady memory."""

import json
import tracemalloc
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications.intake.models import Application
from portal.access.models import Entry
from portal.accounts.capacities import Capacity
from tests.factories import intake
from tests.factories.accounts import bearer, official
from tests.factories.organizations import OrganizationFactory, member

pytestmark = pytest.mark.django_db
APPLICATIONS, EVENTS = "/api/v1/applications/export/", "/api/v1/events/export/"
ORGANIZATIONS = "/api/v1/organizations/export/"


def read(capacity: Capacity, path: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The lines with rows, and the last line."""
    headers = bearer(capacity.user) | {"X-Acting-As": capacity.key, "Accept": "application/x-ndjson"}
    response = Client().get(path, headers=headers)
    assert (response.status_code, response["Content-Type"]) == (200, "application/x-ndjson")
    *lines, last = [json.loads(line) for line in response.getvalue().splitlines()]
    return lines, last


def test_an_export_has_what_the_list_has_and_says_how_many():
    capacity = member()
    made = [intake.draft(capacity=capacity), intake.submitted(intake.draft(capacity=capacity))]
    intake.submitted()
    lines, last = read(capacity, APPLICATIONS)
    assert [line["row"]["id"] for line in lines] == [str(application.pk) for application in made]
    assert last == {"count": 2, "complete": True}
    assert lines[0]["row"]["applicant"]["uscc"] == capacity.organization.uscc


def test_an_official_exports_what_the_department_handles_and_no_drafts():
    made = intake.submitted()
    intake.draft(made.round)
    lines, _last = read(intake.official(made.round.department), APPLICATIONS)
    assert [line["row"]["number"] for line in lines] == [made.number]
    stranger = official("310106")
    assert read(stranger, APPLICATIONS) == ([], {"count": 0, "complete": True})
    assert read(stranger, EVENTS) == ([], {"count": 0, "complete": True})


def test_an_export_goes_on_where_it_broke_off():
    made = intake.submitted()
    capacity = intake.holder(made)
    lines, last = read(capacity, EVENTS)
    assert last["count"] == len(lines) == made.events.count()
    rest, end = read(capacity, f"{EVENTS}?cursor={lines[0]['cursor']}")
    assert rest == lines[1:]
    assert end == {"count": len(lines) - 1, "complete": True}
    assert [line["row"]["application"] for line in lines] == [str(made.pk)] * len(lines)


def test_an_export_takes_the_filters_of_the_list_and_fields():
    capacity = member()
    intake.draft(capacity=capacity)
    made = intake.submitted(intake.draft(capacity=capacity))
    lines, _last = read(capacity, f"{APPLICATIONS}?status=submitted&fields=id,number")
    assert [line["row"] for line in lines] == [{"id": str(made.pk), "number": made.number}]
    clerk = official()
    OrganizationFactory(kind="bank")
    found = OrganizationFactory(kind="hospital")
    lines, _last = read(clerk, f"{ORGANIZATIONS}?kind=hospital&fields=uscc")
    assert [line["row"] for line in lines] == [{"uscc": found.uscc}]


@pytest.mark.parametrize("query", ["cursor=x", "fields=secret", "status=nonsense"])
def test_a_wrong_export_is_refused_before_it_begins(query: str):
    capacity = member()
    intake.draft(capacity=capacity)
    response = Client().get(f"{APPLICATIONS}?{query}", headers=bearer(capacity.user))
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_a_visitor_exports_nothing():
    for path in (APPLICATIONS, EVENTS, ORGANIZATIONS):
        assert Client().get(path).status_code == 401


def test_another_format_is_not_available():
    response = Client().get(APPLICATIONS, headers=bearer(member().user) | {"Accept": "text/csv"})
    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")


def asked(capacity: Capacity) -> int:
    """The queries of an export."""
    headers = bearer(capacity.user) | {"X-Acting-As": capacity.key}
    with CaptureQueriesContext(connection) as queries:
        Client().get(APPLICATIONS, headers=headers).getvalue()
    return len(queries)


def test_a_line_costs_no_query_of_its_own():
    capacity = member()
    intake.draft(capacity=capacity)
    one = asked(capacity)
    for _time in range(2):
        intake.draft(capacity=capacity)
    assert asked(capacity) == one


def copies(first: Application, count: int) -> None:
    """More drafts like it, with long answers."""
    rows = [
        Application(
            round_id=first.round_id,
            organization_id=first.organization_id,
            form_version_id=first.form_version_id,
            applicant_kind=first.applicant_kind,
            created_by_id=first.created_by_id,
            answers={"contact": "林" * 2000},
        )
        for _row in range(count)
    ]
    Application.objects.bulk_create(rows)


def peak(capacity: Capacity) -> int:
    """The most memory an export takes, in bytes."""
    headers = bearer(capacity.user) | {"X-Acting-As": capacity.key}
    response = Client().get(APPLICATIONS, headers=headers)
    tracemalloc.start()
    for _line in response:
        pass
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


@pytest.mark.exhaustive
def test_memory_does_not_grow_with_the_rows():
    first = intake.draft()
    capacity = intake.holder(first)
    copies(first, 400)
    few = peak(capacity)
    copies(first, 800)
    assert peak(capacity) < 1.3 * few


def test_an_official_who_exports_is_written_down():
    made = intake.submitted()
    clerk = intake.official(made.round.department)
    for path in (APPLICATIONS, EVENTS, ORGANIZATIONS):
        read(clerk, path)
    entries = Entry.objects.filter(user=clerk.user, verb="exported")
    assert [entry.subject_id for entry in entries] == [made.organization_id] * 3
    read(intake.holder(made), APPLICATIONS)
    assert entries.count() == Entry.objects.filter(verb="exported").count()
