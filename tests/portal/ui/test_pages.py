"""The pages of ui in a real browser: accessible, never sideways, usable without scripts."""

import itertools
from collections import defaultdict
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from portal.ui import navigation
from portal.ui.navigation import NavItem
from tests.browser.axe import assert_clean
from tests.browser.looks import assert_no_overflow

pytestmark = [pytest.mark.urls("tests.portal.ui.samples.pages"), pytest.mark.django_db(transaction=True)]

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 812}
PAGES = [
    "/sample/components/?bound",
    pytest.param("/sample/components/?bound&as=department", marks=pytest.mark.exhaustive),
    "/sample/list/",
    pytest.param("/sample/letter/", marks=pytest.mark.exhaustive),
    pytest.param("/product/ui/confirm.html", marks=pytest.mark.exhaustive),
    "/no/such/page/",
    "/product/500.html",
]


@pytest.fixture(autouse=True)
def sample_navigation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries of our own: those of upper apps need real capacities."""
    entries = [
        NavItem("help", "办事指南", "help", "help-circle", count=lambda request: 12),
        NavItem("privacy", "隐私说明与数据保护", "privacy", "shield", group="manage"),
    ]
    monkeypatch.setattr(navigation, "_items", defaultdict(lambda: entries))


@pytest.mark.parametrize("path", PAGES)
def test_page_is_clean(page: Page, live: LiveServer, path: str) -> None:
    page.goto(path)
    for scheme, size in itertools.product(("light", "dark"), (DESK, PHONE)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        assert_clean(page)
    assert_no_overflow(page)
    for language, tag in (("zh-hant", "zh-Hant-TW"), ("en", "en")):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": live.url}])
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", tag)
        assert_clean(page)
        assert_no_overflow(page)


def test_menus_are_clean_when_open_and_close_on_escape(page: Page) -> None:
    page.goto("/help/")
    summary = page.locator("details.pick > summary")
    summary.click()
    assert_clean(page)
    page.keyboard.press("Escape")
    expect(page.locator("details.pick")).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()


def test_error_summary_takes_the_focus_and_leads_to_the_field(page: Page) -> None:
    page.goto("/sample/components/?bound")
    expect(page.locator(".errsum")).to_be_focused()
    page.locator(".errsum a").first.click()
    assert page.url.endswith("#id_code")


def test_skip_link_is_the_first_stop(page: Page) -> None:
    page.goto("/help/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()


def test_language_and_theme_switch_without_scripts(scriptless: Page) -> None:
    scriptless.goto("/help/")
    scriptless.locator(".foot").get_by_role("button", name="English").click()
    expect(scriptless.locator("h1")).to_have_text("Help")
    scriptless.locator(".foot").get_by_role("button", name="Dark").click()
    expect(scriptless.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert scriptless.url.endswith("/help/")


def test_side_menu_opens_without_scripts_on_a_phone(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False, viewport=PHONE)
    page.goto("/sample/components/?as=department")
    page.locator(".menu-s > summary").click()
    expect(page.locator(".menu-s")).to_have_attribute("open", "")


def test_dark_follows_the_device_without_a_choice(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/help/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 22, 28)"


def test_letter_prints_the_sheet_only(page: Page) -> None:
    page.goto("/sample/letter/")
    page.emulate_media(media="print")
    expect(page.locator(".letter")).to_be_visible()
    for part in (".top", ".foot", ".btn"):
        expect(page.locator(part).first).to_be_hidden()


def test_keys_move_through_a_list(page: Page) -> None:
    page.goto("/sample/list/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="第二件")).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_label("选中第二件")).to_be_checked()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="第一件")).to_be_focused()
    page.keyboard.press("/")
    own = page.get_by_role("main").get_by_role("searchbox")
    expect(own).to_be_focused()
    page.keyboard.type("jk")
    expect(own).to_have_value("jk")
