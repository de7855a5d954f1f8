"""The rule editor by keyboard, in a real browser."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from programs.catalog.models import Condition
from tests.browser.axe import assert_clean
from tests.browser.looks import assert_no_overflow
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProgramFactory
from tests.factories.facts import on_file

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.exhaustive]


def look(page: Page, name: str) -> None:
    """Nothing a machine can complain about; a picture where LOOK names a folder."""
    assert_clean(page)
    assert_no_overflow(page)
    if folder := os.environ.get("LOOK"):
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})


def enter(page: Page, role: str, name: str) -> None:
    """Reach what has a role and a name and press Enter on it."""
    found = page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]  # a role as text
    found.first.focus()
    page.keyboard.press("Enter")


def test_a_test_is_written_joined_and_tried_out_by_keyboard(page: Page, live) -> None:
    client = Client()
    client.force_login(UserFactory(admin=True, name="方明"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live.url}])
    program = ProgramFactory(draft=True)
    condition = Condition.objects.create(
        program=program, sentence="企业或研发强度不低于3%的单位", clause=program.clauses.get()
    )
    firm = on_file()
    page.goto(f"/admin/catalog/program/{program.pk}/rules/")
    look(page, "rules-empty")
    enter(page, "link", "编写核对项")
    page.locator("#id_fact").select_option("kind")
    enter(page, "button", "选定")
    page.locator("#id_op").select_option("equals")
    page.get_by_label("企业", exact=True).focus()
    page.keyboard.press("Space")
    enter(page, "button", "保存核对项")
    expect(page.get_by_text("核对项已保存。")).to_be_visible()
    enter(page, "link", "或者……")
    page.locator("#id_fact").select_option("rd_intensity")
    enter(page, "button", "选定")
    page.locator("#id_op").select_option("at_least")
    page.locator("#id_value").fill("三")
    look(page, "test-form")
    enter(page, "button", "保存核对项")
    expect(page.locator(".errornote")).to_contain_text("请填写数字")
    look(page, "test-error")
    page.locator("#id_value").fill("3")
    enter(page, "button", "保存核对项")
    expect(page.get_by_text("核对项已保存。")).to_be_visible()
    look(page, "test-tree")
    condition.refresh_from_db()
    assert condition.test == {
        "any": [
            {"fact": "kind", "op": "equals", "value": "firm"},
            {"fact": "rd_intensity", "op": "at_least", "value": "3", "year": -1},
        ]
    }
    enter(page, "link", "返回规则")
    page.locator("#id_who").fill(firm.uscc)
    page.keyboard.press("Enter")
    expect(page.locator("#tried table")).to_contain_text("符合")
    look(page, "rules-tried")
