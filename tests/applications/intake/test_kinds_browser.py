"""Every kind of question filled in: by mouse and by keyboard, wide and narrow, with and without scripts."""

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from applications.intake.models import Application
from portal.privacy.services import consent
from programs.forms.validator import public
from tests.applications.intake.asking import address
from tests.applications.intake.test_browser import enter
from tests.browser.looks import assert_no_overflow
from tests.factories import intake
from tests.factories.catalog import RoundFactory
from tests.factories.forms import FormFactory
from tests.programs.forms.kinds.every_kind import every_new_kind

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODE = "91310114MADEM0010M"
# In the order of the page: the name of a field and what is typed or chosen there.
TYPED = [
    ("decimal", "12.5"), ("date", "2026-03-01"), ("region", "310114"), ("credit_code", CODE),
    ("bank_number", "1001 2345 6789 0123"), ("declaration", True), ("address.region", "310114"),
    ("address.text", "示范路1号"), ("bank_account.holder", "云杉"), ("bank_account.bank", "演示银行"),
    ("bank_account.number", "622200001111"), ("person.name", "王小明"), ("person.phone", "021-0000"),
    ("date_range.from", "2026-01-05"), ("date_range.to", "2026-03-01"),
    ("table.0.name", "光刻"), ("table.0.kind", "testing"), ("table.0.cost", "62,000"), ("table", "add"),
    ("table.1.name", "检测"), ("table.1.kind", "design"), ("table.1.cost", "48000.5"),
    ("group.0.name", "临江大学"), ("group.0.work", "封装工艺"),
    ("milestones.0.name", "样机"), ("milestones.0.due", "2026-06-30"), ("milestones.0.result", "通过测试"),
    ("team.0.name", "王小明"), ("team.0.employer", "云杉"), ("team.0.task", "设计"),
    ("indicators.0.name", "良品率"), ("indicators.0.now", "85"), ("indicators.0.target", "95"),
    ("indicators.0.unit", "%"), ("budget.c1.grant", "5"), ("budget.c1.own", "3"), ("budget.c2.own", "0.5"),
    ("matrix.c1.state", "良好"), ("matrix.c2.state", "停用"),
]  # fmt: skip
STORED: dict[str, Any] = {
    "yes_no": True,
    "many_of": ["c2"],
    "decimal": "12.5",
    "date": "2026-03-01",
    "region": "310114",
    "credit_code": CODE,
    "bank_number": "********0123",
    "declaration": True,
    "address": {"region": "310114", "text": "示范路1号"},
    "bank_account": {"holder": "云杉", "bank": "演示银行", "number": "********1111"},
    "person": {"name": "王小明", "phone": "021-0000"},
    "date_range": {"from": "2026-01-05", "to": "2026-03-01"},
    "table": [
        {"name": "光刻", "kind": "testing", "cost": "62000.00"},
        {"name": "检测", "kind": "design", "cost": "48000.50"},
    ],
    "group": [{"name": "临江大学", "work": "封装工艺"}],
    "milestones": [{"name": "样机", "due": "2026-06-30", "result": "通过测试"}],
    "team": [{"name": "王小明", "employer": "云杉", "task": "设计"}],
    "indicators": [{"name": "良品率", "now": "85", "target": "95", "unit": "%"}],
    "budget": {"c1": {"grant": "50000.00", "own": "30000.00"}, "c2": {"own": "5000.00"}},
    "matrix": {"c1": {"state": "良好"}, "c2": {"state": "停用"}},
}
WIDE, NARROW = 1280, 375


@pytest.fixture
def application() -> Application:
    round_ = RoundFactory()
    every_new_kind(FormFactory(program=round_.program, complete=True))
    found = intake.draft(intake.open_round(program=round_.program))
    consent.agree(intake.holder(found).user, consent.current("identity"), address="", at=timezone.now())
    return found


class Hand:
    """Fills fields in with the mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def field(self, name: str) -> Locator:
        return self.page.locator(f'[name="q-{name}"]:not([type=hidden])')

    def put(self, name: str, value: Any) -> None:
        if value == "add":
            self.page.locator(f'button[value="{name}:add"]').click()
        elif value is True:
            self.field(name).check()
        elif self.field(name).evaluate("field => field.tagName") == "SELECT":
            self.field(name).select_option(value)
        else:
            self.field(name).click()
            self.field(name).fill(value)

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f'[name="q-{name}"][value="{value}"]').check()

    def save(self) -> None:
        self.page.locator('button[name="go"][value="leave"]').click()


class Keys(Hand):
    """Fills fields in with the keyboard only: Tab, Space, Enter, the arrows and letters."""

    def reach(self, name: str, value: str = "") -> None:
        """Tab on until the field, or the button with the value, has the focus."""
        for _step in range(150):
            now = self.page.evaluate("[document.activeElement.name, document.activeElement.value]")
            if now[0] == name and (not value or now[1] == value):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{name} is never reached")

    def put(self, name: str, value: Any) -> None:
        keyboard = self.page.keyboard
        if value == "add":
            self.reach("rows", f"{name}:add")
            keyboard.press("Enter")
            self.page.wait_for_selector(f'[name="q-{name}.1.name"]')
            return
        self.reach(f"q-{name}")
        kind = self.page.evaluate("document.activeElement.type")
        if value is True:
            keyboard.press("Space")
        elif kind == "select-one":
            while self.page.evaluate("document.activeElement.value") != value:
                keyboard.press("ArrowDown")
        elif kind == "date":
            year, month, day = value.split("-")
            keyboard.type(month + day + year)
        else:
            keyboard.type(value)

    def choose(self, name: str, value: str) -> None:
        """Radio buttons are one stop: the arrows go through them."""
        self.reach(f"q-{name}")
        if self.page.evaluate("document.activeElement.type") == "checkbox":
            self.reach(f"q-{name}", value)
        self.page.keyboard.press("Space")

    def save(self) -> None:
        self.reach("go", "leave")
        self.page.keyboard.press("Enter")


def fill_in(page: Page, live: Any, application: Application, hands: type[Hand], width: int) -> None:
    """The whole part, from top to bottom."""
    page.set_viewport_size({"width": width, "height": 900})
    enter(page, intake.holder(application), live)
    page.goto(address(application, "application_section", "kinds"))
    hand = hands(page)
    hand.choose("yes_no", "yes")
    hand.choose("many_of", "c2")
    for name, value in TYPED:
        hand.put(name, value)
    hand.save()
    expect(page).to_have_url(re.compile(r"^(?!.*edit).*$"))
    application.refresh_from_db()
    found = public(application.form_version, application.answers)
    assert {key: found.get(key) for key in STORED} == STORED


DIAGONAL = {(Hand, WIDE, True), (Keys, NARROW, False)}
EVERY = [
    (hands, width, scripted)
    for hands in (Hand, Keys)
    for width in (WIDE, NARROW)
    for scripted in (True, False)
]


@pytest.mark.parametrize(
    ("hands", "width", "scripted"),
    [pytest.param(*one, marks=[] if one in DIAGONAL else [pytest.mark.exhaustive]) for one in EVERY],
)
def test_every_kind_is_filled_in(
    open_page: Any, live: Any, application: Application, hands: type[Hand], width: int, scripted: bool
) -> None:
    page: Page = open_page(java_script_enabled=scripted)
    fill_in(page, live, application, hands, width)
    if scripted:
        page.goto(address(application, "application_section", "kinds"))
        assert_no_overflow(page)


@pytest.mark.exhaustive
def test_errors_of_questions_with_several_fields_are_told_at_them(
    open_page: Any, live: Any, application: Application
) -> None:
    page: Page = open_page()
    enter(page, intake.holder(application), live)
    page.goto(address(application, "application_section", "kinds"))
    hand = Hand(page)
    for name, value in (("date_range.from", "2026-03-01"), ("date_range.to", "2026-01-05")):
        hand.put(name, value)
    for name, value in (("team.0.name", "王小明"), ("indicators.0.now", "多"), ("budget.c1.grant", "x")):
        hand.put(name, value)
    hand.field("matrix.c1.state").click()
    for question in ("date_range", "indicators", "budget"):
        expect(page.locator(f"[id^='q-{question}'][id$='-error']").first).to_be_visible()
