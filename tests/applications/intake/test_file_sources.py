"""Files that are there already: the library, photos that become one PDF, invoices attached twice."""

from datetime import timedelta

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from applications.intake.file_notes import add_notes
from applications.intake.models import Application, Joining
from applications.intake.services import attach, joining, library
from applications.intake.services.checking import check, files_by_question
from portal.api.problems import Refused
from portal.facts.models import Document
from portal.files.storage import path_of
from programs.forms import models
from programs.forms.services import pin
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake
from tests.factories.catalog import RoundFactory
from tests.factories.forms import FormFactory
from tests.factories.organizations import member
from tests.portal.files import samples
from tests.portal.files.test_older_kinds import INVOICE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    translation.activate("en")


def put(application: Application, content: bytes, name: str):
    upload, capacity = SimpleUploadedFile(name, content), intake.holder(application)
    return attach(application.pk, "contract", upload, capacity=capacity, at=timezone.now())


def notes(application: Application) -> list[str]:
    files = files_by_question(application)
    with translation.override("en"):
        add_notes(application, files, intake.holder(application))
    return [note.text for found in files.values() for row in found for note in row.notes]


def test_a_file_is_kept_in_the_library_and_used_again():
    application = intake.filled()
    owner, kept = signed_in(intake.holder(application)), application.attachments.get()
    until = timezone.localdate(application.round.closes_at) - timedelta(days=1)
    page = address(application, "application_file_keep", kept.pk)
    assert owner.post(page, {"title": "", "valid_until": ""}).status_code == 400
    answer = owner.post(page, {"title": "检测合同", "valid_until": until.isoformat()})
    assert answer["Location"].endswith("/edit/need/#u-q-contract")
    document = Document.objects.get()
    assert (document.organization, document.title, document.file) == (
        application.organization,
        "检测合同",
        kept.file,
    )
    assert owner.post(page, {"title": "检测合同"}).status_code == 400  # it stands there already
    kept.delete()
    shelf = address(application, "application_library", "contract")
    assert "检测合同" in owner.get(shelf).content.decode()
    assert owner.post(shelf, {"document": str(document.pk)}).status_code == 302
    assert application.attachments.get().document == document
    assert notes(application)[0].endswith("only: it expires before the round closes.")


def test_nobody_takes_a_document_of_another_organization():
    application, stranger = intake.filled(), intake.filled()
    capacity, now = intake.holder(application), timezone.now()
    theirs = library.keep(
        stranger.pk, stranger.attachments.get().pk, "合同", None, capacity=intake.holder(stranger)
    )
    with pytest.raises(Refused, match="no longer stands in the library"):
        library.take(application.pk, "contract", theirs.pk, capacity=capacity, at=now)
    page = address(stranger, "application_library", "contract")
    assert signed_in(capacity).get(page).status_code == 404
    viewer = signed_in(member(application.organization, "viewer"))
    assert viewer.get(address(application, "application_library", "contract")).status_code == 302


def test_the_part_is_saved_before_the_library_is_opened():
    application = intake.draft()
    answer = signed_in(intake.holder(application)).post(
        address(application, "application_section", "firm"),
        {"q-contact": "林晚舟", "aside": "library:contract", "seen": "{}"},
    )
    assert answer["Location"] == address(application, "application_library", "contract")
    application.refresh_from_db()
    assert application.answers["contact"] == "林晚舟"


def test_photos_become_one_pdf_in_the_order_one_says():
    application = intake.draft()
    owner = signed_in(intake.holder(application))
    across = put(application, samples.photo((60, 40)), "二.jpg")
    upright = put(application, samples.photo((40, 60)), "一.jpg")
    page = address(application, "application_photos", "contract")
    assert "二.jpg" in owner.get(page).content.decode()
    assert owner.post(page, {f"page-{across.pk}": "1"}).status_code == 200  # one is not enough
    answer = owner.post(page, {f"page-{across.pk}": "2", f"page-{upright.pk}": "1"}, follow=True)
    assert answer.redirect_chain[-1][0].endswith("#u-q-contract")
    made = application.attachments.get(removed_at=None)
    assert (made.name, made.file.media_type) == ("一.pdf", "application/pdf")
    pages = pypdfium2.PdfDocument(path_of(made.file.sha256))
    assert [page.get_width() < page.get_height() for page in pages] == [True, False]


def test_photos_stay_until_a_worker_has_joined_them(monkeypatch):
    monkeypatch.setattr(joining, "QUICK_BYTES", 0)
    application = intake.draft()
    photos = [put(application, samples.photo((60, n)), f"{n}.jpg").pk for n in (40, 50)]
    capacity, now = intake.holder(application), timezone.now()
    row = joining.ask(application.pk, "contract", photos, capacity=capacity, at=now)
    with pytest.raises(Refused, match="being joined already"):
        joining.ask(application.pk, "contract", photos, capacity=capacity, at=now)
    assert application.attachments.filter(removed_at=None).count() == 2
    page = signed_in(capacity).get(address(application, "application_photos", "contract"))
    assert 'data-state="waiting"' in page.content.decode()
    Joining.objects.update(claimed_until=now + timedelta(minutes=1))
    joining.join_due(now)
    assert application.attachments.filter(removed_at=None).count() == 2  # somebody else is at it
    joining.join_due(now + timedelta(minutes=2))
    row.refresh_from_db()
    assert (row.state, row.ready) == ("done", 2)
    assert application.attachments.filter(removed_at=None).count() == 1


def test_a_photo_removed_meanwhile_leaves_the_others(monkeypatch):
    monkeypatch.setattr(joining, "QUICK_BYTES", 0)
    application = intake.draft()
    first, second = (put(application, samples.photo((60, n)), f"{n}.jpg") for n in (40, 50))
    capacity, now = intake.holder(application), timezone.now()
    row = joining.ask(application.pk, "contract", [first.pk, second.pk], capacity=capacity, at=now)
    first.removed_at = now
    first.save()
    joining.join_due(now)
    row.refresh_from_db()
    assert row.state == "refused"
    assert list(application.attachments.filter(removed_at=None)) == [second]


def test_an_invoice_attached_twice_is_told():
    application = intake.draft()
    put(application, INVOICE.encode(), "发票.xml")
    invoice = "Invoice 26322000000012345678, 2026-03-01, CNY 85,000.00, from %s to %s"
    assert notes(application) == [invoice % ("江城检测有限公司", "华纳测试科技有限公司")]
    stranger = intake.draft()
    put(stranger, INVOICE.encode(), "发票.xml")
    assert len(notes(stranger)) == 1  # of another organization's nothing is told
    again = intake.draft(intake.open_round(), intake.holder(application))
    put(again, INVOICE.encode() + b"\n", "发票.xml")
    assert notes(again)[1].startswith("The same invoice is attached elsewhere: ")


def test_each_item_of_a_list_of_files_takes_its_own():
    round_ = RoundFactory()
    form = FormFactory(program=round_.program, complete=True)
    asked = models.Question.objects.create(
        section=form.sections.get(key="need"), key="papers", kind="file_list", label="材料", label_en="Papers"
    )
    for position, (value, label) in enumerate((("license", "营业执照"), ("audit", "审计报告"))):
        models.Choice.objects.create(question=asked, position=position, value=value, label=label)
    pin(round_, by=None)
    application = intake.draft(round_)
    owner = signed_in(intake.holder(application))
    page = address(application, "application_section", "need")
    assert owner.post(page, {"q-papers.audit": intake.pdf("报告.pdf"), "seen": "{}"}).status_code == 302
    assert application.attachments.get().question == "papers.audit"
    shown = owner.get(page).content.decode()
    assert 'id="u-q-papers.license"' in shown
    assert "报告.pdf" in shown
    problems = {problem.key for problem in check(application)}
    assert "papers.license" in problems
    assert "papers.audit" not in problems
    with pytest.raises(Refused):
        attach(application.pk, "papers", intake.pdf(), capacity=intake.holder(application), at=timezone.now())
    shelf = address(application, "application_library", "papers.license")
    assert owner.get(shelf).status_code == 200
