"""With scripts switched off: an organization applies, an official accepts."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from applications.intake.models import Application
from portal.accounts.capacities import Capacity
from tests.applications.intake.asking import signed_in
from tests.factories.intake import PDF, official, open_round
from tests.factories.organizations import OrganizationFactory, member

pytestmark = pytest.mark.django_db(transaction=True)
FIRM = "上海云杉微流控科技有限公司"


def enter(page: Page, live: LiveServer, capacity: Capacity) -> None:
    """Take over a signed-in session."""
    session = signed_in(capacity).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live.url}])


def test_applying_and_accepting_without_scripts(
    scriptless: Page, open_page: Callable[..., Page], live: LiveServer
) -> None:
    round_, owner = open_round(), member(OrganizationFactory(name=FIRM, verified=True))
    enter(scriptless, live, owner)
    scriptless.goto(reverse("application_start", args=[round_.pk]))
    scriptless.click("main form [type=submit]")
    fill(scriptless)
    application = Application.objects.get()
    assert application.status == "submitted"

    officer = open_page(java_script_enabled=False)
    enter(officer, live, official(round_.department))
    officer.goto(reverse("workbench"))
    officer.get_by_role("link", name=FIRM).click()
    officer.click("form[action$='/accept/'] [type=submit]")
    expect(officer.locator("main")).to_contain_text("已通知")
    application.refresh_from_db()
    assert application.status == "accepted"


def fill(page: Page) -> None:
    """Both parts with a file, the check page, and the button."""
    page.fill("#q-contact", "林晚舟")
    page.fill("#q-staff", "21")
    page.click("[name=go][value=next]")
    page.fill("#q-amount", "8.5")
    page.check("[name=q-service] >> nth=0")
    page.set_input_files("#q-contract", {"name": "合同.pdf", "mimeType": "", "buffer": PDF})
    page.click("[name=go][value=next]")
    expect(page.locator("h1")).to_have_text("核对申报内容")
    expect(page.locator("main")).to_contain_text("合同.pdf")
    page.check("[name=declare]")
    page.click("main form [type=submit]")
    expect(page.locator("h1")).to_have_text("提交回执")
