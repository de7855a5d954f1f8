"""Pages for the seal and copies on paper."""

from datetime import datetime, timedelta
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from applications.intake.models import Application, PaperCopy, SealedPage
from applications.intake.seal_reminders import SealSource
from applications.intake.services import perform, save_answers, sealing
from portal.api.problems import Refused
from portal.inbox import reminders
from portal.inbox.models import Delivery, Message
from portal.inbox.offsets import Offset
from portal.inbox.workdays import Workdays, add_workdays
from programs.catalog import services as catalog
from programs.forms.models import Section
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake
from tests.factories.catalog import ProgramFactory, administrator
from tests.factories.forms import FormFactory
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    """Handed in where a seal is asked for on the letter and on one part, and copies on paper."""
    program = ProgramFactory()
    FormFactory(program=program, complete=True)
    part = Section.objects.filter(form__program=program).order_by("position")[0]
    Section.objects.filter(pk=part.pk).update(sealed=True)
    round_ = intake.open_round(program=program, seal_days=3, paper_copies="一式两份，装订成册")
    return intake.submitted(intake.draft(round_))


def now() -> datetime:
    return timezone.now()


def pages(application: Application) -> list[sealing.Page]:
    fresh = Application.objects.select_related("round", "organization").get(pk=application.pk)
    return sealing.pages(fresh, sealing.last_submission(fresh))


def seal(application: Application, section: str, at: datetime | None = None) -> SealedPage:
    upload: Any = SimpleUploadedFile("盖章页.pdf", intake.PDF, "application/pdf")
    by = intake.holder(application)
    return sealing.upload_sealed(application.pk, section, upload, capacity=by, at=at or now())


def corrected(application: Application, **answers: Any) -> None:
    intake.decided(application, "return")
    by = intake.holder(application)
    save_answers(application.pk, answers, capacity=by, at=now())
    perform(application.pk, "submit", capacity=by, at=now())


def test_letter_and_sealed_parts_are_missing_until_they_are_uploaded(application: Application):
    assert len(sealing.missing(pages(application))) == 2
    for page in pages(application):
        seal(application, page.section)
    assert sealing.missing(pages(application)) == []


def test_correction_wants_new_seals_only_on_what_it_changed(application: Application):
    letter, part = pages(application)
    for page in (letter, part):
        seal(application, page.section)
    corrected(application, amount="80000.00")
    again, same = pages(application)
    assert (again.sealed, again.outdated is not None, same.sealed is not None) == (None, True, True)


def test_pages_are_due_working_days_after_closing(application: Application):
    closes = application.round.closes_at
    due = sealing.seal_due(application, application.submitted_at or now())
    assert timezone.localdate(due) == add_workdays(timezone.localdate(closes), 3)
    seal(application, "", at=due)
    with pytest.raises(Refused):
        seal(application, "", at=due + timedelta(seconds=1))


def test_page_that_is_not_asked_for_is_refused(application: Application):
    with pytest.raises(Refused):
        seal(application, "elsewhere")


def test_printed_pages_bear_number_and_hash(application: Application):
    page = signed_in(intake.holder(application)).get(address(application, "application_seal_pdf"))
    document = pypdfium2.PdfDocument(page.content)
    texts = ["".join(p.get_textpage().get_text_range().split()) for p in document]
    document.close()
    for text, bears in zip(texts, pages(application), strict=True):
        plain = text.replace("\u200b", "")
        assert (application.number in plain, bears.content_hash[:16] in plain) == (True, True)


def test_only_the_department_ticks_off_paper_and_everybody_reads_it(application: Application):
    firm = signed_in(intake.holder(application))
    official = signed_in(intake.official(application.round.department))
    where, what = (
        address(application, "application_paper_copy"),
        {"received_on": "2026-01-05", "receiver": "王芳"},
    )
    assert firm.post(where, what).status_code == 409
    assert official.post(where, what | {"received_on": "2999-01-01"}).status_code == 409
    assert not PaperCopy.objects.exists()
    assert official.post(where, what).status_code == 302
    for client in (firm, official):
        assert "王芳" in client.get(address(application, "application_papers")).text
    assert "paper_received" in application.events.values_list("kind", flat=True)


def test_official_sees_what_is_missing_and_strangers_nothing(application: Application):
    official = signed_in(intake.official(application.round.department))
    page = official.get(address(application, "application_papers"))
    assert (len(page.context["missing"]), page.context["mine"]) == (2, False)
    sealed = seal(application, "")
    file = address(application, "application_sealed_file", sealed.pk)
    assert b"".join(official.get(file)) == intake.PDF
    stranger = signed_in(member())
    for url in (
        file,
        address(application, "application_papers"),
        address(application, "application_seal_pdf"),
    ):
        assert stranger.get(url).status_code == 404


def reminded(at: datetime) -> int:
    """How many reminders there are in all, after the clock struck twice."""
    for _turn in range(2):
        reminders.run(at)
    return Message.objects.filter(kind="seal_due").count()


def test_people_are_reminded_twice_while_any_page_is_missing(application: Application):
    letter, part = pages(application)
    seal(application, letter.section)
    application.refresh_from_db()
    due, calendar = application.seal_due_at, Workdays()
    assert due is not None
    first, second = (Offset.parse(code).before(due, calendar) for code in ("3w", "1w"))
    found = [reminded(at) for at in (first - timedelta(seconds=1), first, second, due)]
    assert found == [0, 1, 2, 2]
    assert Delivery.objects.filter(kind="seal_due", channel="email").count() == 2
    seal(application, part.section)
    application.refresh_from_db()
    assert application.seal_due_at is None
    assert not list(SealSource().sweeps(first, calendar))


def test_correction_wants_the_seal_by_a_new_day(application: Application):
    for page in pages(application):
        seal(application, page.section)
    corrected(application, amount="80000.00")
    application.refresh_from_db()
    assert application.seal_due_at == sealing.seal_due(application, application.submitted_at or now())


def test_seal_is_due_later_where_the_round_closes_later(application: Application):
    application.refresh_from_db()
    before, round_ = application.seal_due_at, application.round
    catalog.move_deadline(round_.pk, round_.closes_at + timedelta(days=14), "", by=administrator())
    application.refresh_from_db()
    fresh = Application.objects.select_related("round").get(pk=application.pk)
    due = fresh.seal_due_at
    assert before is not None
    assert due is not None
    assert due > before + timedelta(days=7)
    assert due == sealing.seal_due(fresh, fresh.submitted_at or now())
    seal(application, "", at=due)


def test_the_queue_of_officials_says_when_the_seal_is_overdue(application: Application):
    official = signed_in(intake.official(application.round.department))
    in_english: Any = {"headers": {"Accept-Language": "en"}}
    assert "seal missing" in official.get("/workbench/", **in_english).text
    assert application.number not in official.get("/workbench/", {"view": "unsealed"}).text
    Application.objects.update(seal_due_at=now() - timedelta(hours=1))
    page = official.get("/workbench/", {"view": "unsealed"}, **in_english)
    assert application.number in page.text
    assert "Seal overdue" in page.text
    assert [line.seal for line in page.context["lines"]] == ["late"]


def test_round_without_seal_and_paper_has_no_such_page():
    application = intake.submitted()
    page = signed_in(intake.holder(application)).get(address(application, "application_papers"))
    assert page.status_code == 404
