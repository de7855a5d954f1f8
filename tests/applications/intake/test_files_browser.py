"""Files as people bring them: dropped on the page, as HEIC from a phone, half sent by a closed browser."""

import base64
import shutil
from pathlib import Path
from typing import Any

import pytest
from pillow_heif import register_heif_opener
from playwright.sync_api import Browser, BrowserContext, Page, expect

from applications.intake.models import Application
from tests.applications.intake.asking import address
from tests.applications.intake.test_browser import enter
from tests.applications.intake.test_uploads_at_once import finish, pdf
from tests.browser import ARGUMENTS, DESK
from tests.factories import intake
from tests.portal.files import samples

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.exhaustive]
LARGE = 20 * 1024 * 1024
DROPPED = """([name, type, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  return data;
}"""


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def application() -> Application:
    return intake.draft()


def opened(page: Page, live: Any, application: Application) -> Page:
    """The part with the file question."""
    enter(page, intake.holder(application), live)
    page.goto(address(application, "application_section", "need"))
    return page


def test_file_is_dropped_on_its_question_and_beside_it_nothing_happens(
    page: Page, live: Any, application: Application
) -> None:
    opened(page, live, application)
    given = ["合同.pdf", "application/pdf", base64.b64encode(samples.PDF).decode()]
    data = page.evaluate_handle(DROPPED, given)
    field = page.locator("#u-q-contract")
    field.dispatch_event("dragover", {"dataTransfer": data})
    assert "drop" in (field.get_attribute("class") or "").split()
    page.locator("h1").dispatch_event("drop", {"dataTransfer": data})
    assert page.url.endswith("/edit/need/")
    field.dispatch_event("drop", {"dataTransfer": data})
    expect(page.locator("#q-contract-files")).to_contain_text("合同.pdf", timeout=30_000)
    assert "drop" not in (field.get_attribute("class") or "").split()
    assert application.attachments.get().name == "合同.pdf"


def test_photo_of_a_phone_in_heic_is_kept_as_one_that_everybody_opens(
    phone: Page, live: Any, application: Application
) -> None:
    register_heif_opener()
    opened(phone, live, application)
    content = samples.photo((400, 300), "HEIF", place=True)
    photo = {"name": "IMG_0001.HEIC", "mimeType": "image/heic", "buffer": content}
    phone.set_input_files("#q-contract", photo)
    finish(phone.locator("#q-contract-files"), "IMG_0001.jpg")
    kept = application.attachments.get()
    assert (kept.name, kept.file.media_type) == ("IMG_0001.jpg", "image/jpeg")


def test_closed_browser_goes_on_with_a_large_file_when_it_is_opened_again(
    browser: Browser, live: Any, application: Application, tmp_path: Path
) -> None:
    large = tmp_path / "大合同.pdf"
    large.write_bytes(pdf(LARGE))
    with_window = Window(browser, live, application, tmp_path / "profile")
    sent = with_window.until_the_third_piece(large)
    assert sent == ["0", "4194304", "8388608"]  # the third is on its way when the browser closes

    again = Window(browser, live, application, tmp_path / "profile")
    offsets = again.to_the_end(large)
    # What had come of the third piece when the connection was cut is kept, be it none, a part or all of it.
    assert 8388608 <= int(offsets[0]) <= 12582912
    assert application.attachments.get().file.size == large.stat().st_size


class Window:
    """A browser with a profile of its own on the disk, that is really closed and opened."""

    def __init__(self, browser: Browser, live: Any, application: Application, profile: Path) -> None:
        program = shutil.which("chromium") or shutil.which("chromium-browser") or "google-chrome"
        self.context: BrowserContext = browser.browser_type.launch_persistent_context(
            profile, executable_path=program, args=ARGUMENTS, viewport=DESK, base_url=live.url, locale="zh-CN"
        )
        self.page = opened(self.context.new_page(), live, application)

    def until_the_third_piece(self, file: Path) -> list[str]:
        sent: list[str] = []

        def piece(route: Any) -> None:
            if route.request.method == "PATCH":
                sent.append(route.request.headers["upload-offset"])
            if len(sent) < 3:
                route.continue_()

        self.page.route("**/uploads/*/", piece)
        self.page.set_input_files("#q-contract", file)
        for _wait in range(120):
            if len(sent) == 3:
                break
            self.page.wait_for_timeout(250)
        self.context.close()
        return sent

    def to_the_end(self, file: Path) -> list[str]:
        sent: list[str] = []
        self.page.on(
            "request",
            lambda request: (
                sent.append(request.headers["upload-offset"]) if request.method == "PATCH" else None
            ),
        )
        self.page.set_input_files("#q-contract", file)
        finish(self.page.locator("#q-contract-files"), file.name)
        self.context.close()
        return sent
