"""Pieces of one upload over two real connections, and a real browser that loses its connection."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from applications.intake.models import Application
from portal.files import uploading
from portal.files.models import Piece
from portal.files.uploading import OutOfOrder
from tests.applications.intake.asking import address
from tests.applications.intake.test_browser import enter
from tests.applications.intake.test_concurrency import at_once
from tests.factories import intake
from tests.portal.files import samples

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def pdf(size: int) -> bytes:
    return samples.PDF.replace(b"endobj\n", b"endobj\n%" + b"x" * size + b"\n", 1)


def test_the_same_piece_over_two_connections_is_taken_once() -> None:
    application, at = intake.draft(), timezone.now()
    capacity = intake.holder(application)
    place = {"application": str(application.pk), "question": "contract"}
    upload = uploading.begin("application", place, "a.pdf", 200, by=capacity, at=at)
    contents = [b"a" * 100, b"b" * 80]

    def send(content: bytes) -> Any:
        return uploading.receive(upload, 0, io.BytesIO(content).read, len(content), at=at)

    results = at_once(*(lambda content=content: send(content) for content in contents))
    refused = [isinstance(result, OutOfOrder) for result in results]
    assert sorted(refused) == [False, True]
    kept = contents[refused.index(False)]
    upload.refresh_from_db()
    assert (upload.received, Piece.objects.get().size) == (len(kept), len(kept))
    with uploading.place().open_piece(upload.pk.hex, 0) as piece:
        assert piece.read() == kept


@pytest.mark.exhaustive
def test_an_upload_goes_on_after_a_lost_connection(page: Page, live: Any, tmp_path: Path) -> None:
    application: Application = intake.draft()
    enter(page, intake.holder(application), live)
    page.goto(address(application, "application_section", "need"))
    large, small = tmp_path / "大合同.pdf", tmp_path / "小合同.pdf"
    large.write_bytes(pdf(5 * 1024 * 1024))
    small.write_bytes(pdf(100))
    broken: list[str] = []

    def lose(route: Any) -> None:
        second = route.request.headers.get("upload-offset", "0") != "0"
        if route.request.method == "PATCH" and second and len(broken) < 2:
            broken.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/uploads/*/", lose)
    page.fill("#q-amount", "8.5")
    page.set_input_files("#q-contract", [large, small])
    files = page.locator("#q-contract-files")
    expect(files).to_contain_text("小合同.pdf", timeout=30_000)
    finish(files, "大合同.pdf")
    assert len(broken) == 2
    expect(page.locator("#q-amount")).to_have_value("8.5")
    assert sorted(a.file.size for a in application.attachments.all()) == [
        small.stat().st_size,
        large.stat().st_size,
    ]
    bad = tmp_path / "合同.docx"
    bad.write_bytes(samples.HTML)
    page.set_input_files("#q-contract", bad)
    expect(page.locator("[data-running] [role=alert]")).to_contain_text("内容不是DOCX")
    page.click("[data-running] [data-cancel]")
    expect(page.locator("[data-running]")).to_be_hidden()


def finish(files: Any, name: str) -> None:
    """What a worker does meanwhile."""
    from portal.files.finishing import finish_arrived

    for _attempt in range(60):
        finish_arrived(timezone.now())
        if files.get_by_text(name).count():
            return
        files.page.wait_for_timeout(250)
    expect(files).to_contain_text(name)
