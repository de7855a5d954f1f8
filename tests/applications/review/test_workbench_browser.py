"""The workbench by keyboard: move, look, mark, open, check, accept; nothing happens while somebody types."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.applications.intake.asking import address
from tests.applications.intake.test_browser import enter
from tests.factories import intake
from tests.factories.review import to_check

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.exhaustive
def test_a_row_is_looked_at_marked_checked_and_accepted_by_keys(page: Page, live: Any) -> None:
    first = to_check()
    intake.submitted(intake.draft(first.round))
    enter(page, intake.official(first.round.department), live)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/workbench/?view=check&ordering=received")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-marked]")).to_have_text("已勾选1件")
    page.keyboard.press("p")
    expect(page.locator("#drawer h2")).to_have_text(first.applicant_name)
    expect(page.locator("[data-marked]")).to_have_text(f"正在预览{first.applicant_name}")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("jxo?a")
    expect(page.locator("#id_q")).to_have_value("jxo?a")
    page.fill("#id_q", "")
    page.locator("[data-row] a").first.focus()
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_have_attribute("open", "")
    page.locator("[data-row] a").first.focus()
    page.keyboard.press("a")
    page.wait_for_url("**#actions")
    for point in ("contract", "staff", "scope"):
        page.check(f"#p-{point}-met")
    expect(page.locator("#check-sum")).to_contain_text("可以受理")
    page.goto(address(first, "review_application"))
    page.click("form[action$='/accept/'] [type=submit]")
    expect(page.locator("main")).to_contain_text("已通知")
    first.refresh_from_db()
    assert first.status == "accepted"
