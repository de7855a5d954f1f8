"""Notices, objections and appeals in the API: all read, two people publish, nobody learns who objects."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from applications.notices import appealing, objecting
from applications.notices.models import Notice
from portal.accounts.capacities import Capacity
from tests.applications.notices.test_notices import prepared, proposed, released, statement
from tests.factories import intake
from tests.factories.accounts import bearer

pytestmark = pytest.mark.django_db
API = "/api/v1"


def asking(by: Capacity) -> Client:
    return Client(headers=bearer(by.user) | {"X-Acting-As": by.key})


def post(client: Client, path: str, data: object = None):
    return client.post(f"{API}{path}", json.dumps(data or {}), content_type="application/json")


@pytest.fixture
def round_():
    return intake.open_round(stages=("notice",), live_limit=9)


@pytest.fixture
def clerk() -> Capacity:
    return intake.official()


def test_one_prepares_another_releases_everybody_reads(round_, clerk) -> None:
    proposed(round_, clerk)
    words = {"round": round_.pk, "kind": "proposed", "title": "公示", "contact": "规划处"}
    head, visitor = intake.official(rank="head"), Client()
    made = post(asking(clerk), "/notices/", words)
    assert made.status_code == 201
    address = f"/notices/{made.json()['id']}/"
    assert visitor.get(f"{API}{address}").status_code == 404
    seen = {"seen": made.json()["content_hash"]}
    assert post(asking(clerk), f"{address}release/", seen).status_code == 409
    assert post(visitor, f"{address}release/", seen).status_code in (401, 403)
    assert post(asking(head), f"{address}release/", {"seen": "0" * 64}).status_code == 409
    out = post(asking(head), f"{address}release/", seen)
    assert out.json()["state"] == "released"
    told = visitor.get(f"{API}{address}").json()
    assert told["lines"][0]["position"] == 1
    assert "application" not in told["lines"][0]
    assert [row["title"] for row in visitor.get(f"{API}/notices/").json()["results"]] == ["公示"]
    assert post(asking(clerk), f"{address}conclude/").status_code == 409  # it is still out
    elsewhere = intake.official(intake.commission("sh-ja", "310106"))
    assert post(asking(elsewhere), "/notices/", words).status_code == 404
    assert Notice.objects.get().prepared_by == clerk.user


def test_objections_are_answered_without_their_name(round_, clerk) -> None:
    proposed(round_, clerk)
    notice = released(prepared(round_, clerk), intake.official(rank="head"))
    made, _code = objecting.make(notice, statement(line=None), [], at=timezone.now())
    client, path = asking(clerk), f"/objections/{made.pk}/"
    told = client.get(f"{API}{path}")
    assert told.json()["text"] == "已获资助"
    assert "高某" not in told.text
    assert "11010519491231002X" not in told.text
    assert asking(intake.auditing()).get(f"{API}{path}").status_code == 404
    assert post(client, f"{path}follow/", {"words": "更正"}).status_code == 409
    answered = post(client, f"{path}answer/", {"upheld": True, "words": "属实。"})
    assert answered.json()["state"] == "upheld"
    assert post(client, f"{path}answer/", {"upheld": False, "words": "改判"}).status_code == 409
    assert post(client, f"{path}follow/", {"words": "已更正。"}).status_code == 200
    assert len(client.get(f"{API}/objections/").json()["results"]) == 1
    assert made.events.filter(kind="followed").count() == 1


def test_an_upheld_appeal_takes_the_decision_up_again(clerk) -> None:
    application = intake.in_status("declined")
    firm = intake.holder(application)
    appealing.appeal(application.pk, "漏计一项合同。", capacity=firm, at=timezone.now())
    client, path = asking(clerk), f"/appeals/{application.pk}/"
    assert client.get(f"{API}/appeals/").json()["results"][0]["state"] == "open"
    assert asking(firm).get(f"{API}/appeals/").status_code == 404
    assert post(client, f"{path}answer/", {"upheld": True, "words": "属实。"}).status_code == 200
    assert post(client, f"{path}follow/", {"step": "reconsider", "words": "重新核定"}).status_code == 200
    application.refresh_from_db()
    assert application.status == "accepted"
    assert post(client, f"{path}follow/", {"step": "reconsider", "words": "再议"}).status_code == 409


def test_a_line_is_corrected_and_the_rest_of_it_stays(round_, clerk) -> None:
    proposed(round_, clerk)
    notice = released(prepared(round_, clerk), intake.official(rank="head"))
    path, right = f"/notices/{notice.pk}/lines/1/correct/", {"leader": "周明远", "reason": "负责人姓名有误"}
    was = notice.lines.get()
    assert post(asking(intake.official(intake.commission("sh-ja", "310106"))), path, right).status_code == 404
    assert post(asking(clerk), path, {"leader": "周明远"}).status_code == 400
    assert post(asking(clerk), path.replace("/1/", "/9/"), right).status_code == 404
    made = post(asking(clerk), path, right)
    assert (made.status_code, made.json()["kind"], made.json()["corrects"]) == (
        201,
        "correction",
        str(notice.pk),
    )
    assert [(line["unit"], line["leader"]) for line in made.json()["lines"]] == [(was.unit, "周明远")]
    notice.lines.get(leader=was.leader)  # what was read stays
