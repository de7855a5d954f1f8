"""The form saves by itself, and nothing typed is lost when connection or sign-in are."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from applications.intake.models import Application
from applications.intake.services import save_answers
from portal.accounts.capacities import Capacity
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db(transaction=True)


def enter(page: Page, capacity: Capacity, live: Any) -> None:
    """Take over a signed-in session."""
    session = signed_in(capacity).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live.url}])


@pytest.fixture
def application() -> Application:
    return intake.draft()


@pytest.fixture
def form(page: Page, live: Any, application: Application) -> Page:
    """The first part, open at its owner's."""
    enter(page, intake.holder(application), live)
    page.goto(address(application, "application_section", "firm"))
    return page


def shows(page: Page, state: str) -> None:
    expect(page.locator(f'[data-when="{state}"]')).to_be_visible(timeout=30_000)


def answers(application: Application) -> dict[str, Any]:
    application.refresh_from_db()
    return application.answers


def test_it_saves_by_itself_and_moves_the_list(form: Page, application: Application) -> None:
    form.fill("#q-contact", "林晚舟")
    form.fill("#q-staff", "21")
    shows(form, "saved")
    assert answers(application) == {"contact": "林晚舟", "staff": 21}
    expect(form.locator("#tasks .only-l [aria-current=step]")).to_contain_text("已完成")
    form.fill("#q-contact", "周怀瑾")
    form.click("[name=go][value=next]")
    form.wait_for_url("**/edit/need/**")
    assert answers(application)["contact"] == "周怀瑾"
    assert form.evaluate("Object.keys(localStorage)") == []


def test_a_lost_connection_is_told_and_made_up_for(form: Page, application: Application) -> None:
    form.context.set_offline(True)
    form.fill("#q-contact", "林晚舟")
    shows(form, "failed")
    assert answers(application) == {}
    form.context.set_offline(False)
    shows(form, "saved")
    assert answers(application) == {"contact": "林晚舟"}


def test_a_lost_sign_in_keeps_what_was_typed(form: Page, live: Any, application: Application) -> None:
    form.context.clear_cookies(name="sessionid")
    form.fill("#q-contact", "林晚舟")
    shows(form, "signed-out")
    form.click("[name=go][value=next]")
    form.wait_for_url("**/account/login/**")
    enter(form, intake.holder(application), live)
    form.goto(address(application, "application_section", "firm"))
    expect(form.locator("#q-contact")).to_have_value("林晚舟")
    shows(form, "saved")
    assert answers(application) == {"contact": "林晚舟"}


def test_two_tabs_are_given_the_choice(form: Page, application: Application) -> None:
    colleague = member(application.organization, "editor")
    save_answers(application.pk, {"contact": "周怀瑾"}, capacity=colleague, at=timezone.now())
    form.fill("#q-contact", "林晚舟")
    shows(form, "choose")
    expect(form.locator("#conflicts")).to_contain_text("周怀瑾")
    assert answers(application) == {"contact": "周怀瑾"}
    form.check("[name=choice-contact][value=mine]")
    form.click("#conflicts button")
    form.wait_for_url("**saved=firm**")
    assert answers(application) == {"contact": "林晚舟"}
    expect(form.locator("#conflicts")).to_be_empty()


def test_a_press_that_meets_a_change_shows_what_others_saved(form: Page, application: Application) -> None:
    colleague = member(application.organization, "editor")
    save_answers(application.pk, {"contact": "周怀瑾", "staff": 21}, capacity=colleague, at=timezone.now())
    form.fill("#q-contact", "林晚舟")
    form.click("[name=go][value=next]")
    expect(form.locator("#conflicts")).to_contain_text("周怀瑾")
    expect(form.locator("#q-staff")).to_have_value("21")
    expect(form.locator("#q-contact")).to_have_value("林晚舟")
    expect(form.locator('[data-when="restored"]')).to_be_hidden()
