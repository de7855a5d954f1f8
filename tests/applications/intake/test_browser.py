"""The form saves by itself, and nothing typed is lost when connection or sign-in are."""

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from applications.intake.models import Application
from applications.intake.services import save_answers
from portal.accounts.capacities import Capacity
from portal.privacy.services import consent
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake
from tests.factories.catalog import RoundFactory
from tests.factories.forms import FormFactory, QuestionFactory
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


@pytest.mark.exhaustive
def test_a_lost_sign_in_keeps_what_was_typed(form: Page, live: Any, application: Application) -> None:
    form.context.clear_cookies(name="sessionid")
    form.fill("#q-contact", "林晚舟")
    shows(form, "signed-out")
    form.click("[name=go][value=next]")
    form.wait_for_url("**/account/login/**")
    enter(form, intake.holder(application), live)
    form.goto(address(application, "application_section", "firm"))
    expect(form.locator("#q-contact")).to_have_value("林晚舟")
    expect(form.locator('[data-count-for="q-contact"]')).to_contain_text("已写3字")
    shows(form, "saved")
    assert answers(application) == {"contact": "林晚舟"}


@pytest.mark.exhaustive
def test_the_copy_of_one_person_is_not_shown_to_the_next(
    form: Page, live: Any, application: Application
) -> None:
    form.context.set_offline(True)
    form.fill("#q-contact", "只有我看得见")
    shows(form, "failed")
    form.route(
        "**/edit/**", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
    )
    form.context.set_offline(False)
    colleague = member(application.organization, "editor")
    url = address(application, "application_section", "firm")
    enter(form, colleague, live)
    form.goto(url)
    expect(form.locator("#q-contact")).to_have_value("")
    assert "只有我看得见" not in form.content()
    form.unroute("**/edit/**")
    enter(form, intake.holder(application), live)
    form.goto(url)
    expect(form.locator("#q-contact")).to_have_value("只有我看得见")
    shows(form, "saved")
    assert form.evaluate("Object.keys(localStorage)") == []


@pytest.mark.exhaustive
def test_a_save_that_is_cut_off_is_tried_again_and_again(form: Page, application: Application) -> None:
    tries = []

    def cut(route: Any) -> None:
        tries.append(route.request.post_data or "")
        route.abort() if len(tries) < 3 else route.fallback()

    form.route(
        "**/edit/firm/", lambda route: cut(route) if route.request.method == "POST" else route.fallback()
    )
    form.fill("#q-contact", "林晚舟")
    shows(form, "failed")
    form.click("[data-retry]")
    shows(form, "saved")
    assert len(tries) == 3
    assert answers(application) == {"contact": "林晚舟"}


def test_an_error_is_told_on_leaving_the_field_and_goes_when_corrected(
    form: Page, application: Application
) -> None:
    form.fill("#q-staff", "很多人")
    expect(form.locator("#q-staff-error")).to_have_count(0)
    form.focus("#q-contact")
    expect(form.locator("#q-staff-error")).to_be_visible(timeout=5_000)
    expect(form.locator("#q-staff")).to_have_attribute("aria-invalid", "true")
    expect(form.locator("#q-staff")).to_have_attribute("aria-describedby", re.compile("q-staff-error"))
    expect(form.locator("[data-told]")).not_to_be_empty()
    form.fill("#q-staff", "21")
    form.focus("#q-contact")
    expect(form.locator("#q-staff-error")).to_have_count(0)
    expect(form.locator("#q-staff")).not_to_have_attribute("aria-invalid", "true")
    form.fill("#q-staff", "很多人")
    form.click("[name=go][value=next]")
    form.wait_for_url("**/edit/need/**")


@pytest.mark.exhaustive
def test_two_people_in_one_draft_see_each_other_and_lose_nothing(
    form: Page, live: Any, browser: Browser, application: Application
) -> None:
    colleague = member(application.organization, "editor")
    other = browser.new_context(base_url=live.url, locale="zh-CN")
    try:
        second = other.new_page()
        enter(second, colleague, live)
        second.goto(address(application, "application_section", "firm"))
        second.fill("#q-contact", "周怀瑾")
        shows(second, "saved")
        form.fill("#q-staff", "21")
        shows(form, "saved")
        expect(form.locator("#colleagues")).to_contain_text(str(colleague.user))
        form.fill("#q-contact", "林晚舟")
        shows(form, "choose")
        expect(form.locator("#conflicts")).to_contain_text("周怀瑾")
        expect(form.locator("#conflicts")).to_contain_text("林晚舟")
    finally:
        other.close()
    assert answers(application) == {"contact": "周怀瑾", "staff": 21}


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


@pytest.mark.exhaustive
def test_rows_come_back_and_numbers_are_in_no_copy(page: Page, live: Any) -> None:
    round_ = RoundFactory()
    firm = FormFactory(program=round_.program, complete=True).sections.get(key="firm")
    people = QuestionFactory(section=firm, key="people", kind="table", label="参加人员", position=3)
    for position, (key, kind) in enumerate((("name", "short_text"), ("number", "id_number")), 1):
        part = {"section": firm, "parent": people, "position": position, "required": False}
        QuestionFactory(key=key, kind=kind, label=key, **part)
    intake.pin(round_, by=None)
    application = intake.draft(round_)
    holder = intake.holder(application)
    consent.agree(holder.user, consent.current("identity"), address="127.0.0.1", at=timezone.now())
    rows = [{"name": "林晚舟", "number": "11010519491231002X"}]
    save_answers(application.pk, {"people": rows}, capacity=holder, at=timezone.now())
    before = answers(application)["people"][0]
    enter(page, holder, live)
    url = address(application, "application_section", "firm")
    page.goto(url)
    page.route(
        "**/edit/**", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
    )
    page.click("[data-act=add]")
    page.fill('[name="q-people.1.name"]', "周怀瑾")
    page.fill('[name="q-people.1.number"]', "440524188001010014")
    page.focus("#q-contact")
    shows(page, "failed")
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "周怀瑾" in kept
    assert "440524" not in kept
    assert "002X" not in kept
    page.unroute("**/edit/**")
    page.goto(url)
    expect(page.locator('[name="q-people.1.name"]')).to_have_value("周怀瑾")
    shows(page, "saved")
    assert answers(application)["people"] == [before, {"name": "周怀瑾"}]
