"""The second step in a real browser: app, recovery codes, passkey; every page accessible at both widths.

LOOK=<folder> keeps a picture of each page.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from portal.accounts.models import User
from tests.browser import DESK, PHONE
from tests.browser.axe import assert_clean
from tests.browser.looks import assert_no_overflow
from tests.factories.accounts import PASSWORD, official, region
from tests.factories.second_factor import shown, with_app

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.exhaustive]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Desk:
    """A person at a browser with a fingerprint reader."""

    def __init__(self, page: Page, live: LiveServer) -> None:
        self.page, self.url = page, live.url.replace("127.0.0.1", "localhost")
        self.seen = 0
        self.reader: Any = page.context.new_cdp_session(page)
        self.reader.send("WebAuthn.enable")
        self.reader.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    def go(self, name: str, *arguments: Any) -> None:
        self.page.goto(self.url + reverse(name, args=arguments))

    def press(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=name, exact=True).click()

    def look(self, name: str) -> None:
        """The page breaks nothing; a picture of it where one is wanted."""
        assert_clean(self.page)
        assert_no_overflow(self.page)
        if folder := os.environ.get("LOOK"):
            self.seen += 1
            for size in (DESK, PHONE):
                self.page.set_viewport_size(size)
                path = Path(folder) / f"sign-in-{self.seen:02}-{name}-{size['width']}.png"
                self.page.screenshot(path=path, full_page=True)
            self.page.set_viewport_size(DESK)

    def password(self, user: User) -> None:
        self.go("account_login")
        self.page.get_by_label("邮箱或手机号码").fill(user.email)
        self.page.get_by_label("密码", exact=True).fill(PASSWORD)
        self.press("登录")

    def again(self) -> None:
        """The password once more, where it is asked."""
        self.page.get_by_label("密码", exact=True).fill(PASSWORD)
        self.press("继续")

    def sign_out(self) -> None:
        self.page.context.clear_cookies()


@pytest.fixture
def desk(page, live, settings) -> Desk:
    settings.MFA_REQUIRED = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    return Desk(page, live)


def test_official_sets_an_app_up_and_signs_in_with_it(desk):
    user = official().user
    desk.go("account_login")
    desk.look("login")
    desk.password(user)
    expect(desk.page.locator("h1")).to_have_text("登录两步验证")
    desk.look("needed")
    desk.page.get_by_role("link", name="设置应用").click()
    desk.look("password-again")
    desk.again()
    secret = desk.page.locator("code").inner_text()
    desk.look("app")
    desk.page.get_by_label("应用显示的验证码").fill("000000")
    desk.press("设置")
    desk.look("app-wrong")
    assert desk.page.locator("code").inner_text() == secret
    desk.page.get_by_label("应用显示的验证码").fill(shown(secret))
    desk.press("设置")
    expect(desk.page.locator("h1")).to_have_text("恢复码")
    desk.look("recovery")
    recovery = desk.page.locator("code").first.inner_text()
    desk.page.get_by_role("link", name="我已保管好").click()
    desk.look("all")
    desk.go("mfa_generate_recovery_codes")
    desk.look("recovery-new")
    desk.go("mfa_deactivate_totp")
    desk.look("app-remove")
    desk.go("usersessions_list")
    desk.look("sessions")
    desk.go("account_settings")
    desk.look("account")
    for name in ("account_email", "account_change_phone"):
        desk.go(name)
        desk.look(name)
    desk.sign_out()
    desk.password(user)
    expect(desk.page.locator("h1")).to_have_text("两步验证")
    desk.look("second-step")
    desk.page.get_by_label("验证码").fill(recovery)
    desk.press("登录")
    desk.page.wait_for_url("**/workbench/**")
    desk.go("mfa_reauthenticate")
    desk.look("code-again")


def test_passkey_is_added_and_opens_alone(desk):
    user = official().user
    desk.password(user)
    desk.go("mfa_add_webauthn")
    desk.again()
    desk.look("passkey")
    desk.press("添加通行密钥")
    expect(desk.page.locator("h1")).to_have_text("恢复码")
    key = Authenticator.objects.get(user=user, type="webauthn")
    desk.go("mfa_index")
    desk.look("passkeys")
    desk.go("mfa_remove_webauthn", key.pk)
    desk.look("passkey-remove")
    desk.go("mfa_reauthenticate_webauthn")
    desk.look("passkey-again")
    desk.sign_out()
    desk.go("account_login")
    desk.press("用通行密钥登录")
    desk.page.wait_for_url("**/workbench/**")


def test_passkey_as_second_step_after_the_password(desk):
    user = official().user
    secret = with_app(user)
    desk.password(user)
    desk.page.get_by_label("验证码").fill(shown(secret))
    desk.press("登录")
    desk.page.wait_for_url("**/workbench/**")
    desk.go("mfa_add_webauthn")
    desk.again()
    desk.page.get_by_label("仅凭此密钥登录，无需密码").uncheck()
    desk.press("添加通行密钥")
    expect(desk.page.locator("h1")).not_to_have_text("添加通行密钥")
    desk.sign_out()
    desk.password(user)
    desk.press("使用通行密钥")
    desk.page.wait_for_url("**/workbench/**")


def test_passkey_of_another_account_opens_nothing(desk):
    """A key that answers for one account is no second step of another."""
    first, second = official().user, official("310106").user
    desk.password(first)
    desk.go("mfa_add_webauthn")
    desk.again()
    desk.press("添加通行密钥")
    expect(desk.page.locator("h1")).to_have_text("恢复码")
    Authenticator.objects.filter(user=first).update(user=second)  # the reader still answers as the first
    desk.sign_out()
    desk.go("account_login")
    desk.press("用通行密钥登录")
    expect(desk.page.locator(".alert, .note").first).to_contain_text("验证码不正确")
    assert "_auth_user_id" not in str(desk.page.context.cookies())


def test_pages_without_scripts_say_that_passkeys_need_them(scriptless, live):
    user = official().user
    scriptless.goto(live.url + reverse("account_login"))
    scriptless.get_by_label("邮箱或手机号码").fill(user.email)
    scriptless.get_by_label("密码", exact=True).fill(PASSWORD)
    expect(scriptless.get_by_role("button", name="用通行密钥登录")).to_have_count(0)
    scriptless.locator("main form button[type=submit]").first.click()
    scriptless.goto(live.url + reverse("mfa_add_webauthn"))
    scriptless.get_by_label("密码", exact=True).fill(PASSWORD)
    scriptless.locator("main form button[type=submit]").first.click()
    expect(scriptless.locator("main")).to_contain_text("通行密钥需要启用脚本")


def test_open_page_warns_and_stays(page, live, settings):
    settings.OFFICE_IDLE_MINUTES = 1
    client = Client()
    client.force_login(official().user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live.url}
    page.context.add_cookies([cookie])
    page.clock.install()
    page.goto(live.url + reverse("account_settings"))
    page.clock.run_for(40_000)
    note = page.locator(".session-end")
    expect(note).to_contain_text("两分钟后将退出登录")
    assert_clean(page)
    page.get_by_role("button", name="保持登录").click()
    expect(note).to_be_hidden()
    page.clock.run_for(61_000)
    expect(note).to_contain_text("您已退出登录")


def test_what_was_sent_too_late_is_sent_again(desk, settings):
    """The form, the end of the sign-in, the sign-in, the text, the form."""
    settings.MFA_REQUIRED = False
    region()
    user = official().user
    desk.password(user)
    desk.go("organization_new")
    desk.page.get_by_label("名称").fill("上海迟到科技有限公司")
    cookies = {cookie["name"]: cookie["value"] for cookie in desk.page.context.cookies()}
    session = SessionStore(cookies["sessionid"])
    session["active_at"] -= 3600
    session.save()
    desk.page.locator("main button[type=submit]").first.click()
    expect(desk.page.locator("main")).to_contain_text("填写的内容已保留")
    desk.look("signed-out")
    desk.page.get_by_label("邮箱或手机号码").fill(user.email)
    desk.page.get_by_label("密码", exact=True).fill(PASSWORD)
    desk.press("登录")
    expect(desk.page.locator("h1")).to_have_text("您填写的内容已保留")
    desk.look("kept")
    desk.press("现在提交")
    expect(desk.page.get_by_label("名称")).to_have_value("上海迟到科技有限公司")
