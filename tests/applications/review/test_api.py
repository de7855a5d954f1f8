"""The formal check, tags, notes and actions on many in the API: the same services, the same refusals."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from applications.review import bulk
from applications.review.models import BulkRow, InternalNote, PointFinding
from portal.accounts.capacities import Capacity
from tests.factories import intake
from tests.factories.accounts import bearer
from tests.factories.review import to_check

pytestmark = pytest.mark.django_db
API = "/api/v1"


def asking(by: Capacity) -> Client:
    return Client(headers=bearer(by.user) | {"X-Acting-As": by.key})


def send(client: Client, method: str, path: str, data: object = None):
    return client.generic(
        method, f"{API}{path}", "" if data is None else json.dumps(data), "application/json"
    )


def test_the_formal_check_is_filled_in_point_by_point() -> None:
    application = to_check()
    clerk = asking(intake.official(application.round.department))
    path = f"/applications/{application.pk}/formal-check/"
    assert clerk.get(f"{API}{path}").json()["unanswered"] == 3
    found = [{"key": "contract", "result": "not_met", "note": "第3页"}, {"key": "staff", "result": "met"}]
    told = send(clerk, "PATCH", path, {"findings": found}).json()
    assert [point["result"] for point in told["points"]] == ["not_met", "met", ""]
    assert (told["unanswered"], told["suggests"]) == (1, "")
    scope = {"findings": [{"key": "scope", "result": "not_applicable"}]}
    assert send(clerk, "PATCH", path, scope).json()["suggests"] == "return"
    assert PointFinding.objects.get(point__key="contract").note == "第3页"
    wrong = send(clerk, "PATCH", path, {"findings": [{"key": "staff", "result": "perhaps"}]})
    assert wrong.status_code == 400
    intake.decided(application, "return")
    late = send(clerk, "PATCH", path, {"findings": found})
    assert late.status_code == 409
    assert "刷新页面" in late.json()["detail"]
    firm = asking(intake.holder(application))
    for what in ("formal-check", "notes", "tags"):
        assert firm.get(f"{API}/applications/{application.pk}/{what}/").status_code == 404


def test_notes_and_tags_are_the_departments_own() -> None:
    application = intake.submitted()
    clerk = asking(intake.official(application.round.department))
    base = f"/applications/{application.pk}"
    assert send(clerk, "POST", f"{base}/notes/", {"text": "须核实发票。"}).status_code == 201
    assert [row["text"] for row in clerk.get(f"{API}{base}/notes/").json()] == ["须核实发票。"]
    tag = send(clerk, "POST", f"{base}/tags/", {"name": "急"}).json()
    assert clerk.get(f"{API}{base}/tags/").json() == [tag]
    assert send(clerk, "DELETE", f"{base}/tags/{tag['id']}/").status_code == 204
    assert clerk.get(f"{API}{base}/tags/").json() == []
    elsewhere = asking(intake.official(intake.commission("sh-ja", "310106")))
    assert elsewhere.get(f"{API}{base}/notes/").status_code == 404
    assert InternalNote.objects.count() == 1


def test_many_are_planned_looked_at_started_and_read() -> None:
    rows = [intake.submitted(), intake.submitted(), intake.in_status("accepted")]
    by = intake.official(rows[0].round.department)
    clerk = asking(by)
    wanted = {"action": "accept", "applications": [str(row.pk) for row in rows]}
    planned = send(clerk, "POST", "/bulk-runs/", wanted)
    assert planned.status_code == 201
    run = planned.json()
    assert (run["confirmed_at"], run["waiting"]) == (None, 3)
    would = clerk.get(f"{API}/bulk-runs/{run['id']}/rows/").json()["results"]
    assert sorted(bool(row["sentence"]) for row in would) == [False, False, True]
    assert send(clerk, "POST", f"/bulk-runs/{run['id']}/start/").status_code == 202
    bulk.work_all()
    told = clerk.get(f"{API}/bulk-runs/{run['id']}/").json()
    assert (told["done"], told["refused"], told["waiting"]) == (2, 1, 0)
    assert BulkRow.objects.filter(result="done").count() == 2
    missing = send(clerk, "POST", "/bulk-runs/", wanted | {"action": "tag"})
    assert missing.status_code == 400
    elsewhere = intake.official(intake.commission("sh-ja", "310106")).user.pk
    stranger = wanted | {"action": "assign", "to": elsewhere}
    assert send(clerk, "POST", "/bulk-runs/", stranger).status_code == 400
    colleague = intake.official(rows[0].round.department)
    assert send(asking(colleague), "POST", f"/bulk-runs/{run['id']}/start/").status_code == 404
    assert asking(intake.holder(rows[0])).get(f"{API}/bulk-runs/").status_code == 404
    assert timezone.now() >= bulk.BulkRun.objects.get().confirmed_at
