from datetime import UTC, date, datetime

import pytest
from rest_framework.test import APIClient

from portal.facts.models import (
    BankAccount,
    CreditRecord,
    CurrentFacts,
    Qualification,
    Recommender,
    Statement,
    YearlyFigures,
)
from tests.factories.accounts import DepartmentFactory, official, region
from tests.factories.facts import on_file, qualification
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 4, tzinfo=UTC), tick=False)


@pytest.fixture
def owner():
    capacity = member()
    on_file(capacity.organization, registered_capital=5_000_000, revenue_2025=31_800_000)
    return capacity


def client(capacity):
    found = APIClient(headers={"x-acting-as": capacity.key, "accept-language": "en"})
    found.force_login(capacity.user)
    return found


def path(owner, rest="file/"):
    return f"/api/v1/organizations/{owner.organization.uscc}/{rest}"


def facts(answer):
    return {(row["key"], row["year"]): row["value"] for row in answer.json()["facts"]}


def test_file_as_of_a_day(owner):
    qualification(owner.organization, holds_from=date(2026, 3, 1))
    today, before = client(owner).get(path(owner)), client(owner).get(path(owner), {"on": "2025-12-31"})
    assert facts(today)["revenue", 2025] == "31800000.00"
    assert ("revenue", 2025) not in facts(before)
    assert [row["kind"] for row in today.json()["qualifications"]] == ["hitech"]
    assert before.json()["qualifications"] == []
    assert client(owner).get(path(owner), {"on": "yesterday"}).status_code == 400


def test_facts_are_stated_from_a_revision(owner):
    api, revision = client(owner), client(owner).get(path(owner))["ETag"]
    body = {"facts": [{"key": "staff", "year": 2025, "value": 36}, {"key": "legal_form", "value": "stock"}]}
    assert api.patch(path(owner), body, format="json").status_code == 428
    answer = api.patch(path(owner), body, format="json", headers={"if-match": revision})
    assert (answer.status_code, facts(answer)["staff", 2025]) == (200, 36)
    body["facts"][0]["value"] = 40
    assert api.patch(path(owner), body, format="json", headers={"if-match": revision}).status_code == 412
    assert YearlyFigures.objects.get().staff == 36
    assert CurrentFacts.objects.get().legal_form == "stock"


@pytest.mark.parametrize(
    "fact",
    [
        {"key": "staff", "value": 3},
        {"key": "staff", "year": 2025, "value": "many"},
        {"key": "staff", "year": 2025, "value": True},
        {"key": "name", "value": "甲"},
        {"key": "legal_form", "value": "club"},
    ],
)
def test_nonsense_is_refused_with_its_place(owner, fact):
    api, revision = client(owner), client(owner).get(path(owner))["ETag"]
    answer = api.patch(path(owner), {"facts": [fact]}, format="json", headers={"if-match": revision})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"].startswith("/facts/0/")


def test_line_entered_listed_and_taken_back(owner):
    api, body = client(owner), {"kind": "hitech", "number": "GR1", "holds_from": "2025-01-01"}
    made = api.post(path(owner, "qualifications/"), body, format="json")
    assert (made.status_code, made.json()["origin"]) == (201, "organization")
    assert len(api.get(path(owner, "qualifications/")).json()) == 1
    assert api.post(path(owner, "qualifications/"), body | {"number": "2"}, format="json").status_code == 409
    late = body | {"holds_to": "2024-01-01"}
    assert api.post(path(owner, "qualifications/"), late, format="json").status_code == 400
    one = path(owner, f"qualifications/{made.json()['id']}/")
    assert api.delete(one).status_code == 204
    assert api.delete(one).status_code == 404
    assert api.get(path(owner, "qualifications/")).json() == []


def test_officials_verify_and_enter_credit_records_and_others_do_not(owner):
    row, office = qualification(owner.organization), client(official())
    fact = Statement.objects.get(key="registered_capital")
    body = {"kind": "ban", "holds_from": "2026-01-05"}
    assert client(owner).post(path(owner, "credit/"), body, format="json").status_code == 409
    assert office.post(path(owner, "credit/"), body, format="json").status_code == 201
    assert CreditRecord.objects.get().origin == "official"
    for of, pk in (("facts", fact.pk), ("qualifications", row.pk)):
        body = {"of": of, "id": pk}
        where = path(owner, "file/verifications/")
        assert client(owner).post(where, body, format="json").status_code == 409
        assert office.post(where, body, format="json").status_code == 204
        assert office.post(where, body | {"id": 10**6}, format="json").status_code == 404
    assert Qualification.objects.get().verified_by is not None
    shown = {row["key"]: row["verified_at"] for row in office.get(path(owner)).json()["facts"]}
    assert shown["registered_capital"] is not None
    assert shown["revenue"] is None


def test_file_of_another_organization_is_not_there(owner):
    stranger = client(member())
    for rest in ("file/", "rights/", "qualifications/", "credit/", "shareholders/"):
        assert stranger.get(path(owner, rest)).status_code == 404
    assert (
        stranger.post(path(owner, "file/verifications/"), {"of": "facts", "id": 1}, format="json").status_code
        == 404
    )


def test_account_is_written_and_never_read(owner):
    api, url = client(owner), path(owner, "account/")
    empty = api.get(url)
    assert empty.json() == {
        "holder": "", "bank": "", "last_digits": "", "changed_at": None, "revision": 0
    }  # fmt: skip
    body = {"holder": "甲", "bank": "示范银行", "number": "6222 0000 1234 5678"}
    assert api.patch(url, body, format="json").status_code == 428
    kept = api.patch(url, body, format="json", headers={"if-match": empty["ETag"]})
    assert (kept.status_code, kept.json()["last_digits"], kept["ETag"]) == (200, "5678", '"1"')
    assert "12345678" not in kept.content.decode() + api.get(url).content.decode()
    assert api.patch(url, body, format="json", headers={"if-match": empty["ETag"]}).status_code == 412
    again = api.patch(url, {"bank": "乙银行"}, format="json", headers={"if-match": '"1"'})
    assert again.json()["bank"] == "乙银行"
    assert BankAccount.objects.get().account_number == "6222000012345678"


def test_account_without_a_right_number_is_refused_at_the_field(owner):
    api, url = client(owner), path(owner, "account/")
    for body in (
        {"holder": "甲", "bank": "示范银行", "number": "12"},
        {"holder": "甲", "number": "62220000"},
    ):
        answer = api.patch(url, body, format="json", headers={"if-match": '"0"'})
        assert (answer.status_code, len(answer.json()["errors"])) == (400, 1)
    unnamed = {"holder": "甲", "bank": "示范银行"}
    answer = api.patch(url, unnamed, format="json", headers={"if-match": '"0"'})
    assert "Write the number of the account." in answer.json()["detail"]
    assert not BankAccount.objects.exists()


def test_recommender_is_chosen_by_members_and_officials_of_the_region(owner):
    near = DepartmentFactory(code="jd", level="district", region=region())
    station = DepartmentFactory(code="jd-park", level="station", region=region("310106"))
    DepartmentFactory(code="city", level="city", region=region())
    api, url = client(owner), path(owner, "recommender/")
    assert api.get(url).json() == {"department": near.code, "chosen": False}
    assert api.put(url, {"department": "city"}, format="json").status_code == 400
    chosen = api.put(url, {"department": station.code}, format="json")
    assert chosen.json() == {"department": station.code, "chosen": True}
    assert client(official()).put(url, {"department": near.code}, format="json").status_code == 200
    assert Recommender.objects.get().department == near
