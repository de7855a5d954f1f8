"""Pages of people and organizations in a real browser: clean in axe, nothing sticks out."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from portal.accounts.models import User
from portal.organizations import services
from tests.browser.axe import assert_clean
from tests.browser.looks import assert_no_overflow
from tests.factories.accounts import UserFactory, expert, official, oneself, region
from tests.factories.organizations import AuthorityProofFactory, OrganizationFactory, member

OpenPage = Callable[..., Page]
PHONE = {"width": 375, "height": 812}


def signed_in(page: Page, live: LiveServer, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live.url}
    page.context.add_cookies([cookie])


def look(
    open_page: OpenPage, live: LiveServer, user: User | None, urls: list[str], **options: object
) -> None:
    """Open each address on a desk, and narrow."""
    page = open_page(**options)
    if user:
        signed_in(page, live, user)
    for url in urls:
        page.goto(live.url + url)
        assert_clean(page)
        assert_no_overflow(page)


@pytest.fixture
def world(transactional_db: None) -> dict[str, object]:
    """An organization with everything that its file can show, and a proof that waits."""
    owner = member(OrganizationFactory(name="上海云杉微流控科技有限公司", founded_on="2019-03-05"))
    member(owner.organization, "editor")
    services.edit(owner.organization.pk, {"legal_representative": "林晚舟"}, revision=1, by=owner)
    services.ask_access(owner.organization.pk, role="editor", reason="财务部，负责预算。", by=oneself())
    region("310106")
    return {"owner": owner, "clerk": official(), "proof": AuthorityProofFactory()}


def test_pages_of_visitors(open_page, live):
    names = ["account_login", "account_signup", "account_reset_password"]
    look(open_page, live, None, [reverse(name) for name in names])


def test_pages_of_members(open_page, live, world):
    owner = world["owner"]
    args = [owner.organization.uscc]
    own = [reverse(name, args=args) for name in ("organization", "organization_edit", "organization_leave")]
    shared = [reverse(name) for name in ("dashboard", "account_settings")]
    look(open_page, live, owner.user, own + shared)


def test_pages_of_newcomers(open_page, live, world):
    urls = [
        reverse("organization_new"),
        reverse("organization_join", args=[world["owner"].organization.uscc]),
    ]
    look(open_page, live, UserFactory(), [reverse("dashboard"), *urls])


def test_pages_of_officials(open_page, live, world):
    urls = [reverse("organizations"), reverse("verifications")]
    urls += [reverse("verification", args=[world["proof"].pk])]
    urls += [reverse("organization", args=[world["owner"].organization.uscc])]
    look(open_page, live, world["clerk"].user, urls)


def test_page_of_experts_in_english(open_page, live, transactional_db):
    look(open_page, live, expert(), [reverse("dashboard")], locale="en-US")


def test_file_on_a_telephone_in_the_dark(open_page, live, world):
    owner = world["owner"]
    urls = [reverse("organization", args=[owner.organization.uscc])]
    look(open_page, live, owner.user, urls, viewport=PHONE, color_scheme="dark")


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
