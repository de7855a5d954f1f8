"""A long list is shown in pages: positions, the budget line and moves stay right, and it stays quick."""

import time
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.intake.models import Application
from applications.ranking import board
from applications.ranking.models import Place, Ranking
from programs.catalog.models import Round
from tests.applications.intake.asking import signed_in
from tests.factories import intake, ranking

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Any:
    return intake.official()


@pytest.fixture
def round_() -> Round:
    return intake.open_round(stages=("meeting", "notice"), live_limit=9)


def long_list(round_: Round, by: Any, size: int, supported: int) -> Ranking:
    """A drawn list with so many more places; amounts of 1,000 yuan each."""
    (first,) = ranking.accepted(round_, (90, 91))
    found = ranking.drawn(round_, by, budget=Decimal(1000 * supported))
    model = Application.objects.get(pk=first.pk)
    fields = {f.attname: getattr(model, f.attname) for f in Application._meta.concrete_fields}
    fields |= {"created_at": timezone.now()}
    rows = [Application(**fields | {"id": None, "number": f"KC-2026-X{n:05}"}) for n in range(2, size + 1)]
    for row in rows:
        row.id = Application._meta.pk.get_default()
    Application.objects.bulk_create(rows, batch_size=1000)
    Place.objects.bulk_create(
        [
            Place(
                ranking=found, application=row, position=n, place=n, amount=Decimal(1000),
                outcome="support" if n <= supported else "reserve",
            )
            for n, row in enumerate(rows, 2)
        ],
        batch_size=1000,
    )  # fmt: skip
    found.places.filter(position=1).update(amount=Decimal(1000), outcome="support")
    return found


def test_totals_and_line_run_on_over_pages(monkeypatch, round_, clerk) -> None:
    monkeypatch.setattr(board, "PAGE_SIZE", 3)
    found = long_list(round_, clerk, 8, supported=5)
    pages = [board.page_of(found, str(number), board.sums(found))[1] for number in (1, 2, 3)]
    assert [row.place.position for rows in pages for row in rows] == list(range(1, 9))
    assert [row.total for row in pages[1]] == [4000, 5000, 5000]
    assert [row.place.position for rows in pages for row in rows if row.last] == [5]
    sums = board.sums(found)
    assert (sums.supported, sums.reserved, sums.amount, sums.left) == (5, 3, 5000, 0)
    client = signed_in(clerk)
    address = reverse("ranking", args=[found.pk])
    shown = client.get(address, {"page": 2}).text
    assert "KC-2026-X00005" in shown
    assert "KC-2026-X00002" not in shown
    to = client.get(address, {"find": "x00008"})
    assert to.url == f"{address}?page=3#p8"
    assert client.get(address, {"find": "没有"}).status_code == 200


def test_a_move_leads_to_the_page_where_the_line_stands_now(monkeypatch, round_, clerk) -> None:
    monkeypatch.setattr(board, "PAGE_SIZE", 2)
    rows = ranking.accepted(round_, (90, 91), (80, 81), (70, 71))
    found = ranking.drawn(round_, clerk, budget=Decimal(85000))
    address = reverse("ranking", args=[found.pk])
    data = {"application": rows[2].pk, "kind": "moved", "value": "1", "reason": "会前复核"}
    answer = signed_in(clerk).post(f"{address}change/?page=2", data)
    assert answer.url == f"{address}?page=1#p1"
    assert found.places.get(position=1).application_id == rows[2].pk
    wrong = signed_in(clerk).post(f"{address}change/?page=2", data | {"value": "9"})
    assert wrong.status_code == 422
    assert 'id="p3"' in wrong.text


def test_what_is_to_be_looked_at_leads_to_its_page(monkeypatch, round_, clerk) -> None:
    monkeypatch.setattr(board, "PAGE_SIZE", 2)
    ranking.accepted(round_, (90, 91), (80, 81), (90, 20))
    found = ranking.drawn(round_, clerk, budget=Decimal(500000))
    page = signed_in(clerk).get(reverse("ranking", args=[found.pk])).text
    assert 'href="?page=2#p3"' in page


@pytest.mark.exhaustive
def test_five_thousand_places_are_shown_in_few_queries_and_soon(round_, clerk) -> None:
    found = long_list(round_, clerk, 5000, supported=2000)
    client, address = signed_in(clerk), reverse("ranking", args=[found.pk])
    client.get(address)  # what is read once per process
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address, {"page": 20})
    taken = time.perf_counter() - begun
    assert page.status_code == 200
    names = ("session", "accounts_", "inbox_", "access_")
    own = [q for q in queries if not any(name in q["sql"] for name in names)]
    assert len(own) <= 12
    assert taken < 3, f"{taken * 1000:.0f} ms"  # a busy machine; measured alone it is far less
    print(f"{len(queries)} queries, {len(own)} its own, {taken * 1000:.0f} ms")  # for the record
