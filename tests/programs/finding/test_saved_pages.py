import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.finding.models import SavedSearch
from programs.policies.kinds import Kind
from tests.factories.accounts import UserFactory, bearer
from tests.factories.catalog import RoundFactory

pytestmark = pytest.mark.django_db
NEW, LIST = "/searches/new/?kind=voucher&page=2", "/searches/"


@pytest.fixture
def reader(client):
    found = UserFactory()
    client.force_login(found)
    return found


def test_a_visitor_signs_in_and_comes_back_to_the_filter(client) -> None:
    answer = client.get(NEW)
    assert answer.status_code == 302
    assert "kind%3Dvoucher" in answer["Location"]


def test_the_filter_of_the_address_is_saved_under_a_name(client, reader) -> None:
    RoundFactory(program__kind="voucher")
    page = client.get(NEW)
    assert (page.context["words"], page.context["count"]) == (str(Kind.VOUCHER.label), 1)
    answer = client.post("/searches/new/", {"query": "kind=voucher", "name": "券"})
    assert answer["Location"] == LIST
    row = SavedSearch.objects.get()
    assert (row.user, row.query, row.name, row.hits.count()) == (reader, "kind=voucher", "券", 1)
    assert "/programs/?kind=voucher" in client.get(LIST).text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"query": "kind=voucher", "name": " "}, "名称"),
        ({"query": "kind=nothing", "name": "券"}, "nothing"),
    ],
)
def test_what_cannot_be_saved_says_why_and_keeps_what_was_written(client, reader, data, sentence) -> None:
    answer = client.post("/searches/new/", data)
    assert answer.status_code == 200
    assert sentence in answer.context["problem"]
    assert SavedSearch.objects.count() == 0


def test_it_is_renamed_paused_resumed_and_deleted(client, reader) -> None:
    row = SavedSearch.objects.create(user=reader, name="券", query="")
    address = f"/searches/{row.pk}/"
    client.post(address, {"pause": "1"})
    assert "已暂停" in client.get(LIST).text
    client.post(address, {"resume": "1"})
    client.post(address, {"name": "新名", "rename": "1"})
    row.refresh_from_db()
    assert (row.name, row.paused_at) == ("新名", None)
    assert client.post(address, {"name": "", "rename": "1"}).context["problem"]
    client.post(address, {"delete": "1"})
    assert SavedSearch.objects.count() == 0


def test_the_list_asks_a_fixed_number_of_queries(client, reader) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    def save(name: str) -> None:
        SavedSearch.objects.create(user=reader, name=name, query="kind=voucher")

    save("1")
    count()
    one = count()
    save("2"), save("3")
    assert count() == one


def test_the_api_saves_lists_changes_and_deletes(client) -> None:
    reader = UserFactory()
    headers = bearer(reader)
    address = "/api/v1/saved-searches/"
    ask = {"headers": headers, "content_type": "application/json"}
    made = client.post(address, {"name": "Vouchers", "query": "kind=voucher"}, **ask)
    assert made.status_code == 201
    own = made["Location"]
    assert client.get(address, headers=headers).json()["results"] == [made.json()]
    changed = client.patch(own, {"name": "New", "paused": True}, **ask).json()
    assert (changed["name"], changed["paused"]) == ("New", True)
    assert client.patch(own, {"paused": False}, **ask).json()["paused"] is False
    for wrong, status in (
        ({"name": "", "query": ""}, 400),
        ({"name": "x", "query": "kind=nothing"}, 400),
        ({"name": "New", "query": ""}, 409),
    ):
        assert client.post(address, wrong, **ask).status_code == status
    other = bearer(UserFactory())
    assert client.get(own, headers=other).status_code == 404
    assert client.delete(own, headers=other).status_code == 404
    assert client.delete(own, headers=headers).status_code == 204
    assert client.get(address, headers=headers).json()["results"] == []
