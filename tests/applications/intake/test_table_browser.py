"""A table in the page: cells pasted from a spreadsheet, rows moved by keys, pages turned; no row is lost."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from applications.intake.models import Application
from applications.intake.services import save_answers
from tests.applications.intake.asking import address
from tests.applications.intake.test_browser import enter
from tests.factories import intake
from tests.factories.catalog import RoundFactory
from tests.factories.forms import ChoiceFactory, FormFactory, QuestionFactory, SectionFactory
from tests.programs.forms.kinds.every_kind import part

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def application() -> Application:
    """A draft with a table of 120 rows."""
    form = FormFactory(program=RoundFactory().program, complete=True)
    section = SectionFactory(form=form, key="lines", title="明细", position=9)
    table = QuestionFactory(section=section, key="table", kind="table", label="预算")
    part(table, "name", "short_text", "名称", 1)
    kind = part(table, "kind", "one_of", "类别", 2, required=False)
    ChoiceFactory(question=kind, value="testing", label="检验检测")
    ChoiceFactory(question=kind, value="design", label="委托开发")
    part(table, "cost", "money", "金额", 3, money_unit="wan", total=True)
    found = intake.draft(intake.open_round(program=form.program))
    rows = [{"name": f"第{n}项", "cost": "10000.00"} for n in range(120)]
    save_answers(found.pk, {"table": rows}, capacity=intake.holder(found), at=timezone.now())
    return found


def cell(page: Page, row: int, name: str) -> Any:
    return page.locator(f'[name="q-table.{row}.{name}"]')


def rows(application: Application) -> list[dict[str, Any]]:
    application.refresh_from_db()
    return list(application.answers["table"])


def test_table_is_worked_on_in_the_page(page: Page, live: Any, application: Application) -> None:
    enter(page, intake.holder(application), live)
    page.goto(address(application, "application_section", "lines"))
    total = page.locator("#q-table tfoot output").first
    expect(total).to_have_text("120")
    page.locator('[data-pages] button[value="table:page:3"]').click()
    expect(cell(page, 119, "name")).to_have_value("第119项")
    expect(cell(page, 0, "name")).to_have_count(0)

    cell(page, 119, "name").focus()
    page.evaluate(PASTE, "甲\t委托开发\t1.5\n乙\t没有的\t2\n")
    expect(cell(page, 120, "kind")).to_have_value("没有的")
    expect(total).to_have_text("122.5")

    cell(page, 120, "kind").select_option("testing")
    cell(page, 120, "name").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Enter")  # down the column
    assert page.evaluate("document.activeElement.name") == "q-table.120.name"
    page.locator('button[value="table:remove:118"]').click()
    expect(page.locator("[data-autosave] [data-when=saved]")).to_be_visible(timeout=20_000)

    found = rows(application)
    assert len(found) == 120
    assert [row["name"] for row in found[117:]] == ["第117项", "乙", "甲"]
    assert found[118] == {"name": "乙", "kind": "testing", "cost": "20000.00"}
    assert found[0] == {"name": "第0项", "cost": "10000.00"}


def test_link_to_a_cell_opens_its_page(page: Page, live: Any, application: Application) -> None:
    enter(page, intake.holder(application), live)
    page.goto(address(application, "application_section", "lines") + "#q-table.70.cost")
    assert page.evaluate("document.activeElement.name") == "q-table.70.cost"
