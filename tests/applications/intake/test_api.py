import hashlib
from typing import Any

import pytest
from django.test import Client

from applications.intake.models import Application
from applications.intake.workflow import TRANSITIONS, Status
from portal.accounts.capacities import Capacity
from portal.api.problems import MEDIA_TYPE
from tests.factories import intake
from tests.factories.accounts import bearer, oneself
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db
BASE = "/api/v1/applications/"


class Api:
    """A program that acts in a capacity."""

    def __init__(self, capacity: Capacity) -> None:
        self.client = Client(headers=bearer(capacity.user) | {"X-Acting-As": capacity.key})

    def send(self, method: str, url: str, data: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        extra = {"data": data, "content_type": "application/json"} if data is not None else {}
        return getattr(self.client, method)(url, headers=named, **extra)


def of(application: Application, *parts: str) -> str:
    return "/".join([f"{BASE}{application.pk}", *parts, ""])


def test_the_whole_job_by_program() -> None:
    round_, capacity = intake.open_round(), member()
    api = Api(capacity)
    made = api.send("post", BASE, {"round": round_.pk, "organization": capacity.organization.uscc})
    assert made.status_code == 201
    draft = made.json()
    assert (draft["status"], draft["owner"], draft["number"], draft["receipt"]) == (
        "draft",
        "applicant",
        None,
        None,
    )
    assert draft["applicant"] == {
        "kind": "organization",
        "uscc": capacity.organization.uscc,
        "name": capacity.organization.name,
    }
    url = f"{BASE}{draft['id']}/"
    assert made["Location"] == url
    check = api.send("post", f"{url}check/").json()
    assert {error["field"] for error in check["errors"]} == {
        "/answers/contact", "/answers/staff", "/answers/amount", "/answers/service", "/answers/contract"
    }  # fmt: skip
    early = api.send("post", f"{url}actions/submit/", {})
    assert (early.status_code, early["Content-Type"]) == (400, MEDIA_TYPE)
    assert early.json()["errors"] == check["errors"]
    changed = api.send("patch", url, {"answers": intake.ANSWERS}, If_Match=made["ETag"])
    assert changed.json()["answers"] == intake.ANSWERS
    assert changed.json()["amount_asked"] == "85000.00"
    file = api.client.post(f"{url}attachments/", {"question": "contract", "file": intake.pdf()})
    assert file.json()["sha256"] == hashlib.sha256(intake.PDF).hexdigest()
    download = api.send("get", f"{url}attachments/{file.json()['id']}/")
    assert download.getvalue() == intake.PDF
    done = api.send("post", f"{url}actions/submit/", {}).json()
    assert (done["status"], done["owner"]) == ("submitted", "official")
    receipt = Client().get(f"/api/v1/receipts/{done['receipt']}/").json()
    assert set(receipt) == {
        *("number", "round", "content_hash", "received_at"),
        *("statement", "signature", "key_id"),
    }
    assert receipt["number"] == done["number"]
    events = api.send("get", f"{url}events/").json()["results"]
    assert [event["kind"] for event in events] == ["started", "submitted"]


def test_an_official_decides_by_program() -> None:
    application = intake.submitted()
    api = Api(intake.official())
    names = {a["name"]: a["allowed"] for a in api.send("get", of(application)).json()["actions"]}
    assert names == {"accept": True, "return": True, "refuse": True}
    silent = api.send("post", of(application, "actions", "refuse"), {})
    assert (silent.status_code, silent.json()["type"]) == (409, "urn:kechuang:problem:refused")
    assert api.send("post", of(application, "actions", "accept"), {}).json()["status"] == "accepted"
    above = api.send("post", of(application, "actions", "approve"), {"amount": "80000.001"})
    assert above.json()["errors"][0]["field"] == "/amount"
    approved = api.send("post", of(application, "actions", "approve"), {"amount": "80000"}).json()
    assert approved["amount_approved"] == "80000.00"


def test_starting_twice_is_refused_naming_the_first() -> None:
    application = intake.draft()
    capacity = intake.holder(application)
    body = {"round": application.round_id, "organization": capacity.organization.uscc}
    again = Api(capacity).send("post", BASE, body)
    assert (again.status_code, again.json()["existing"]) == (409, str(application.pk))


def test_the_same_key_starts_one_application() -> None:
    round_, capacity = intake.open_round(live_limit=5), member()
    body = {"round": round_.pk, "organization": capacity.organization.uscc}
    api = Api(capacity)
    first = api.send("post", BASE, body, Idempotency_Key="one")
    second = api.send("post", BASE, body, Idempotency_Key="one")
    assert first.json()["id"] == second.json()["id"]
    assert Application.objects.count() == 1


def test_starting_for_oneself_and_for_others_organizations() -> None:
    round_ = intake.open_round(applicant_kinds=["person", "organization"])
    capacity = oneself()
    stranger = Api(capacity).send(
        "post", BASE, {"round": round_.pk, "organization": member().organization.uscc}
    )
    assert stranger.json()["errors"][0]["field"] == "/organization"
    made = Api(capacity).send("post", BASE, {"round": round_.pk}).json()
    assert made["applicant"] == {"kind": "person", "name": str(capacity.user)}
    assert Api(capacity).send("post", BASE, {"round": 10**12}).json()["errors"][0]["field"] == "/round"


def test_a_stale_change_is_412_and_one_without_revision_428() -> None:
    application = intake.draft()
    api = Api(intake.holder(application))
    body = {"answers": {"contact": "林"}}
    assert api.send("patch", of(application), body).status_code == 428
    assert api.send("patch", of(application), body, If_Match='"1"').status_code == 200
    assert api.send("patch", of(application), body, If_Match='"1"').status_code == 412


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"unknown": "x"}, "/answers/unknown"),
        ({"contract": "x"}, "/answers/contract"),
        ({"contact": {"a": {"b": {"c": {"d": 1}}}}}, "/answers/contact"),
        (["x"], "/answers"),
        ({"contact": "x" * 20_001}, "/answers/contact"),
    ],
)
def test_answers_of_a_wrong_shape_name_their_place(answers: Any, field: str) -> None:
    application = intake.draft()
    refused = Api(intake.holder(application)).send(
        "patch", of(application), {"answers": answers}, If_Match='"1"'
    )
    assert refused.status_code == 400
    assert field in {error["field"] for error in refused.json()["errors"]}


def test_what_postgresql_cannot_store_is_cleaned() -> None:
    application = intake.draft()
    answers = {"contact": "林\u0000晚\ud800舟", "staff": "x\u0000"}
    done = Api(intake.holder(application)).send(
        "patch", of(application), {"answers": answers}, If_Match='"1"'
    )
    assert done.status_code == 200
    assert done.json()["answers"]["contact"] == "林晚舟"


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda transition: transition.action)
def test_every_action_as_every_role(transition: Any) -> None:
    application = intake.in_status(sorted(transition.sources)[0])
    strangers = {"other firm": member(), "self": oneself()}
    for capacity in strangers.values():
        answer = Api(capacity).send("post", of(application, "actions", transition.action), {})
        assert answer.status_code == 404
    readers = [member(application.organization, "viewer")]
    if application.status != Status.DRAFT:
        readers += [intake.auditing(), intake.official(intake.commission("sh-ja", "310106"))][:1]
    for capacity in readers:
        answer = Api(capacity).send("post", of(application, "actions", transition.action), {})
        assert answer.status_code == 409
    application.refresh_from_db()
    assert application.status in transition.sources


def test_the_list_filters_and_pages_with_a_fixed_number_of_queries() -> None:
    from tests.applications.intake.test_pages import count_queries

    capacity = member()
    api = Api(capacity)
    first = intake.draft(capacity=capacity)
    one = count_queries(api.client, BASE)
    second = intake.submitted(intake.draft(capacity=capacity))
    intake.draft(capacity=capacity)
    assert count_queries(api.client, BASE) == one

    def ids(**query: Any) -> list[str]:
        return [row["id"] for row in api.client.get(BASE, query).json()["results"]]

    assert ids(status="submitted") == [str(second.pk)] == ids(owner="official")
    assert ids(round=first.round_id) == [str(first.pk)] == ids(program=first.round.program.slug)
    assert len(ids(organization=capacity.organization.uscc)) == 3
    assert ids(submitted_after="2099-01-01T00:00:00Z") == []
    assert api.client.get(BASE, {"status": "none"}).status_code == 400
    page = api.client.get(BASE, {"page_size": 2}).json()
    assert len(page["results"]) == 2
    assert len(api.client.get(page["next"]).json()["results"]) == 1


def test_hostile_uploads_are_refused_with_a_sentence() -> None:
    from tests.portal.files import samples

    application = intake.draft()
    api = Api(intake.holder(application))
    for name, content in (
        ("合同.pdf", samples.HTML),
        ("合同.svg", samples.SVG),
        ("a.exe", samples.EXE),
        ("b.pdf", b""),
    ):
        answer = api.client.post(
            of(application, "attachments"), {"question": "contract", "file": intake.pdf(name, content)}
        )
        assert answer.status_code == 409, name
    wrong = api.client.post(of(application, "attachments"), {"question": "contact", "file": intake.pdf()})
    assert wrong.json()["errors"][0]["field"] == "/question"
    assert not application.attachments.exists()


def test_a_removed_file_is_gone_unless_it_was_handed_in() -> None:
    application = intake.filled()
    api = Api(intake.holder(application))
    attachment = application.attachments.get()
    url = of(application, "attachments", str(attachment.pk))
    assert api.send("delete", url).status_code == 204
    assert api.send("get", url).status_code == 404
    handed_in = intake.in_status("returned")
    api = Api(intake.holder(handed_in))
    url = of(handed_in, "attachments", str(handed_in.attachments.get().pk))
    assert api.send("delete", url).status_code == 204
    assert api.send("get", url).getvalue() == intake.PDF
