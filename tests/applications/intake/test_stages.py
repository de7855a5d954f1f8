"""What stages do to an application: approval level by level, and what applicants hear of it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from applications.intake import rules
from applications.intake.models import Application, Approval
from applications.intake.services import perform
from applications.intake.services.transition import Inputs
from applications.intake.states import IN_HAND
from applications.intake.workflow import BY_ACTION
from portal.api.problems import Refused
from portal.inbox.models import Message
from programs.catalog.stages import Stage
from tests.applications.intake.test_pages import signed_in
from tests.factories import intake
from tests.factories.catalog import LEVELS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_table_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What upper apps ask besides is tested with them."""
    monkeypatch.setattr(rules, "_requirements", {})


def act(application: Application, action: str, by: Any, **inputs: Any) -> Application:
    return perform(application.pk, action, capacity=by, at=timezone.now(), inputs=Inputs(**inputs))


def test_levels_approve_in_order_and_a_change_voids_what_was_approved() -> None:
    round_ = intake.open_round(stages=[Stage.APPROVAL, Stage.NOTICE])
    application = intake.in_status("approving", round_=round_)
    first, second = (intake.official(intake.commission(code), rank="head") for code in LEVELS)
    clerk = intake.official(intake.commission(LEVELS[0]))
    for wrong in (second, clerk):
        with pytest.raises(Refused):
            act(application, "approve_level", wrong)
    assert act(application, "approve_level", first).status == "approving"
    back = act(application, "needs_change", second, note="金额需核减")
    assert back.status == "accepted"
    clerk = intake.official(application.round.department)
    again = act(application, "propose", clerk, amount=Decimal(60_000))
    assert again.next_level is not None
    assert again.next_level.position == 1  # what was approved before is void
    act(application, "approve_level", first)
    done = act(application, "approve_level", second)
    assert (done.status, done.amount_proposed, done.amount_approved) == ("proposed", Decimal(60_000), None)
    assert list(Approval.objects.order_by("at").values_list("run", flat=True)) == [1, 2, 2]
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.update(note="改")
    act(application, "publish", clerk)
    approved = act(application, "conclude_notice", clerk)
    assert (approved.status, approved.amount_approved) == ("approved", Decimal(60_000))
    assert approved.letters.filter(kind="approval").count() == 1


def test_whoever_proposed_it_gives_no_level_its_approval() -> None:
    """Regression: the head who had fixed the list could approve it alone."""
    department = intake.commission(LEVELS[0])
    round_ = intake.open_round(stages=[Stage.APPROVAL], department=department)
    head, second = (intake.official(department, rank="head") for _n in range(2))
    application = intake.in_status("accepted", round_=round_)
    act(application, "propose", head, amount=Decimal(60_000))
    deputy = replace(head, user=second.user, acting_for=head.user)
    for by in (head, deputy):
        with pytest.raises(Refused, match="第二人"):
            act(application, "approve_level", by)
    page = signed_in(head).get(reverse("review_application", args=[application.pk])).text
    assert "approve_level-form" not in page
    assert "第二人" in page
    act(application, "approve_level", second)
    approval = Approval.objects.get()
    assert approval.proposed_by == head.user
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(
            application=application, level=round_.approval_levels.last(), run=1, by=head.user,
            proposed_by=head.user, at=timezone.now(),
        )  # fmt: skip


def test_the_last_level_decides_where_no_notice_follows() -> None:
    application = intake.decided(intake.in_status("approving"), "approve_level", "approve_level")
    assert (application.status, application.amount_approved) == ("approved", Decimal(80_000))
    assert Message.objects.filter(kind="approved").exists()


@pytest.mark.parametrize("status", [status for status in IN_HAND if status != "returned"])
def test_applicants_read_who_is_at_work_as_long_as_it_is_handled(status: str) -> None:
    application = intake.in_status(status)
    address = reverse("application", args=[application.pk])
    page = signed_in(intake.holder(application)).get(address, headers={"Accept-Language": "en"}).text
    now = page.partition('id="h-now"')[2].partition("</section>")[0]
    office = application.station if status == "recommending" else application.round.department
    assert (office.name_en or office.name) in now
    assert "is at work on" in " ".join(now.split())


@pytest.mark.parametrize("status", ["proposed", "reserved"])
def test_applicants_do_not_learn_what_is_the_departments_own_affair(status: str) -> None:
    application = intake.in_status(status)
    holder = intake.holder(application)
    client = signed_in(holder)
    page = client.get(reverse("application", args=[application.pk]), headers={"Accept-Language": "en"})
    told = client.get(f"/api/v1/applications/{application.pk}/").json()
    assert (told["status"], told["owner"]) == ("accepted", "official")
    listed = "/api/v1/applications/?status="
    assert client.get(f"{listed}{status}").json()["results"] == []
    assert len(client.get(f"{listed}accepted").json()["results"]) == 1
    events = client.get(f"/api/v1/applications/{application.pk}/events/").json()["results"]
    assert not {"proposed", "reserved"} & {event["kind"] for event in events}
    for words in ("Proposed for support", "reserve"):
        assert words not in page.text
    assert not Message.objects.filter(kind__in=["proposed", "reserved"]).exists()
    official = signed_in(intake.official(application.round.department))
    assert official.get(f"/api/v1/applications/{application.pk}/").json()["status"] == status


def test_an_approver_of_another_department_sees_it_only_while_it_waits_for_approval() -> None:
    application = intake.in_status("approving")
    head = intake.official(intake.commission(LEVELS[1]), rank="head")
    assert Application.objects.visible_to(head).get() == application
    page = signed_in(head).get(reverse("review_application", args=[application.pk]))
    assert page.status_code == 200
    intake.decided(application, "approve_level", "approve_level")
    assert not Application.objects.visible_to(head).exists()


def test_a_round_without_stages_knows_none_of_their_actions() -> None:
    application = intake.in_status("accepted")
    official = intake.official(application.round.department)
    found = [t.action for t, _refusal in rules.available(application, official, timezone.now())]
    assert found == ["approve", "decline"]
    with pytest.raises(Refused):
        act(application, "propose", official, amount=Decimal(1))
    staged = intake.in_status("accepted", round_=intake.open_round(stages=[Stage.NOTICE]))
    with pytest.raises(Refused):
        act(staged, "approve", official, amount=Decimal(1))


def test_a_requirement_holds_an_action_and_says_why() -> None:
    rules.register_requirement("accept", lambda application, capacity, at: "先完成核对。")
    application = intake.in_status("submitted")
    official = intake.official(application.round.department)
    with pytest.raises(Refused, match="先完成核对"):
        act(application, "accept", official)
    elsewhere = intake.official(intake.commission("sh-ja", "310106"))
    sentence = rules.refusal(application, BY_ACTION["accept"], elsewhere, timezone.now())
    assert sentence is not None
    assert "先完成核对" not in sentence


def test_whoever_is_approved_hears_that_the_agreement_is_to_be_signed() -> None:
    plain = intake.in_status("approved")
    assert "任务书" not in Message.objects.get(kind="approved", url__contains=str(plain.pk)).body
    signing = intake.in_status("approved", round_=intake.open_round(stages=[Stage.AGREEMENT]))
    body = Message.objects.get(kind="approved", url__contains=str(signing.pk)).body
    assert "签订任务书" in body
    assert signing.round.department.name in body
    letter = signing.letters.get(kind="approval")
    page = signed_in(intake.holder(signing)).get(reverse("letter", args=[signing.pk, letter.pk]))
    assert "签订任务书" in page.text
