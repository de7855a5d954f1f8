"""Panels and reviews in the API: the same services and refusals as the pages, and nothing more to be seen."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from applications.panels.models import Criterion, Panel, Review
from applications.panels.services import reviewing
from portal.accounts.capacities import Capacity
from portal.inbox.models import Message
from portal.privacy import numbers
from tests.factories import experts as made
from tests.factories import intake
from tests.factories.accounts import bearer
from tests.factories.catalog import commission

pytestmark = pytest.mark.django_db


class Asking:
    """Requests of the API in a capacity."""

    def __init__(self, by: Capacity) -> None:
        self.client = Client(headers=bearer(by.user) | {"X-Acting-As": by.key})

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}")

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        ask = getattr(self.client, method)
        return ask(f"/api/v1{path}", body or {}, content_type="application/json", headers=headers)


def test_an_official_reads_panels_seats_conflicts_and_what_is_handed_in() -> None:
    world = made.assigned(applications=1, experts=2)
    api, pk = Asking(world.official), world.panel.pk
    found = api.get("/panels/?state=reviewing").json()["results"]
    assert [(row["name"], row["reviews"], row["handed_in"], row["overdue"]) for row in found] == [
        ("信息技术组", 2, 0, False)
    ]
    assert api.get("/panels/?state=closed").json()["results"] == []
    seats = api.get(f"/panels/{pk}/").json()["seats"]
    assert {seat["name"] for seat in seats} == {expert.name for expert in world.experts}
    reviews = api.get(f"/panels/{pk}/reviews/").json()["results"]
    assert [row["review"] for row in reviews] == [None, None]
    row, now = world.assignment, timezone.now()
    reviewing.save(row.pk, made.written(world.panel), by=world.writer, at=now)
    assert "技术路线" not in api.get(f"/panels/{pk}/reviews/").content.decode()
    reviewing.hand_in(row.pk, made.written(world.panel, 1), by=world.writer, at=now)
    handed = [row["review"] for row in api.get(f"/panels/{pk}/reviews/").json()["results"] if row["review"]]
    assert [(one["total"], [score["points"] for score in one["scores"]]) for one in handed] == [
        ("80.00", ["24.0", "16.0"])
    ]


@pytest.mark.exhaustive
def test_conflicts_are_read_with_their_reasons() -> None:
    world = made.assigned(applications=1, experts=1)
    reviewing.recuse(world.assignment.pk, "是我的学生", by=world.writer, at=timezone.now())
    path = f"/panels/{world.panel.pk}/conflicts/"
    found = Asking(world.official).get(path).json()["results"]
    assert [(row["kind"], row["source"], row["detail"]) for row in found] == [
        ("stated", "declared", "是我的学生")
    ]
    assert Asking(intake.auditing()).get(path).json()["count"] == 1
    assert Asking(intake.official(commission("elsewhere"))).get(path).status_code == 404


def test_a_panel_is_set_up_drawn_invited_and_taken_off() -> None:
    world = made.cast(applications=1, experts=1, answered=False)
    api, free = Asking(world.official), [made.ExpertFactory() for _n in range(2)]
    facts = {
        "round": world.round.pk,
        "name": "第二组",
        "per_application": 1,
        "answer_by": world.panel.answer_by.isoformat(),
        "due_on": world.panel.due_on.isoformat(),
        "promise": "保密承诺",
    }
    wrong = api.send("post", "/panels/", facts | {"financial": 2})
    assert [error["field"] for error in wrong.json()["errors"]] == ["/per_application"]
    answer = api.send("post", "/panels/", facts)
    assert (answer.status_code, answer.json()["composition"]) == (
        201,
        {"shares": {"technical": 60}, "kinds": {"financial": 0}},
    )
    assert api.send("post", "/panels/", facts).status_code == 400  # of this name already
    elsewhere = Asking(intake.official(commission("elsewhere")))
    assert elsewhere.send("post", "/panels/", facts | {"name": "第三组"}).status_code == 404
    path = answer["Location"].removeprefix("/api/v1")
    assert api.send("post", f"{path}invite/").status_code == 409  # nobody is drawn
    drawn = api.send("post", f"{path}draw/", {"technical": 3}).json()
    assert (drawn["state"], len(drawn["seats"]), len(drawn["seed"])) == ("drawn", 3, 32)
    off = f"{path}seats/{free[0].pk}/remove/"
    assert api.send("post", off, {"reason": ""}).status_code == 400
    assert len(api.send("post", off, {"reason": "已调离本市"}).json()["seats"]) == 2
    assert api.send("post", off, {"reason": "已调离本市"}).status_code == 404
    assert api.send("post", f"{path}find-conflicts/").status_code == 200
    invited = api.send("post", f"{path}invite/").json()
    assert (invited["state"], all(seat["invited_at"] for seat in invited["seats"])) == ("invited", True)


def test_reviews_are_assigned_reopened_added_and_the_panel_closed() -> None:
    world = made.cast(applications=1, experts=2, per_application=1)
    api, path, now = Asking(world.official), f"/panels/{world.panel.pk}/", timezone.now()
    assert api.send("post", f"{path}assign/").json()["reviews"] == 1
    row = world.panel.assignments.get()
    assert api.send("post", f"{path}close/").status_code == 409
    by = made.reviewing(row.expert)
    reviewing.hand_in(row.pk, made.written(world.panel), by=by, at=now)
    reopen = f"/panels/reviews/{row.pk}/reopen/"
    assert api.send("post", reopen, {"reason": ""}).status_code == 400
    reopened = api.send("post", reopen, {"reason": "缺一项说明"}).json()
    assert (reopened["state"], reopened["review"]) == ("reopened", None)
    reviewing.hand_in(row.pk, made.written(world.panel, 1), by=by, at=now)
    added = api.send("post", f"/panels/reviews/{row.pk}/add-expert/")
    assert (added.status_code, added.json()["reviews"]) == (200, 2)
    other = world.panel.assignments.exclude(pk=row.pk).get()
    reviewing.hand_in(other.pk, made.written(world.panel), by=made.reviewing(other.expert), at=now)
    assert api.send("post", f"{path}close/").json()["state"] == "closed"
    assert Asking(intake.auditing()).send("post", f"{path}close/").status_code in (403, 409)


@pytest.mark.exhaustive
def test_the_day_is_moved_with_the_same_refusals() -> None:
    world = made.assigned(applications=1, experts=1)
    api, path = Asking(world.official), f"/panels/{world.panel.pk}/due/"
    later = (world.panel.due_on + timedelta(days=7)).isoformat()
    assert api.send("post", path, {"due_on": later}).status_code == 400
    early = api.send("post", path, {"due_on": world.panel.due_on.isoformat(), "reason": "出差"})
    assert (early.status_code, early.json()["type"]) == (409, "urn:kechuang:problem:refused")
    moved = api.send("post", path, {"due_on": later, "reason": "出差"})
    assert (moved.status_code, moved.json()["due_on"]) == (200, later)
    assert Message.objects.filter(kind="review_due_moved").count() == 1


def test_an_expert_accepts_reads_saves_and_hands_in() -> None:
    world = made.cast(applications=1, experts=1, answered=False)
    api, seat = Asking(world.writer), world.panel.seats.get()
    asked = api.get("/reviews/invitations/").json()["results"]
    assert [(row["answer"], row["promise"], row["refusal"]) for row in asked] == [("none", "保密承诺", None)]
    accept = f"/reviews/invitations/{seat.pk}/accept/"
    assert api.send("post", accept, {"promise": False}).status_code == 409
    assert api.send("post", accept, {"promise": True}).json()["answer"] == "accepted"
    made.assigning.assign_all(world.panel.pk, by=world.official, at=timezone.now())
    row = api.get("/reviews/").json()["results"][0]
    assert (row["number"], row["application"]) == (1, world.applications[0].number)
    path = f"/reviews/{row['id']}/"
    read = api.get(path)
    assert (read["ETag"], read.json()["refusal"]) == ('"0"', None)
    first, second = Criterion.objects.order_by("position").values_list("pk", flat=True)
    half = {"scores": {str(first): {"points": "5.0"}}, "opinion": "太短"}
    assert api.send("patch", path, half).status_code == 428
    saved = api.send("patch", path, half, **{"If-Match": '"0"'})
    assert (saved.status_code, saved["ETag"], saved.json()["total"]) == (200, '"1"', None)
    assert api.send("patch", path, half, **{"If-Match": '"0"'}).status_code == 412
    refused = api.send("post", f"{path}hand-in/")
    assert (refused.status_code, {error["field"] for error in refused.json()["errors"]}) == (
        400,
        {f"/scores/{first}/reason", f"/scores/{second}/points", "/recommendation", "/opinion"},
    )
    rest = {
        "scores": {str(first): {"points": "24.0"}, str(second): {"points": "16.0"}},
        "recommendation": "support",
        "opinion": made.OPINION,
    }
    revision = api.get(path)["ETag"]
    assert api.send("patch", path, rest, **{"If-Match": revision}).json()["total"] == "80.00"
    done = api.send("post", f"{path}hand-in/")
    assert (done.status_code, done.json()["state"]) == (200, "handed_in")
    assert api.send("patch", path, half, **{"If-Match": done["ETag"]}).status_code == 409
    assert Review.objects.get().versions.count() == 1


@pytest.mark.exhaustive
def test_points_outside_and_criteria_of_others_are_refused_at_their_place() -> None:
    world = made.assigned(applications=1, experts=1)
    api, path = Asking(world.writer), f"/reviews/{world.assignment.pk}/"
    first = Criterion.objects.order_by("position")[0].pk
    for key, points in ((str(first), "31.0"), ("0", "1.0")):
        answer = api.send("patch", path, {"scores": {key: {"points": points}}}, **{"If-Match": '"0"'})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["field"].startswith(f"/scores/{key}")
    assert not Review.objects.exists()


@pytest.mark.exhaustive
def test_an_expert_declines_or_is_recused() -> None:
    asked = made.cast(applications=1, experts=1, answered=False)
    decline = f"/reviews/invitations/{asked.panel.seats.get().pk}/decline/"
    assert Asking(asked.writer).send("post", decline, {"reason": "出差"}).status_code == 204
    assert Asking(asked.writer).send("post", decline).status_code == 404
    world = made.assigned(applications=1, experts=1)
    recuse = f"/reviews/{world.assignment.pk}/recuse/"
    assert Asking(world.writer).send("post", recuse, {"reason": "学生"}).status_code == 204
    assert Asking(world.writer).get("/reviews/").json()["results"] == []


@pytest.mark.exhaustive
def test_files_are_fetched_by_their_number() -> None:
    world = made.assigned(applications=1, experts=1)
    api, path = Asking(world.writer), f"/reviews/{world.assignment.pk}/"
    assert [given["number"] for given in api.get(path).json()["paper"]["files"]] == [1]
    answer = api.get(f"{path}files/1/")
    assert (answer.status_code, answer.getvalue()[:4]) == (200, b"%PDF")
    assert api.get(f"{path}files/2/").status_code == 404


def test_the_pool_is_read_with_masked_numbers_by_who_keeps_it() -> None:
    expert = made.ExpertFactory(name="沈书言", phone=numbers.seal_account("13812345678"))
    official = Asking(intake.official())
    found = official.get("/experts/?q=沈书言").json()["results"]
    assert [(row["name"], row["numbers"]["phone"][-4:]) for row in found] == [("沈书言", "5678")]
    one = official.get(f"/experts/{expert.pk}/")
    assert one.json()["email"] == expert.email
    assert "13812345678" not in one.content.decode()
    assert Asking(made.reviewing(expert)).get("/experts/").status_code == 404


@pytest.mark.exhaustive
def test_lists_cost_the_same_for_one_and_for_three(django_assert_max_num_queries: Any) -> None:
    world = made.assigned(applications=1, experts=3)
    api = Asking(world.official)
    for path in ("/panels/", f"/panels/{world.panel.pk}/", f"/panels/{world.panel.pk}/reviews/"):
        api.get(path)
        with django_assert_max_num_queries(16):
            assert api.get(path).status_code == 200
    Panel.objects.update(state="closed")
    assert api.get("/panels/?state=closed").json()["count"] == 1
