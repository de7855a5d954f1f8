"""The switch of capacities in a real browser: at a telephone's width, by keyboard, without scripts."""

from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from portal.accounts.models import User
from tests.browser import PHONE
from tests.browser.looks import overflowing
from tests.factories.accounts import UserFactory, official
from tests.factories.organizations import member


def somebody() -> User:
    """An official who is a member of a firm and may open the admin."""
    user = UserFactory(admin=True)
    who = official()
    who.user.posts.update(user=user)
    member(user=user)
    return user


def test_switch_by_keyboard_on_a_narrow_page_with_scripts_off(
    scriptless: Page, live: LiveServer, transactional_db: None
) -> None:
    client = Client()
    client.force_login(somebody())
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live.url}
    scriptless.context.add_cookies([cookie])
    scriptless.set_viewport_size(PHONE)
    scriptless.goto(live.url + reverse("account_settings"))
    for label in ("嘉定区科委", "系统管理员", "本人"):
        switch = scriptless.locator("details.pick > summary.tool")
        switch.focus()
        scriptless.keyboard.press("Enter")
        scriptless.get_by_role("button", name=label).focus()
        scriptless.keyboard.press("Enter")
        expect(scriptless.locator("details.pick > summary.tool")).to_contain_text(label)
        assert overflowing(scriptless) == []
    scriptless.goto(live.url + reverse("admin:index"))
    scriptless.get_by_label("以什么身份办理").select_option("admin")
    scriptless.get_by_role("button", name="切换").press("Enter")
    scriptless.wait_for_url(live.url + reverse("dashboard"))
    assert "系统管理员" in scriptless.locator("details.pick > summary.tool").inner_text()
