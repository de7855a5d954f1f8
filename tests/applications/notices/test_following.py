"""What follows from an appeal or objection that was upheld: never an edit, always something kept."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.services import perform
from applications.intake.services.transition import Inputs
from applications.notices import appealing, carrying, following, objecting, preparing, releasing
from applications.notices.models import Appeal, Objection
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.facts.models import SupportReceived
from portal.inbox.models import Message
from tests.applications.intake.asking import signed_in
from tests.applications.notices.test_notices import over, prepared, proposed, released, statement
from tests.factories import intake

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Capacity:
    return intake.official()


@pytest.fixture
def head() -> Capacity:
    return intake.official(rank="head")


def upheld(application: Application, clerk: Capacity) -> Appeal:
    at = timezone.now()
    appealing.appeal(application.pk, "漏计一项合同。", capacity=intake.holder(application), at=at)
    return appealing.answer(application.pk, True, "属实。", by=clerk, at=at)


@pytest.mark.parametrize("status", ["declined", "approved"])
def test_an_upheld_appeal_takes_the_decision_up_again_and_shows_what_followed(status, clerk) -> None:
    application = intake.in_status(status)
    at = timezone.now()
    with pytest.raises(Refused):
        perform(application.pk, "reconsider", capacity=clerk, at=at, inputs=Inputs(note="改判"))
    appeal, at = upheld(application, clerk), timezone.now()
    assert Appeal.objects.unsettled().get() == appeal
    with pytest.raises(Refused):
        following.follow(application.pk, "reconsider", " ", by=clerk, at=at)
    done = following.follow(application.pk, "reconsider", "补计合同后重新核定。", by=clerk, at=at)
    assert (done.status, done.decided_at, done.amount_approved) == ("accepted", None, None)
    assert done.due_at is not None
    assert not SupportReceived.objects.filter(source=application.number).exists()
    assert not Appeal.objects.unsettled().exists()
    assert Message.objects.filter(kind="reconsidered").exists()
    amount = Inputs(amount=Decimal(60_000))
    perform(application.pk, "approve", capacity=clerk, at=at, inputs=amount)
    followed = following.followed(Appeal.objects.get())
    assert [str(entry.title) for entry in followed][-1:] == ["已批准"]
    assert "补计合同后重新核定。" in followed[0].text
    assert SupportReceived.objects.get(source=application.number).amount == Decimal(60_000)
    with pytest.raises(Refused):  # once
        perform(application.pk, "reconsider", capacity=clerk, at=at, inputs=Inputs(note="再议"))
    kinds = list(application.letters.order_by("pk").values_list("kind", flat=True))
    assert len([kind for kind in kinds if kind in ("approval", "decline")]) == 2  # the first stays as it was


def test_what_is_done_instead_is_written_down_and_read_by_the_applicant(clerk) -> None:
    application = intake.in_status("declined")
    at = timezone.now()
    with pytest.raises(Refused):
        following.follow(application.pk, "note", "更正", by=clerk, at=at)
    upheld(application, clerk)
    elsewhere = intake.official(intake.commission("sh-ja", "310106"))
    page = f"/appeals/{application.pk}/follow/"
    assert signed_in(elsewhere).post(page, {"step": "note", "words": "越权"}).status_code == 404
    client = signed_in(clerk)
    assert client.post(page, {"step": "note", "words": ""}).status_code == 422
    assert client.post(page, {"step": "note", "words": "已更正公示。"}).status_code == 302
    assert "已更正公示。" in client.get(f"/appeals/{application.pk}/").text
    firm = signed_in(intake.holder(application)).get(f"/applications/{application.pk}/decision/")
    assert "已更正公示。" in firm.text
    assert not Appeal.objects.unsettled().exists()


def test_an_appeal_that_waits_for_its_consequence_is_shown_as_such(clerk) -> None:
    application = intake.in_status("declined")
    upheld(application, clerk)
    client = signed_in(clerk)
    assert "请写明后续处理" in client.get("/objections/").text
    page = client.get(f"/appeals/{application.pk}/").text
    assert 'value="reconsider"' in page
    answer = client.post(f"/appeals/{application.pk}/follow/", {"step": "reconsider", "words": "重新核定"})
    assert answer.url == f"/workbench/{application.pk}/"
    firm = signed_in(intake.holder(application)).get(f"/applications/{application.pk}/decision/")
    assert "重新核定" in firm.text
    assert "重新作出决定" not in client.get(answer.url).text  # nothing to take up twice


def test_decisions_nobody_appealed_with_success_offer_nothing(clerk) -> None:
    application = intake.in_status("declined")
    assert "reconsider" not in signed_in(clerk).get(f"/workbench/{application.pk}/").text


def test_what_is_proposed_again_goes_on_notice_again(clerk, head) -> None:
    round_ = intake.open_round(stages=("notice",), live_limit=9)
    application = proposed(round_, clerk)
    notice = released(prepared(round_, clerk), head)
    later = over(notice)
    carrying.carry_out(releasing.conclude(notice.pk, by=clerk, at=later), later)
    application.refresh_from_db()
    assert application.status == "approved"
    assert preparing.to_list(round_, "proposed") == []
    appealing.appeal(application.pk, "金额有误", capacity=intake.holder(application), at=later)
    appealing.answer(application.pk, True, "属实", by=clerk, at=later)
    after = later + timedelta(minutes=1)
    following.follow(application.pk, "reconsider", "重新核定", by=clerk, at=after)
    perform(application.pk, "propose", capacity=clerk, at=after, inputs=Inputs(amount=Decimal(60_000)))
    with pytest.raises(Refused):
        perform(application.pk, "publish", capacity=clerk, at=after)
    assert preparing.to_list(round_, "proposed") == [application]


def test_an_objection_to_the_whole_list_holds_the_end_until_something_follows(clerk, head) -> None:
    round_ = intake.open_round(stages=("notice",), live_limit=9)
    proposed(round_, clerk)
    notice, at = released(prepared(round_, clerk), head), timezone.now()
    made, _code = objecting.make(notice, statement(line=None), [], at=at)
    with pytest.raises(Refused):
        following.follow_objection(made.pk, "更正", by=clerk, at=at)
    objecting.answer(made.pk, True, "名单排序有误。", by=clerk, at=at)
    assert Objection.objects.unsettled().get() == made
    with pytest.raises(Refused, match="异议"):
        releasing.conclude(notice.pk, by=clerk, at=over(notice))
    client = signed_in(clerk)
    assert client.post(f"/objections/{made.pk}/follow/", {"words": "已发布更正公示。"}).status_code == 302
    assert "已发布更正公示。" in client.get(f"/objections/{made.pk}/").text
    assert not Objection.objects.unsettled().exists()
    assert releasing.conclude(notice.pk, by=clerk, at=over(notice)).state == "concluded"


def test_who_objected_reads_under_the_code_what_followed(client, clerk, head) -> None:
    round_ = intake.open_round(stages=("notice",), live_limit=9)
    proposed(round_, clerk)
    notice = released(prepared(round_, clerk), head)
    made, code = objecting.make(notice, statement(line=None), [], at=timezone.now())
    objecting.answer(made.pk, True, "属实。", by=clerk, at=timezone.now())
    following.follow_objection(made.pk, "名单将作更正。", by=clerk, at=timezone.now())
    page = client.post(reverse("objection_follow"), {"code": code}).text
    assert "属实。" in page
    assert "名单将作更正。" in page
    assert clerk.user.name not in page
