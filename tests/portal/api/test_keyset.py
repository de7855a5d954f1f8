from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from rest_framework.test import APIClient

from portal.accounts.models import Department, User
from portal.api.idempotency import IdempotentReply
from portal.api.keyset import BadCursor, Keyset
from portal.reference.models import Region

MORNING = datetime(2026, 11, 21, 1, 2, 3, 456789, tzinfo=UTC)
LISTS = Keyset(
    {
        "newest": ["-last_login", "-id"],
        "oldest": ["last_login", "id"],
        "name": ["name", "-last_login", "id"],
        "phone": ["reachable", "id"],
    }
)


@pytest.fixture
def people(db: None) -> None:
    """Seven people: ties, and two who were never here."""
    moments = [0, 1, 1, 1, 2, None, None]
    for number, minutes in enumerate(moments):
        at = None if minutes is None else MORNING + timedelta(minutes=minutes)
        User.objects.create(
            email=f"{number}@example.com",
            name="甲乙"[number % 2],
            phone="" if number < 3 else "1",
            last_login=at,
        )


def rows():
    return User.objects.annotate(reachable=NullIf("phone", Value("")))


def expected(name: str) -> list[int]:
    orders = {
        "newest": [F("last_login").desc(nulls_last=True), "-id"],
        "oldest": [F("last_login").asc(nulls_last=True), "id"],
        "name": ["name", F("last_login").desc(nulls_last=True), "id"],
        "phone": [F("reachable").asc(nulls_last=True), "id"],
    }
    return [row.pk for row in rows().order_by(*orders[name])]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
@pytest.mark.parametrize("name", list(LISTS.orderings))
def test_pages_forth_and_back_show_every_row_once(people, name, size):
    pages = [LISTS.page(rows(), size, name)]
    while pages[-1].next:
        pages.append(LISTS.page(rows(), size, name, pages[-1].next))
    assert [row.pk for page in pages for row in page.rows] == expected(name)
    assert pages[0].previous is None
    for earlier, later in pairwise(pages):
        assert LISTS.page(rows(), size, name, later.previous).rows == earlier.rows
    back = LISTS.page(rows(), size, name, pages[-1].previous) if len(pages) > 1 else pages[-1]
    assert (back.next is None) == (len(pages) == 1)


def test_a_row_that_arrives_between_two_pages_shifts_nothing(people):
    first = LISTS.page(rows(), 3, "newest")
    User.objects.create(email="new@example.com", last_login=MORNING + timedelta(hours=1))
    second = LISTS.page(rows(), 3, "newest", first.next)
    assert not set(first.rows) & set(second.rows)
    assert len(LISTS.page(rows(), 3, "newest", second.previous).rows) == 3


def test_the_end_of_an_emptied_list_has_no_neighbors(people):
    cursor = LISTS.page(rows(), 3, "oldest").next
    User.objects.all().delete()
    page = LISTS.page(rows(), 3, "oldest", cursor)
    assert (page.rows, page.next, page.previous) == ([], None, None)


def test_a_plain_column_is_ordered_as_its_index_is(db, django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        Keyset({"newest": ["-created_at", "-id"]}).page(IdempotentReply.objects.all(), 3)
    assert 'ORDER BY "api_idempotentreply"."created_at" DESC, ' in queries.captured_queries[0]["sql"]


@pytest.mark.parametrize("cursor", ["x", "W10:abc", "\x00", "é"])
def test_a_cursor_that_was_not_given_is_refused(people, cursor):
    with pytest.raises(BadCursor):
        LISTS.page(rows(), 3, "newest", cursor)


def test_a_cursor_of_another_ordering_is_refused(people):
    with pytest.raises(BadCursor):
        LISTS.page(rows(), 3, "oldest", LISTS.page(rows(), 3, "newest").next)


def test_an_ordering_that_does_not_end_in_the_key_is_refused():
    with pytest.raises(ValueError, match="Ordering name must end in id"):
        Keyset({"name": ["name"]})


def test_a_coalesced_column_can_be_a_key(people):
    keyset = Keyset({"seen": ["-seen", "-id"]})
    query = User.objects.annotate(seen=Coalesce("last_login", Value(MORNING - timedelta(days=1))))
    page = keyset.page(query, 4)
    assert len(keyset.page(query, 4, cursor=page.next).rows) == 3


@pytest.mark.urls("tests.portal.api.views")
def test_the_api_links_pages_and_refuses_what_it_does_not_know(db):
    Region.objects.create(code="310000", name="上海市", level="province")
    for code in "abc":
        Department.objects.create(code=code, name=code, level="city", region_id="310000")
    client = APIClient(HTTP_ACCEPT_LANGUAGE="en")
    first = client.get("/api/departments/?page_size=2&ordering=-code").json()
    assert (first["results"], first["previous"]) == (["c", "b"], None)
    second = client.get(first["next"]).json()
    assert (second["results"], second["next"]) == (["a"], None)
    assert client.get(second["previous"]).json()["results"] == ["c", "b"]
    wrong = client.get("/api/departments/?ordering=name").json()["errors"]
    assert wrong == [{"field": "/ordering", "code": "invalid", "message": "Choose one of: code, -code."}]
    assert client.get("/api/departments/?cursor=nonsense").json()["errors"][0]["field"] == "/cursor"


@pytest.mark.urls("tests.portal.api.views")
@pytest.mark.parametrize(("size", "count"), [("0", 20), ("-1", 20), ("x", 20), ("9" * 5000, 100), ("3", 3)])
def test_the_size_of_a_page_is_bounded(db, size, count):
    Region.objects.create(code="310000", name="上海市", level="province")
    for number in range(101):
        Department.objects.create(code=f"d{number}", name="d", level="city", region_id="310000")
    assert len(APIClient().get("/api/departments/", {"page_size": size}).json()["results"]) == count
