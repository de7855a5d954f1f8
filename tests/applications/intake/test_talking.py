"""Applicant and department write to each other about an application, and nobody else reads it."""

from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from applications.intake.models import Application, ThreadMessage
from applications.intake.services.talking import MOST_A_DAY, discussed, unanswered, write
from portal.api.problems import Refused
from portal.inbox.models import Message
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake
from tests.factories.accounts import DepartmentFactory
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Application:
    return intake.filled()


def ask(application: Application, **options) -> ThreadMessage:
    holder = intake.holder(application)
    return write(application.pk, "合同可以先签吗？", capacity=holder, at=timezone.now(), **options)


def test_question_reaches_the_department_and_its_answer_the_applicant(draft) -> None:
    officer = intake.official(draft.round.department)
    browser = signed_in(intake.holder(draft))
    url = address(draft, "application_messages")
    answer = browser.post(f"{url}?part=firm", {"text": "合同可以先签吗？", "show_answers": "on"})
    assert answer["Location"] == url
    told = Message.objects.get(recipient=officer.user, kind="thread_question")
    assert "合同可以先签吗？" in told.body
    assert told.url == url
    office = signed_in(officer)
    page = office.get(url).text
    assert "林晚舟" in page, "the answers of then"
    assert office.get(address(draft)).status_code == 404, "the draft itself stays the applicant's"
    assert [row.pk for row in unanswered(officer)] == [draft.pk]
    office.post(url, {"text": "可以，但付款须在下单后。"})
    assert list(unanswered(officer)) == []
    back = Message.objects.get(recipient=intake.holder(draft).user, kind="thread_answer")
    assert "付款须在下单后" in back.body
    assert "付款须在下单后" in browser.get(url).text
    book = load_workbook(BytesIO(browser.get(address(draft, "application_as_xlsx")).content))
    assert [row[2].value for row in book.worksheets[0].iter_rows()][-2:] == [
        "合同可以先签吗？",
        "可以，但付款须在下单后。",
    ]


def test_answers_stay_hidden_unless_shown(draft) -> None:
    assert ask(draft).attached is None
    officer = intake.official(draft.round.department)
    assert "林晚舟" not in signed_in(officer).get(address(draft, "application_messages")).text


def test_others_see_nothing(draft) -> None:
    ask(draft, show_answers=True)
    strangers = [member(), intake.official(DepartmentFactory())]
    for stranger in strangers:
        assert not discussed(stranger).filter(pk=draft.pk).exists()
        assert not ThreadMessage.objects.visible_to(stranger).exists()
        assert signed_in(stranger).get(address(draft, "application_messages")).status_code == 404
    assert not ThreadMessage.objects.visible_to(None).exists()


def test_draft_nobody_wrote_about_is_not_there_for_the_department(draft) -> None:
    officer = intake.official(draft.round.department)
    assert signed_in(officer).get(address(draft, "application_messages")).status_code == 404


def test_viewer_reads_and_does_not_write(draft) -> None:
    ask(draft)
    viewer = member(draft.organization, "viewer")
    browser, url = signed_in(viewer), address(draft, "application_messages")
    assert "合同可以先签吗" in browser.get(url).text
    assert browser.post(url, {"text": "我也问"}).status_code == 409
    assert draft.thread.count() == 1


def test_case_officer_is_told_alone() -> None:
    application = intake.submitted()
    officers = [intake.official(application.round.department) for _n in range(2)]
    Application.objects.filter(pk=application.pk).update(handler=officers[0].user)
    ask(application)
    told = Message.objects.filter(kind="thread_question").values_list("recipient", flat=True)
    assert list(told) == [officers[0].user.pk]


def test_empty_long_and_too_many_are_refused(draft) -> None:
    browser, url = signed_in(intake.holder(draft)), address(draft, "application_messages")
    assert browser.post(url, {"text": " \n"}).status_code == 409
    long = browser.post(url, {"text": "长" * 4001})
    assert (long.status_code, "长" * 4001 in long.text) == (409, True)
    mine = {"application": draft, "author": intake.holder(draft).user, "text": "?"}
    ThreadMessage.objects.bulk_create(ThreadMessage(**mine) for _n in range(MOST_A_DAY))
    with pytest.raises(Refused):
        ask(draft)
