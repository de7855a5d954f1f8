"""A new user finds what is wanted within two steps from home, with and without a script."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from programs.catalog.filters import closing_moment
from programs.catalog.models import Round
from tests.browser.axe import assert_clean
from tests.factories.catalog import ProgramFactory, RoundFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SYNONYMS = Path(settings.BASE_DIR, "fixtures", "reference", "15_synonyms.yaml")


@pytest.fixture
def wanted() -> Round:
    """The subsidy for using instruments, which says nothing of testing, among others."""
    call_command("loaddata", str(SYNONYMS), verbosity=0)
    for number, kind in enumerate(("grant", "award", "event", "loan")):
        ProgramFactory(
            slug=f"other-{number}",
            kind=kind,
            title=f"科技计划{number}",
            title_en=f"Plan {number}",
            summary="支持研发项目。",
            summary_en="For projects.",
            benefit="择优",
            description="立项。",
            clauses=[],
        )
    program = ProgramFactory(
        slug="instruments",
        title="创新服务补贴",
        title_en="Innovation service subsidy",
        summary="中小企业租用加盟机构的仪器设备、购买专业技术服务，由市、区共同补贴。",
        summary_en="For renting instruments and buying technical services.",
    )
    sunday_night = closing_moment("week", timezone.now()) - timedelta(seconds=1)
    return RoundFactory(program=program, closes_at=sunday_night)


@pytest.mark.parametrize("asked", ["检测设备补贴", "a subsidy for testing equipment", "檢測設備補貼"])
@pytest.mark.parametrize("scripted", [True, pytest.param(False, marks=pytest.mark.exhaustive)])
def test_subsidy_for_testing_equipment_in_two_steps(
    open_page, wanted: Round, asked: str, scripted: bool
) -> None:
    page: Page = open_page(java_script_enabled=scripted)
    page.goto("/")
    field = page.get_by_role("main").get_by_role("searchbox")
    field.fill(asked)
    field.press("Enter")
    page.get_by_role("main").get_by_role("listitem").first.get_by_role("link").click()
    expect(page).to_have_url(re.compile("/programs/instruments/$"))


def test_what_closes_this_week_in_two_steps(open_page, wanted: Round) -> None:
    page: Page = open_page()
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="本周截止").first.click()
    page.get_by_role("main").get_by_role("link", name="创新服务补贴").first.click()
    expect(page).to_have_url(re.compile("/programs/instruments/"))


@pytest.mark.exhaustive
def test_what_closes_this_week_from_the_list(open_page, wanted: Round) -> None:
    page: Page = open_page(java_script_enabled=False)
    page.goto("/programs/")
    page.get_by_role("link", name="本周截止1个").click()
    expect(page.get_by_role("status").first).to_have_text("1个结果")
    expect(page.get_by_role("link", name="创新服务补贴")).to_be_visible()


def test_suggestions_by_keyboard(open_page, wanted: Round) -> None:
    page: Page = open_page()
    page.goto("/search/")
    field = page.get_by_role("main").get_by_role("combobox")
    field.press_sequentially("chuangx")
    option = page.get_by_role("option", name="创新服务补贴")
    expect(option).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    assert_clean(page)
    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(option).not_to_be_visible()
    expect(field).to_have_value("chuangx")
    field.press_sequentially("in")
    expect(option).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(page).to_have_url(re.compile("/programs/instruments/$"))
