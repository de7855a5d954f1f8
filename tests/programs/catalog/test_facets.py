"""Choices of filters with their counts: given the other filters, exact after every change, stored between."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import Department
from programs.catalog.facets import TOTAL, counts
from programs.catalog.filters import closing_moment
from programs.catalog.leading import with_lead
from programs.catalog.listing_pages import listed
from programs.catalog.models import Program, StoredCounts
from programs.catalog.searching import refresh_amount
from programs.catalog.standing import refresh_lapsed, state
from programs.policies.models import PolicyDocument
from tests.factories.catalog import ProgramFactory, RoundFactory, commission
from tests.factories.policies import ClauseFactory, DocumentFactory

pytestmark = pytest.mark.django_db
MOST_QUERIES = 8
MONDAY = datetime(2026, 11, 23, tzinfo=ZoneInfo("Asia/Shanghai"))


def counted(query: str = "", at: datetime | None = None) -> dict[str, dict[str, int]]:
    """The counts for an address."""
    request = RequestFactory().get(f"/programs/?{query}")
    request.received_at = at or timezone.now()
    now = state(request.received_at)
    found = listed(request, now)
    assert found.form.is_valid(), found.form.errors
    base = with_lead(Program.objects.published(), now.at, settled=now.settled)
    return {
        name: {value: count for value, count in values.items() if count}
        for name, values in counts(found, base, now.at, now).items()
    }


def results(query: str) -> int:
    """How many programs an address lists."""
    request = RequestFactory().get(f"/programs/?{query}")
    request.received_at = timezone.now()
    return listed(request, state(request.received_at)).qs.count()


@pytest.fixture
def world(time_machine: Any) -> None:
    """Three departments, every phase, two documents, amounts, sorts of applicants; a Wednesday noon."""
    time_machine.move_to(MONDAY + timedelta(days=2, hours=12), tick=False)
    city, district = commission(), commission("ja", "310106")
    Department.objects.filter(pk=district.pk).update(level="district")
    one, other = DocumentFactory(slug="one"), DocumentFactory(slug="other")
    both = [ClauseFactory(document=one), ClauseFactory(document=one), ClauseFactory(document=other)]
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    ends = today + timedelta(days=6 - today.weekday(), hours=23)
    made: list[dict[str, Any]] = [
        {"program__kind": "subsidy", "program__clauses": both, "closes_at": ends, "amount_cap": 20_000},
        {"program__kind": "subsidy", "closes_at": ends + timedelta(days=9), "amount_cap": 300_000},
        {"program__kind": "voucher", "always": True, "applicant_kinds": ["team", "person"]},
        {"program__kind": "voucher", "upcoming": True, "program__department": district},
        {"program__kind": "award", "closed": True, "program__department": district},
    ]
    for fields in made:
        RoundFactory(**{"program__department": city, "program__clauses": both[2:], **fields})
    ProgramFactory(kind="event", clauses=both[:1], title="揭榜")
    ProgramFactory(draft=True)
    for program in Program.objects.all():
        refresh_amount(program)


QUERIES = [
    "", "kind=subsidy", "kind=voucher&kind=award", "phase=open", "closing=week",
    "amount_min=50000", "department=ja", "region=310106", "applicant=team", "document=one&document=other",
    "q=补贴", "kind=subsidy&phase=open&closing=month", "kind=award&phase=open", "open=true", "level=city",
    "phase=not_open&phase=always",
]  # fmt: skip


@pytest.mark.parametrize("settled", [True, pytest.param(False, marks=pytest.mark.exhaustive)])
def test_every_count_is_what_choosing_it_gives(world: None, settled: bool) -> None:
    """For every address and every choice of a filter that is not chosen yet: the count is the results."""
    if settled:
        refresh_lapsed(timezone.now())
    for query in QUERIES:
        found = counted(query)
        assert found[TOTAL].get("", 0) == results(query), query
        for name, values in found.items():
            if name in (TOTAL, "region") or name in QueryDict(query):
                continue
            for value, count in list(values.items())[:2]:
                assert results(f"{query}&{name}={value}") == count, (query, name, value)


def test_a_chosen_filter_still_counts_its_other_choices(world: None) -> None:
    assert counted("kind=subsidy")["kind"] == {"subsidy": 2, "voucher": 2, "award": 1, "event": 1}
    assert counted("phase=open")["phase"] == {
        "open": 3, "always": 1, "upcoming": 1, "closed": 1, "not_open": 1,
    }  # fmt: skip


def test_counts_are_stored_and_exact_after_every_change(world: None, client: Client) -> None:
    refresh_lapsed(timezone.now())
    before = counted()["kind"]
    assert StoredCounts.objects.count() == 1
    with CaptureQueriesContext(connection) as queries:
        assert counted()["kind"] == before
    assert len(queries) == 2  # the state and what is stored
    Program.objects.filter(kind="event").update(kind="award")
    assert counted()["kind"] == {"subsidy": 2, "voucher": 2, "award": 2}
    RoundFactory(program=Program.objects.get(title="揭榜"))
    assert counted()["phase"]["open"] == 4


def test_counts_end_with_a_phase(world: None) -> None:
    """What was stored while a round was open is not shown once it has closed."""
    now = timezone.now()
    refresh_lapsed(now)
    assert counted(at=now)["phase"]["open"] == 3
    after = closing_moment("week", now)
    assert counted(at=after)["phase"]["open"] < 3


def test_empty_results_say_what_to_loosen(client: Client, world: None) -> None:
    response = client.get("/programs/?kind=award&phase=open", headers={"Accept-Language": "en"})
    loosen = [(row["count"], row["url"]) for row in response.context["loosen"]]
    assert loosen == [(3, "?phase=open"), (1, "?kind=award")]
    assert "Take away one filter" in response.content.decode()


def test_chosen_filters_are_chips_that_take_them_away(client: Client, world: None) -> None:
    page = client.get("/programs/?kind=award&kind=voucher&page=1", headers={"Accept-Language": "en"})
    assert [chip.url for chip in page.context["chips"]] == ["?kind=award", "?kind=voucher"]


@pytest.mark.parametrize("query", ["", "kind=subsidy&phase=open", "q=补贴", "department=stc&document=one"])
def test_list_takes_few_queries(client: Client, world: None, query: str) -> None:
    refresh_lapsed(timezone.now())
    client.get(f"/programs/?{query}")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/programs/?{query}")
    asked = [query["sql"] for query in queries if not query["sql"].startswith("SET LOCAL")]
    assert len(asked) <= MOST_QUERIES, [sql[:150] for sql in asked]


@pytest.mark.parametrize(
    ("ordering", "first"), [("amount", "300000.00"), ("deadline", "20000.00"), ("relevance", "20000.00")]
)
def test_list_is_sorted_by_amount(client: Client, world: None, ordering: str, first: str) -> None:
    page = client.get(f"/programs/?ordering={ordering}").context["page"]
    assert str(page.object_list[0].amount_max) == first


def test_closing_this_week_ends_on_sunday_night() -> None:
    for day in range(7):
        at = MONDAY + timedelta(days=day, hours=12)
        assert closing_moment("week", at) == MONDAY + timedelta(days=7)


def test_documents_are_offered_by_short_title(client: Client, world: None) -> None:
    facets = {facet.name: facet for facet in client.get("/programs/").context["facets"]}
    assert {choice.value for choice in facets["document"].choices} == set(
        PolicyDocument.objects.filter(slug__in=["one", "other"]).values_list("slug", flat=True)
    )
