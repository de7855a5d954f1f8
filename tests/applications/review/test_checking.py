"""The formal check: pinned points, findings, and the letters that write themselves."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from applications.intake.models import Letter
from applications.intake.services import perform
from applications.intake.timeline import timeline
from applications.review.checking import Given, check_of, copy_points, keep_findings
from applications.review.models import CheckPoint, PointFinding
from portal.api.problems import Refused
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake
from tests.factories.accounts import DepartmentFactory
from tests.factories.catalog import RoundFactory, administrator
from tests.factories.review import POINTS, found, to_check, with_points
from tests.programs.publishing import test_guide as guides

pytestmark = pytest.mark.django_db
ALL_MET = {"contract": "met", "staff": "met", "scope": "not_applicable"}


def browser(application):
    return signed_in(intake.official(application.round.department))


def accept(application) -> None:
    officer = intake.official(application.round.department)
    perform(application.pk, "accept", capacity=officer, at=timezone.now())


@pytest.mark.parametrize("change", ["insert", "update", "delete"])
def test_points_of_a_published_round_do_not_change(change: str) -> None:
    round_ = with_points(intake.open_round())
    point = round_.check_points.first()
    work = {
        "insert": lambda: CheckPoint.objects.create(round=round_, key="late", text="后加的"),
        "update": lambda: CheckPoint.objects.filter(pk=point.pk).update(text="改了"),
        "delete": lambda: CheckPoint.objects.filter(pk=point.pk).delete(),
    }
    with pytest.raises(IntegrityError, match="published round"), transaction.atomic():
        work[change]()


def test_points_go_into_the_next_round() -> None:
    source, made = with_points(intake.open_round()), RoundFactory(draft=True)
    copy_points(source, made)
    assert list(made.check_points.values_list("key", "text", "fatal")) == [
        (point["key"], point["text"], point.get("fatal", False)) for point in POINTS
    ]


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ({}, "3"),
        ({**ALL_MET, "staff": "not_met"}, "1"),
    ],
)
def test_accepting_waits_for_the_check(results: dict[str, str], words: str) -> None:
    application = to_check()
    found(application, **results)
    with pytest.raises(Refused, match=words):
        accept(application)


def test_checked_application_is_accepted_and_its_check_is_in_the_history() -> None:
    application = to_check()
    found(application, **ALL_MET)
    accept(application)
    event = application.events.get(kind="checked")
    assert [(row["key"], row["result"]) for row in event.payload["points"]] == list(ALL_MET.items())
    told = timeline(application.events.all(), [])
    assert event.kind in {row.kind for row in application.events.all()}
    assert len(told) == application.events.count() - 1  # applicants do not read it
    with pytest.raises(Refused):
        found(application, staff="not_met")


def test_gaps_write_the_notice_each_at_its_question() -> None:
    application = to_check()
    client, page = browser(application), address(application, "review_application")
    sent = {"p-contract": "not_met", "n-contract": "第3页", "p-staff": "not_met", "p-scope": "met"}
    answer = client.post(address(application, "review_check"), sent)
    assert answer["Location"] == f"{page}#actions"
    shown = client.get(page).text
    assert "合同缺签章页（第3页）" in shown
    due = (timezone.localdate() + timedelta(days=3)).isoformat()
    letter = {
        "return-check-contract": "合同缺签章页（第3页）",
        "return-check-staff": "",
        "return-due_on": due,
        "return-items": "",
    }
    client.post(address(application, "review_action", "return"), letter)
    points = Letter.objects.get().points.all()
    assert [(point.question, point.sentence) for point in points] == [("contract", "合同缺签章页（第3页）")]


@pytest.mark.exhaustive
def test_what_cannot_be_mended_writes_the_refusal() -> None:
    application = to_check()
    found(application, scope="not_met:纯贸易企业")
    check = check_of(application)
    assert check is not None
    assert check.suggests == "refuse"
    page = browser(application).get(address(application, "review_application")).text
    assert "属于支持范围（纯贸易企业）</textarea>" in page


@pytest.mark.exhaustive
def test_script_saves_without_leaving_the_page() -> None:
    application = to_check()
    client = browser(application)
    url = address(application, "review_check")
    answer = client.post(url, {"p-contract": "met"}, headers={"hx-request": "true"})
    assert (answer.status_code, 'id="check-sum"' in answer.text, "<html" in answer.text) == (200, True, False)
    first = PointFinding.objects.get()
    client.post(url, {"p-contract": "met"}, headers={"hx-request": "true"})
    assert PointFinding.objects.get().at == first.at
    client.post(url, {"p-contract": "", "n-contract": "x"})
    assert not PointFinding.objects.exists()


@pytest.mark.exhaustive
def test_another_department_finds_nothing() -> None:
    application = to_check()
    stranger = intake.official(DepartmentFactory(code="elsewhere", name="静安区科委"))
    assert signed_in(stranger).post(address(application, "review_check"), {}).status_code == 404
    above = intake.official(DepartmentFactory(code="above"))
    type(application.round.department).objects.filter(pk=application.round.department_id).update(
        path=f"{above.department.path}stc/"
    )
    with pytest.raises(Refused, match="市科委"):
        keep_findings(application.pk, {"staff": Given("met")}, capacity=above, at=timezone.now())


@pytest.mark.exhaustive
def test_a_corrected_application_is_checked_anew_beside_what_was_found() -> None:
    application = to_check()
    found(application, contract="not_met:第3页", staff="met")
    intake.decided(application, "return")
    perform(application.pk, "submit", capacity=intake.holder(application), at=timezone.now())
    application.refresh_from_db()
    check = check_of(application)
    assert check is not None
    assert [(line.finding, line.before and line.before.result) for line in check.lines] == [
        (None, "not_met"),
        (None, "met"),
        (None, None),
    ]
    assert [line.shown.result for line in check.lines] == ["", "met", ""]
    with pytest.raises(Refused, match="3"):
        accept(application)


def test_an_admin_who_follows_the_guide_sets_the_points_beside_the_stages() -> None:
    guide = guides.with_round()
    admin = Client(headers={"Accept-Language": "en"})
    admin.force_login(administrator())
    shown = guides.page(admin, guide, "stages")
    assert "One more point of the formal check" in shown
    lines = {
        f"{name}-{part}": value
        for name, size in (("roundstage", "0"), ("approvallevel", "0"), ("checkpoint", "1"))
        for part, value in (("TOTAL_FORMS", size), ("INITIAL_FORMS", "0"))
    }
    point = {"position": "1", "key": "contract", "text": "合同有双方签章", "gap": "合同缺签章页"}
    sent = {f"checkpoint-0-{name}": value for name, value in point.items()}
    guides.send(admin, guide, "stages", mode=guide.round.mode, **lines, **sent)
    assert list(guide.round.check_points.values_list("key", "gap")) == [("contract", "合同缺签章页")]
