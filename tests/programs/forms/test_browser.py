"""The whole form as applicants see it, in a real browser."""

import os
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from portal.accounts.models import User
from programs.forms.models import Form
from tests.browser.axe import assert_clean
from tests.browser.looks import assert_no_overflow
from tests.factories.accounts import DepartmentFactory
from tests.factories.forms import ChoiceFactory, FormFactory, QuestionFactory, SectionFactory
from tests.factories.policies import ClauseFactory
from tests.programs.forms.kinds.every_kind import every_new_kind

pytestmark = pytest.mark.django_db(transaction=True)


def every_kind() -> Form:
    """A form with a question of every kind."""
    form = FormFactory(complete=True)
    section = SectionFactory(form=form, key="more", title="更多", intro="没有标“选填”的都要填。", position=3)
    clause = ClauseFactory()
    help_text = "包括市、区各部门的补助、奖励和贴息。"
    QuestionFactory(
        section=section, key="plan", kind="long_text", label="计划", help=help_text, clause=clause
    )
    QuestionFactory(
        section=section, key="share", kind="decimal", label="研发投入占比", unit="%", required=False
    )
    QuestionFactory(section=section, key="cost", kind="money", money_unit="yuan", label="合同金额")
    QuestionFactory(section=section, key="start", kind="date", label="开始日期")
    QuestionFactory(
        section=section, key="funded", kind="yes_no", label="是否已获其他财政资金支持", required=False
    )
    many = QuestionFactory(section=section, key="fields", kind="many_of", label="技术领域", clause=clause)
    listed = QuestionFactory(section=section, key="industry", kind="one_of", label="所属行业")
    for number in range(9):
        ChoiceFactory(question=listed, label=f"行业{number}")
        ChoiceFactory(question=many, label=f"领域{number}")
    return form


def sign_in(page: Page, live: LiveServer) -> None:
    """As the admin, without the sign-in page."""
    client = Client()
    client.force_login(User.objects.create_superuser("admin@example.com", "long-enough-password"))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live.url}])


def look(page: Page, name: str) -> None:
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.exhaustive)])
def test_every_question_is_accessible_and_fits(page: Page, live: LiveServer, theme: str) -> None:
    form = every_kind()
    every_new_kind(form)
    sign_in(page, live)
    page.context.add_cookies([{"name": "theme", "value": theme, "url": live.url}])
    for language in ("zh-hans", "en"):
        page.context.add_cookies(
            [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live.url}]
        )
        page.goto(reverse("form_preview", args=[form.program.slug]))
        look(page, f"form-{theme}-{language}")
        assert_clean(page)
        assert_no_overflow(page)
        page.set_viewport_size({"width": 375, "height": 812})
        assert_clean(page)
        look(page, f"form-{theme}-{language}-375")
        page.set_viewport_size({"width": 1280, "height": 900})


def test_counter_and_other_unit_follow_the_typing(page: Page, live: LiveServer) -> None:
    form = every_kind()
    sign_in(page, live)
    page.goto(reverse("form_preview", args=[form.program.slug]))
    page.locator("#q-contact").fill("王小明")
    expect(page.locator("#q-contact-count")).to_have_text("已写3字，最多200字")
    page.locator("#q-contact").fill("字" * 203)
    expect(page.locator("#q-contact-count")).to_have_text("超出3字，请删减")
    for typed, shown in [
        ("3.5", "即35,000元"),
        ("0.000001", "即0.01元"),
        ("1,234.5", "即12,345,000元"),
        ("x", ""),
    ]:
        page.locator("#q-amount").fill(typed)
        expect(page.locator("[data-other-unit=q-amount]")).to_have_text(shown)
    for typed, shown in [
        ("35000", "即3.5万元"),
        ("1", "即0.0001万元"),
        ("１２３４５６７.89", "即123.456789万元"),
    ]:
        page.locator("#q-cost").fill(typed)
        expect(page.locator("[data-other-unit=q-cost]")).to_have_text(shown)


@pytest.mark.exhaustive
def test_shares_follow_the_typing_and_long_lists_are_shortened(page: Page, live: LiveServer) -> None:
    form = every_new_kind()
    for number in range(12):
        DepartmentFactory(name=f"第{number}科", code=f"office-{number}")
    sign_in(page, live)
    page.goto(reverse("form_preview", args=[form.program.slug]))
    for cell, typed in (("c1.grant", "3"), ("c1.own", "1"), ("c2.grant", "2")):
        page.locator(f'[name="q-budget.{cell}"]').fill(typed)
    rows = page.locator("#q-budget [data-share]")
    expect(rows).to_have_text([re.compile(r"4\s*占66.7%"), re.compile(r"2\s*占33.3%")])
    expect(page.locator("#q-budget tfoot [data-percent]")).to_have_text(["占83.3%", "占16.7%"])
    expect(page.locator("#q-budget [data-whole]")).to_have_text("6")

    box, chosen = page.get_by_label("筛选：主管部门"), page.locator("#q-pick")
    box.fill("第1")  # the second, and those with two figures
    expect(chosen.locator("option:not([value=''])")).to_have_text(["第1科", "第10科", "第11科"])
    expect(chosen.locator("xpath=following-sibling::*")).to_have_text("列表中有3项")
    assert_clean(page)
    assert_no_overflow(page)
    page.keyboard.press("Enter")
    expect(chosen).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(chosen).to_have_value("office-10")
    assert chosen.locator("option").count() > 12
    assert chosen.get_attribute("size") is None
    look(page, "lists")
