"""The pages of notices and objections, for everybody and for officials."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from applications.intake.models import Application
from applications.notices.models import Notice, Objection
from tests.applications.intake.asking import address, signed_in
from tests.applications.notices.test_notices import NUMBER, over, prepared, proposed, released
from tests.factories import intake, ranking
from tests.factories.accounts import DepartmentFactory

pytestmark = pytest.mark.django_db
SAID = {
    "kind": "person",
    "name": "高某",
    "identity": NUMBER,
    "contact": "021-1",
    "line": "1",
    "text": "重复资助",
}


@pytest.fixture
def head():
    return intake.official(rank="head")


@pytest.fixture
def clerk():
    return intake.official()


@pytest.fixture
def round_():
    return intake.open_round(stages=("notice",), live_limit=9)


def test_two_officials_publish_and_a_visitor_objects_and_follows(round_, clerk, head, time_machine) -> None:
    application = proposed(round_, clerk)
    ranking.reviewed(application, 90)
    desk, second, visitor = signed_in(clerk), signed_in(head), Client()
    prepare = reverse("notice_prepare", args=[round_.pk, "proposed"])
    assert prepare in desk.get("/notices/prepare/").text
    words = {"title": "拟支持名单公示", "text": "", "contact": "市科委规划处", "days": "4"}
    assert desk.post(prepare, words).status_code == 422  # fewer days than the rules ask
    page = desk.post(prepare, words | {"days": "5", "leader": "contact"}, follow=True)
    notice = Notice.objects.get()
    url = reverse("notice", args=[notice.pk])
    assert visitor.get(url).status_code == 404
    seen = re.search(r'name="seen" value="(\w+)"', second.get(url).text)[1]
    assert 'name="seen"' not in page.text  # who prepared it
    second.post(f"{url}release/", {"seen": seen})
    public = visitor.get(url).text
    assert application.applicant_name in public
    assert intake.ANSWERS["contact"] in public
    assert "评审1" not in public
    assert visitor.post(f"{url}object/", SAID | {"identity": "1"}).status_code == 422
    received = visitor.post(f"{url}object/", SAID | {"evidence": [intake.pdf("证据.pdf")]})
    code = re.search(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}", received.text)[0]
    follow = visitor.post("/notices/follow/", {"code": code}).text
    assert "高某" not in follow
    assert visitor.post("/notices/follow/", {"code": "2222-2222"}).status_code == 422
    case = reverse("objection", args=[Objection.objects.get().pk])
    assert case in desk.get("/objections/").text
    assert "高某" not in desk.get(case).text
    assert "高某" in desk.post(f"{case}identity/", {"reason": "核实"}).text
    file = Objection.objects.get().files.get()
    assert b"%PDF" in desk.get(f"{case}files/{file.pk}/").getvalue()
    assert desk.post(case, {"state": "rejected", "words": "经核实不属重复资助。"}).status_code == 302
    assert "经核实不属重复资助。" in visitor.post("/notices/follow/", {"code": code}).text
    time_machine.move_to(over(Notice.objects.get()))
    late = visitor.post(f"{url}object/", SAID)
    assert late.status_code == 409
    assert "请在公示最后一日结束前" in public
    ended = visitor.get(url).text
    assert ("请在公示最后一日结束前" in ended, "异议期限已过" in ended) == (False, True)
    signed_in(clerk).post(f"{url}conclude/")
    assert Application.objects.get(pk=application.pk).status == "approved"


@pytest.mark.exhaustive
def test_objections_do_not_exist_for_others(round_, clerk, head) -> None:
    application = proposed(round_, clerk)
    notice = released(prepared(round_, clerk), head)
    url = reverse("notice", args=[notice.pk])
    Client().post(f"{url}object/", SAID)
    case = reverse("objection", args=[Objection.objects.get().pk])
    elsewhere = intake.official(DepartmentFactory(code="elsewhere"), rank="head")
    for by in (intake.holder(application), intake.auditing(), elsewhere):
        assert signed_in(by).get(case).status_code == 404
        assert signed_in(by).post(f"{case}identity/", {"reason": "好奇"}).status_code == 404
    assert Client().get(case).status_code == 302


def test_too_many_codes_are_not_tried(settings) -> None:
    visitor = Client()
    answers = [visitor.post("/notices/follow/", {"code": f"{n}"}) for n in range(12)]
    assert "秒" not in answers[0].text
    assert re.search(r"请等待\d+秒", answers[-1].text)


def test_applicant_reads_the_decision_and_appeals(clerk, head) -> None:
    application = intake.in_status("declined")
    client, url = signed_in(intake.holder(application)), address(application, "decision")
    assert url in client.get(address(application)).text
    letter = application.letters.get(kind="decline")
    assert letter.content["note"] in client.get(url).text
    assert address(application, "letter", letter.pk) in client.get(url).text
    assert client.post(url, {"text": ""}).status_code == 422
    assert client.post(url, {"text": "评审未见附件三。"}).status_code == 302
    assert "评审未见附件三。" in client.get(url).text
    case = address(application, "appeal_case")
    desk = signed_in(clerk)
    assert case in desk.get("/objections/").text
    assert desk.post(case, {"state": "upheld", "words": "已重新评审。"}).status_code == 302
    assert "已重新评审。" in client.get(url).text
    assert signed_in(clerk).get(url).status_code == 404


def test_a_signed_agreement_leaves_the_decision_and_the_period_for_an_appeal(clerk) -> None:
    application = intake.in_status("agreed")
    page = signed_in(intake.holder(application)).get(address(application, "decision")).text
    assert ("尚未作出决定" in page, "前申诉一次" in page) == (False, True)


@pytest.mark.exhaustive
def test_finance_list_is_the_heads(clerk, head) -> None:
    application = intake.in_status("approved")
    url = reverse("payment_list", args=[application.round_id])
    assert signed_in(clerk).get(url).status_code == 302
    assert signed_in(head).get(url)["Content-Type"].endswith("sheet")
    assert Application.objects.get(pk=application.pk).amount_approved == Decimal(80000)
