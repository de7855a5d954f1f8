"""The history of an organization: the newest on its page, all of it on one of its own."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from portal.organizations.events import note
from tests.factories.organizations import member
from tests.portal.organizations.test_pages import acting, file_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    by = member()
    for number in range(60):
        note(by.organization, by, "edited", reason=f"reason {number:02}")
    note(by.organization, by, "document_added", reason="=1+1")
    return by


def address(by, page="organization_history"):
    return reverse(page, args=[by.organization.uscc])


def test_the_page_shows_the_newest_and_leads_to_all(owner):
    page = text(acting(owner).get(file_of(owner)))
    assert "reason 59" in page
    assert "reason 40" not in page
    assert "The whole history" in page


def test_pages_follow_each_other(owner):
    client = acting(owner)
    first = client.get(address(owner))
    assert "reason 30" in text(first)
    assert "reason 05" not in text(first)
    second = client.get(address(owner) + first.context["next"])
    assert "reason 05" in text(second)
    assert "reason 30" in text(client.get(address(owner) + second.context["previous"]))
    assert client.get(address(owner), {"cursor": "made-up"})["Location"] == address(owner)


def test_it_is_filtered_and_sorted(owner):
    client = acting(owner)
    assert "1 entry" in text(client.get(address(owner), {"kind": "document_added"}))
    oldest = client.get(address(owner), {"ordering": "oldest", "kind": "edited"})
    assert "reason 00" in text(oldest)
    assert "Nothing matches" in text(client.get(address(owner), {"kind": "verified"}))


def test_a_spreadsheet_holds_all_of_it_and_no_formula(owner):
    answer = acting(owner).get(address(owner, "organization_history_export"))
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0] == ("Time", "What happened", "Details")
    assert sum("reason" in row[2] for row in rows[1:]) == 60
    assert all(not str(cell).startswith("=") for row in rows for cell in row)


def test_strangers_find_nothing(owner):
    client = acting(member())
    assert client.get(address(owner)).status_code == 404
    assert client.get(address(owner, "organization_history_export")).status_code == 404


def test_a_page_asks_as_much_for_one_as_for_many(owner):
    client = acting(owner)
    client.get(address(owner))
    counts = []
    for query in ({"kind": "document_added"}, {"kind": "edited"}):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address(owner), query)
        counts.append(len(queries))
    assert counts[0] == counts[1]
