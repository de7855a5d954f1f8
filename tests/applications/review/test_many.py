"""One action on many: fixed when previewed, done once, each row through its service."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from applications.intake.models import Application, ApplicationEvent, Letter
from applications.intake.services import transition
from applications.review import bulk
from applications.review.models import BulkRow, BulkRun, Tag
from applications.review.tasks import each_minute
from portal.accounts.models import Post
from portal.api.problems import Refused
from portal.history.services import Outcome, verify
from portal.inbox.models import Message
from tests.applications.intake.asking import signed_in
from tests.factories import intake
from tests.factories.accounts import DepartmentFactory
from tests.factories.organizations import OrganizationFactory, member
from tests.factories.review import found, with_points
from tests.portal.inbox.processes import in_parallel

pytestmark = pytest.mark.django_db
NEW = "/workbench/many/new/?view=all&scope=all&action="


@pytest.fixture
def by():
    return intake.official()


@pytest.fixture
def round_():
    return intake.open_round()


def three(round_) -> list[Application]:
    return [intake.submitted(intake.draft(round_)) for _number in range(3)]


def planned(by, action: str = "accept", **inputs) -> BulkRun:
    return bulk.plan(bulk.WORKS[action], inputs, Application.objects.all(), by=by)


def carried_out(run: BulkRun, by) -> list[str]:
    bulk.confirm(run.pk, by=by, at=timezone.now())
    bulk.work_all()
    return sorted(run.rows.values_list("result", flat=True))


def test_from_the_workbench_to_the_results(by, round_) -> None:
    rows, client = three(with_points(round_)), signed_in(by)
    for row in rows[:2]:
        found(row, by, contract="met", staff="met", scope="met")
    late = client.post(f"{NEW}accept")["Location"]
    intake.submitted(intake.draft(round_))  # after the preview
    assert "3" in client.get(late).text
    assert client.get(late).text.count("badge st warn") == 1
    assert not Letter.objects.exists()
    client.post(f"{late}start/")
    client.post(f"{late}start/")
    bulk.work_all()
    assert Letter.objects.filter(kind="acceptance").count() == 2
    results = list(BulkRow.objects.values_list("result", flat=True))
    assert sorted(results) == ["done", "done", "refused"]
    shown = client.get(f"{late}?result=refused").text
    assert rows[2].number in shown
    assert rows[0].number not in shown
    assert "<html" not in client.get(late, headers={"hx-request": "true"}).text
    assert client.get(reverse("bulk_runs")).text.count(late) == 1
    assert all(verdict.outcome == Outcome.OK for verdict in verify(ApplicationEvent.objects.all()))


def test_results_are_exported_with_formulas_escaped(by, round_) -> None:
    firm = OrganizationFactory(name='=HYPERLINK("http://evil")')
    application = intake.submitted(intake.draft(round_, member(firm)))
    run = planned(by)
    carried_out(run, by)
    response = signed_in(by).get(reverse("bulk_export", args=[run.pk]))
    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert rows[1][:2] == (application.number, '\'=HYPERLINK("http://evil")')


@pytest.mark.exhaustive
def test_a_colleague_and_a_tag_are_given_to_many(by, round_) -> None:
    three(round_)
    heir, client = intake.official(), signed_in(by)
    Post.objects.filter(user=by.user).update(rank="head")
    url = client.post(f"{NEW}assign", {"to": heir.user.pk})["Location"]
    client.post(f"{url}start/")
    url = client.post(f"{NEW}tag", {"tag": "第一批"})["Location"]
    client.post(f"{url}start/")
    each_minute(timezone.now())
    assert Application.objects.filter(handler=heir.user).count() == 3
    assert Tag.objects.get().uses.count() == 3
    assert client.post(f"{NEW}assign", {"to": 0}).status_code == 422
    assert client.post(f"{NEW}tag", {"tag": ""}).status_code == 422
    assert client.get(f"{NEW}publish").status_code == 404


@pytest.mark.exhaustive
def test_only_what_the_department_itself_handles_is_taken(by, round_) -> None:
    three(round_)
    other = intake.official(DepartmentFactory(code="elsewhere"))
    with pytest.raises(Refused):
        planned(other)
    run = planned(by)
    client = signed_in(other)
    assert client.get(reverse("bulk_run", args=[run.pk])).status_code == 404
    assert client.post(reverse("bulk_start", args=[run.pk])).status_code == 404
    colleague = signed_in(intake.official())
    assert colleague.get(reverse("bulk_run", args=[run.pk])).status_code == 200
    assert colleague.post(reverse("bulk_start", args=[run.pk])).status_code == 404


@pytest.mark.exhaustive
def test_who_has_left_the_department_does_nothing_more(by, round_) -> None:
    three(round_)
    run = planned(by)
    bulk.confirm(run.pk, by=by, at=timezone.now())
    Post.objects.filter(user=by.user).update(ends_on=timezone.localdate().replace(year=2020))
    bulk.work_all()
    assert set(run.rows.values_list("result", flat=True)) == {"refused"}
    assert not Letter.objects.exists()


def test_one_that_fails_leaves_the_others_alone(by, round_, monkeypatch) -> None:
    rows = sorted(three(round_), key=lambda row: row.pk)

    def broken(application, event) -> None:
        if application.pk == rows[1].pk:
            ApplicationEvent.objects.create()  # a database error in the middle

    monkeypatch.setattr(transition, "_listeners", [*transition._listeners, broken])
    assert carried_out(planned(by), by) == ["done", "done", "refused"]


@pytest.mark.exhaustive
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_leaves_nothing_half_done_and_another_goes_on(by, round_, monkeypatch) -> None:
    three(round_)
    monkeypatch.setattr(bulk, "CHUNK", 2)
    run = planned(by)
    bulk.confirm(run.pk, by=by, at=timezone.now())
    calls = []

    def dying(application, event) -> None:
        calls.append(event)
        if len(calls) == 2:
            raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(transition, "_listeners", [*transition._listeners, dying])
        with pytest.raises(SystemExit):
            bulk.work_all()
    assert not Letter.objects.exists()
    assert set(run.rows.values_list("result", flat=True)) == {"waiting"}
    assert sum(in_parallel(bulk.work_all, bulk.work_all)) == 3
    assert Letter.objects.count() == 3


@pytest.mark.exhaustive
@pytest.mark.parametrize("together", [True, False])
def test_together_leaves_the_same_rows_as_one_after_the_other(by, round_, together: bool) -> None:
    rows, now = three(round_), timezone.now()
    intake.decided(rows[0], "accept")
    ids = [row.pk for row in rows]
    step = bulk.WORKS["accept"]
    said = (step.carry_out_all if together else super(bulk.Step, step).carry_out_all)(ids, {}, by, now)
    assert sorted(map(bool, said.values())) == [False, False, True]
    for row in rows[1:]:
        row.refresh_from_db()
        event, letter = row.events.order_by("-seq")[0], row.letters.get()
        told = Message.objects.get(kind="accepted", key__startswith=f"application:{row.pk}:{row.revision}:")
        assert (row.status, row.status_since, event.kind) == ("accepted", now, "accepted")
        assert (event.payload["letter"], event.actor) == (letter.number, by.user)
        assert told.recipient == intake.holder(row).user
    assert all(verdict.outcome == Outcome.OK for verdict in verify(ApplicationEvent.objects.all()))
