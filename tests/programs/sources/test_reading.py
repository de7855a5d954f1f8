from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from portal.api.problems import Refused
from portal.files.models import StoredFile
from portal.files.storage import path_of
from programs.sources.models import DraftClause, SourceFile, SourcePage
from programs.sources.services.reading import MOST_ATTEMPTS, read_waiting
from programs.sources.services.uploading import upload
from tests.factories.accounts import UserFactory
from tests.factories.policies import DocumentFactory
from tests.portal.files import hostile
from tests.programs.sources import papers
from tests.programs.sources.papers import wrapped
from tests.programs.sources.texts import ARTICLES

pytestmark = pytest.mark.django_db
State = SourceFile.State


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    translation.activate("en")


def take(content, name="办法.pdf", document=None, by=None):
    return upload(document or DocumentFactory(), SimpleUploadedFile(name, content), by or UserFactory())


def read(source):
    read_waiting(timezone.now())
    source.refresh_from_db()
    return source


def printed(text, per_page=12):
    lines = [line for paragraph in text.split("\n") for line in wrapped(paragraph)]
    return [lines[at : at + per_page] for at in range(0, len(lines), per_page)]


def test_a_pdf_becomes_pages_and_rows():
    source = read(take(papers.pdf(printed(ARTICLES))))
    assert (source.state, source.pages_total, source.pages.count()) == (State.READY, 2, 2)
    assert all(page.picture and page.width == 1000 for page in source.pages.all())
    rows = [(row.position, row.level, row.printed) for row in source.rows.all()]
    assert rows[:4] == [(1, 1, ""), (2, 1, "第一章"), (3, 2, "第一条"), (4, 2, "第二条")]
    assert len(rows) == 13
    assert {row.page for row in source.rows.all()} == {1, 2}


def test_a_scan_has_an_empty_row_for_each_page():
    source = read(take(papers.scan(3)))
    assert source.state == State.READY
    assert [(row.page, row.is_empty) for row in source.rows.all()] == [(1, True), (2, True), (3, True)]


def test_a_word_file_becomes_rows_and_automatic_numbers_that_cannot_be_told_are_marked():
    content = papers.docx(
        [("总则", 0), ("说明", 1)], [("chineseCounting", "第%1章"), ("thaiCounting", "%2)")]
    )
    source = read(take(content, "a.docx"))
    assert [(row.printed, row.heading, row.text, row.doubt) for row in source.rows.all()] == [
        ("第一章", "总则", "", ""), ("", "", "说明", "automatic"),
    ]  # fmt: skip
    assert not source.pages.get().picture


def test_a_reader_that_was_killed_is_followed_by_another_that_does_only_the_rest():
    source = take(papers.pdf(printed(ARTICLES)))
    done = SourcePage.objects.create(source=source, number=1, text="第一章 总则\n第一条 已读过的一页。")
    SourceFile.objects.filter(pk=source.pk).update(
        state=State.READING, claimed_until=timezone.now() - timedelta(seconds=1)
    )
    assert read(source).state == State.READY
    done.refresh_from_db()
    assert (done.text, done.picture) == ("第一章 总则\n第一条 已读过的一页。", None)
    assert source.pages.count() == 2


def test_a_file_another_reader_holds_is_left_to_it():
    source = take(papers.scan(1))
    SourceFile.objects.filter(pk=source.pk).update(
        state=State.READING, claimed_until=timezone.now() + timedelta(minutes=1)
    )
    assert read_waiting(timezone.now()) == 0
    assert not source.pages.exists()


def test_a_file_that_took_its_reader_down_again_and_again_is_said_to_be_unreadable():
    source = take(papers.scan(1))
    SourceFile.objects.filter(pk=source.pk).update(attempts=MOST_ATTEMPTS)
    assert read(source).state == State.FAILED
    assert source.trouble


def test_a_damaged_pdf_is_said_to_be_damaged():
    by = UserFactory(language="en")
    source = read(take(b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n", by=by))
    assert source.state == State.FAILED
    assert source.trouble == "This file cannot be opened. Save it again and upload the new file."


def test_a_page_that_cannot_be_read_does_not_cost_the_others():
    content = papers.pdf([["第一章 总则"], ["第二章 申领"]])
    source = read(take(content.replace(b"/Kids [5 0 R 8 0 R]", b"/Kids [5 0 R 99 0 R]")))
    assert source.state == State.READY
    assert [page.unreadable for page in source.pages.all()] == [False, True]
    assert [(row.page, row.printed) for row in source.rows.all()] == [(1, "第一章"), (2, "")]


def test_a_hostile_file_is_not_taken():
    for content in hostile.ACTIVE_PDFS.values():
        with pytest.raises(Refused):
            take(content)
    assert not SourceFile.objects.exists()


@pytest.mark.parametrize("name", ["a.xlsx", "a.png", "a", "a.pdf.exe"])
def test_other_kinds_are_refused_with_a_sentence(name):
    with pytest.raises(Refused, match="PDF and Word"):
        take(papers.scan(1), name)


def test_a_file_in_quarantine_waits_and_an_infected_one_fails():
    source = take(papers.scan(1))
    StoredFile.objects.update(scan="waiting")
    assert read_waiting(timezone.now()) == 0
    StoredFile.objects.update(scan="infected", scanned_at=timezone.now())
    assert read(source).state == State.FAILED
    assert source.trouble


def test_a_content_that_is_gone_is_said_to_be_gone():
    source = take(papers.scan(1))
    path_of(source.file.sha256).unlink()
    assert read(source).state == State.FAILED


def test_the_same_file_again_is_the_one_that_is_there():
    document = DocumentFactory()
    first = read(take(papers.scan(1), document=document))
    assert take(papers.scan(1), document=document) == first
    assert SourceFile.objects.count() == 1
    assert DraftClause.objects.count() == 1


def test_reading_again_makes_nothing_twice():
    source = read(take(papers.scan(2)))
    SourceFile.objects.update(state=State.READING, claimed_until=None)
    DraftClause.objects.all().delete()
    read(source)
    assert (source.pages.count(), source.rows.count()) == (2, 2)
