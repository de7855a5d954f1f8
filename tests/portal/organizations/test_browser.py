"""Registering an organization in a real browser."""

from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from portal.accounts.models import User
from tests.factories.accounts import UserFactory, region


def signed_in(page: Page, live: LiveServer, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live.url}
    page.context.add_cookies([cookie])


def test_registration_with_scripts_off(scriptless, live, transactional_db):
    """A newcomer registers an organization, is told of a slip, and hands in the letter."""
    user = UserFactory()
    region()
    signed_in(scriptless, live, user)
    scriptless.goto(live.url + reverse("organization_new"))
    scriptless.get_by_label("统一社会信用代码").fill("91310114MA0O000230")
    scriptless.get_by_label("名称").fill("上海新登记科技有限公司")
    scriptless.get_by_label("注册地").select_option("310114")
    scriptless.get_by_label("税收属地").select_option("310114")
    scriptless.locator("main button[type=submit]").click()
    assert "第12位是字母O" in scriptless.locator(".errsum").inner_text()
    scriptless.get_by_label("统一社会信用代码").fill("９１310114 MA0000023q")
    scriptless.locator("main button[type=submit]").click()
    assert scriptless.locator("h1").inner_text() == "上海新登记科技有限公司"
    letter = {"name": "授权书.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
    scriptless.get_by_label("授权书（盖章）").set_input_files(letter)
    scriptless.get_by_role("button", name="提交授权书").click()
    assert "核验中" in scriptless.locator("main").inner_text()
