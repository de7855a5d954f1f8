import hashlib
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.http import Http404
from django.utils import timezone, translation

from portal.accounts.models import User
from portal.api.problems import Refused
from portal.files.models import StoredFile
from portal.files.services import file_response, store
from portal.files.storage import path_of
from tests.factories.accounts import UserFactory
from tests.portal.files import samples


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    translation.activate("en")
    return tmp_path / "media"


def keep(content: bytes, name: str) -> StoredFile:
    return store(SimpleUploadedFile(name, content), by=None)


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(Refused) as caught:
        keep(content, name)
    return str(caught.value)


def left_behind(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (samples.PDF, "证明.pdf", "application/pdf"),
        (samples.JPEG, "photo.JPG", "image/jpeg"),
        (samples.JPEG, "photo.jpeg", "image/jpeg"),
        (samples.png(), "seal.png", "image/png"),
        (samples.docx(), "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (samples.xlsx(), "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (samples.ofd(), "发票.ofd", "application/ofd"),
    ],
)
def test_every_kind_is_kept_under_its_hash(db, content, name, media_type):
    stored = keep(content, name)
    assert (stored.size, stored.media_type) == (len(content), media_type)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert path_of(stored.sha256).read_bytes() == content


def test_contents_are_readable_by_the_portal_alone(db, media):
    stored = keep(samples.PDF, "a.pdf")
    assert path_of(stored.sha256) == media / stored.sha256[:2] / stored.sha256[2:4] / stored.sha256
    assert stat.S_IMODE(path_of(stored.sha256).stat().st_mode) == 0o600


def test_the_same_content_is_kept_once(db, media):
    person = User.objects.create_user("a@example.com")
    first = store(SimpleUploadedFile("a.pdf", samples.PDF), by=person)
    assert keep(samples.PDF, "b.pdf") == first
    assert first.stored_by == person
    assert left_behind(media) == [path_of(first.sha256)]


def test_a_file_on_disk_from_the_upload_handler_is_streamed(db):
    with TemporaryUploadedFile("a.pdf", "text/html", len(samples.PDF), None) as upload:
        upload.write(samples.PDF)
        upload.seek(0)
        assert store(upload, by=None).media_type == "application/pdf"


NOT_TAKEN = (
    "Files of this type are not taken. Upload one of: PDF, OFD, JPEG, PNG, HEIC, DOCX, XLSX, PPTX, DOC, XLS, "
    "PPT, XML invoice."
)
OTHER_INSIDE = "“{0}” is no {1} inside. Open it, export it as {1} and upload that."
HIDES = "The name of this file hides what it is. Rename it and upload it again."
DAMAGED = "This file is damaged or encrypted. Save it again and upload the new file."
BOMB = "This document unpacks to far more than its size. Save it as PDF instead."
ACTIVE = "This file holds macros or hidden content. Print it to a new PDF and upload that."


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        pytest.param(b"", "a.pdf", "This file is empty. Choose another one.", id="empty"),
        pytest.param(samples.HTML, "a.pdf", OTHER_INSIDE.format("a.pdf", "PDF"), id="html named pdf"),
        pytest.param(samples.HTML, "a.html", NOT_TAKEN, id="html"),
        pytest.param(samples.SVG, "a.png", OTHER_INSIDE.format("a.png", "PNG"), id="svg"),
        pytest.param(samples.EXE, "a.pdf", OTHER_INSIDE.format("a.pdf", "PDF"), id="exe"),
        pytest.param("文字".encode(), "a.docx", OTHER_INSIDE.format("a.docx", "DOCX"), id="text"),
        pytest.param(
            samples.package(a_dot_txt="x"),
            "a.docx",
            OTHER_INSIDE.format("a.docx", "DOCX"),
            id="zip named docx",
        ),
        pytest.param(
            samples.HTML + samples.PDF, "a.pdf", OTHER_INSIDE.format("a.pdf", "PDF"), id="html before pdf"
        ),
        pytest.param(samples.PDF[:40], "a.pdf", DAMAGED, id="pdf cut short"),
        pytest.param(samples.docx()[:-30], "a.docx", DAMAGED, id="docx cut short"),
        pytest.param(samples.png()[:-20], "a.png", DAMAGED, id="png cut short"),
        pytest.param(samples.docx(word__big_dot_xml=b"0" * 80_000_000), "a.docx", BOMB, id="zip bomb"),
        pytest.param(samples.PDF + samples.package(a="x"), "a.pdf", ACTIVE, id="pdf and zip"),
        pytest.param(samples.JPEG + samples.package(a="x"), "a.jpg", ACTIVE, id="jpeg and zip"),
        pytest.param(samples.JPEG[:20] + samples.HTML + b"\xff\xd9", "a.jpg", ACTIVE, id="jpeg and html"),
        pytest.param(samples.docx(word__vbaProject_dot_bin="x"), "a.docx", ACTIVE, id="macros"),
        pytest.param(
            samples.docx(document="<!DOCTYPE a [<!ENTITY b 'c'>]>"), "a.docx", ACTIVE, id="entities"
        ),
        pytest.param(
            samples.docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"),
            "a.docx",
            ACTIVE,
            id="macro type",
        ),
        pytest.param(
            samples.png(),
            "a.pdf",
            "The content is PNG, but the name “a.pdf” says otherwise. Name it .png.",
            id="png named pdf",
        ),
        pytest.param(
            samples.xlsx(),
            "a.docx",
            "The content is XLSX, but the name “a.docx” says otherwise. Name it .xlsx.",
            id="xlsx named docx",
        ),
        pytest.param(
            samples.PDF,
            "a.pdf.exe",
            "The content is PDF, but the name “a.pdf.exe” says otherwise. Name it .pdf.",
            id="name of a program",
        ),
        pytest.param(samples.PDF, "a\u202efdp.exe", HIDES, id="name turned around"),
        pytest.param(samples.PDF, "发票.exe.pdf", HIDES, id="name with two endings"),
        pytest.param(
            samples.HTML.replace(b"<html>", b"%PDF-1.7<html>") + b"%%EOF",
            "a.pdf",
            OTHER_INSIDE.format("a.pdf", "PDF"),
            id="html first",
        ),
    ],
)
def test_what_is_not_taken_gets_a_sentence_and_leaves_nothing(db, media, content, name, sentence):
    assert refusal(content, name) == sentence
    assert left_behind(media) == []
    assert not StoredFile.objects.exists()


def test_an_entry_that_lies_about_its_length_is_refused(db):
    honest = samples.docx(word__media_dot_bin=b"0" * 100_000)
    lying = honest.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert refusal(lying, "a.docx") == DAMAGED


def test_too_large_names_both_sizes(db, settings, media):
    settings.UPLOAD_MAX_BYTES = 2048
    sentence = "This file has 3.0\xa0KB, at most 2.0\xa0KB can be uploaded. Save it smaller or split it."
    assert refusal(b"%PDF-" + b"0" * 3067, "a.pdf") == sentence
    assert left_behind(media) == []


def test_a_length_that_was_announced_too_small_does_not_help(db, settings, media):
    settings.UPLOAD_MAX_BYTES = 2048
    upload = SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * 3067)
    upload.size = 10
    with pytest.raises(Refused):
        store(upload, by=None)
    assert left_behind(media) == []


def test_a_download_cannot_run_in_the_browser(db):
    response = file_response(keep(samples.PDF, "a.pdf"), "证明 1.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert (
        response.headers["Content-Disposition"] == "attachment; filename*=utf-8''%E8%AF%81%E6%98%8E%201.pdf"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["ETag"] == f'"{hashlib.sha256(samples.PDF).hexdigest()}"'
    assert b"".join(response) == samples.PDF
    response.close()


def test_a_download_name_cannot_break_the_header(db):
    response = file_response(keep(samples.PDF, "a.pdf"), 'a"\r\nSet-Cookie: x=1;.pdf')
    assert response.headers["Content-Disposition"] == 'attachment; filename="a_ Set-Cookie_ x=1;.pdf"'
    response.close()


def test_a_content_that_is_gone_is_not_found(db):
    stored = keep(samples.PDF, "a.pdf")
    path_of(stored.sha256).unlink()
    with pytest.raises(Http404):
        file_response(stored, "a.pdf")


@pytest.mark.django_db
def test_one_person_does_not_fill_the_disk(settings):
    settings.UPLOAD_MAX_BYTES = 1_000
    person, other = UserFactory(), UserFactory()
    StoredFile.objects.create(sha256="0" * 64, size=100_000, media_type="application/pdf", stored_by=person)
    upload = SimpleUploadedFile("a.pdf", samples.PDF)
    with pytest.raises(Refused, match="within a day"):
        store(upload, by=person)
    assert store(upload, by=other).size == len(samples.PDF)
    StoredFile.objects.filter(stored_by=person).update(
        stored_at=timezone.now() - timedelta(days=1, minutes=1)
    )
    assert store(upload, by=person)
