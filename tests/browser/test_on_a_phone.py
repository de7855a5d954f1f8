"""Two real forms filled in and handed in by finger on a telephone: to the receipt, seal and papers."""

import re
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from applications.intake.models import Application
from portal.accounts.capacities import Capacity
from portal.organizations.models import Organization
from tests.applications.intake.test_browser import enter
from tests.browser import PHONE
from tests.browser.axe import assert_clean
from tests.browser.looks import overflowing
from tests.factories.accounts import UserFactory
from tests.factories.intake import PDF
from tests.factories.organizations import OrganizationFactory, code, member
from tests.portal.files import samples
from tests.programs.forms.test_browser import look

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.exhaustive]
FIXTURES = Path(__file__).parents[2] / "fixtures"
NEEDED = ("10_*", "20_*", "30_*", "31_*", "32_*", "43_*")
Answers = dict[str, list[tuple[str, str]]]
# By part: the names of fields and what is typed, chosen (first: the first on offer) or pressed there.
VOUCHER: Answers = {
    "firm": [
        ("registered_region", "310114"), ("tax_region", "310114"), ("size_class", "small"),
        ("contact.name", "林晚舟"), ("contact.phone", "13800001111"),
    ],
    "service": [
        ("provider", code(5)), ("service_kind", "first"), ("service_item", "环境可靠性试验"),
        ("need", "现有样机连续运行七十二小时后出现漂移，要借助平台的试验设备找出原因。"),
        ("contract_number", "HT-2026-1"), ("signed_on", "2026-03-01"),
        ("term.from", "2026-03-01"), ("term.to", "2026-09-30"), ("contract_amount", "20"),
        ("contract_file", "file"), ("unrelated", "tick"), ("amount", "8"),
    ],
    "redemption": [
        ("redeems", "yes"), ("invoices.0.number", "24312000000012345678"),
        ("invoices.0.issued_on", "2026-08-01"), ("invoices.0.amount", "120000"), ("invoices", "add"),
        ("invoices.1.number", "24312000000012345679"), ("invoices.1.issued_on", "2026-09-01"),
        ("invoices.1.amount", "80000"), ("redemption_papers.invoices", "file"),
        ("redemption_papers.payment", "file"), ("redemption_papers.report", "file"), ("rating", "good"),
        ("account.holder", "申港微纳加工中心"), ("account.bank", "演示银行上海分行"),
        ("account.number", "622200001111"),
    ],
}  # fmt: skip
AGREEMENT: Answers = {
    "need": [
        ("field", "manufacturing"),
        ("problem", "设备控制系统在高温环境下不稳定，要引入专家改进算法和结构设计。"),
        ("expected_result", "形成一套新的控制算法和样机，在两条产线上完成验证。"),
    ],
    "commissioner": [
        ("person.name", "周怀瑾"), ("person.title", "教授"), ("person.field", "机械电子"),
        ("person.phone", "13800002222"), ("home_unit", code(6)),
    ],
    "agreement": [
        ("agreement_file", "file"), ("signed_on", "2026-10-01"), ("term.from", "2026-10-08"),
        ("term.to", "2027-10-07"), ("days_a_year", "150"), ("plan.0.name", "方案评审"),
        ("plan.0.due", "2026-12-31"), ("plan.0.result", "完成评审"), ("results_owner", "shared"),
        ("confidential", "tick"),
    ],
    "record": [("has_begun", "no")],
}  # fmt: skip


@pytest.fixture
def firm() -> Organization:
    """A verified firm; before it the reference data that the two programs name."""
    fixtures = [path for name in NEEDED for path in (FIXTURES / "reference").glob(name)]
    call_command("loaddata", *map(str, fixtures), verbosity=0)
    found: Organization = OrganizationFactory(name="上海云杉微流控科技有限公司", verified=True)
    return found


@pytest.fixture
def programs(firm: Organization, tmp_path: Path) -> None:
    """Both programs, open for applications."""
    UserFactory(admin=True)
    for slug in ("shanghai-innovation-voucher", "sti-commissioner-agreement"):
        copy(FIXTURES / "programs" / f"{slug}.yaml", tmp_path)
    call_command("import_programs", folder=tmp_path, publish=True, verbosity=0)


class Finger:
    """Somebody with a telephone."""

    def __init__(self, page: Page, capacity: Capacity, live: Any) -> None:
        self.page = page
        enter(page, capacity, live)

    def press(self, name: str) -> None:
        """The button or link of this name in the main part."""
        main = self.page.locator("main")
        main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first.tap()

    def field(self, name: str) -> Locator:
        return self.page.locator(f'[name="q-{name}"]:not([type=hidden])')

    def put(self, name: str, value: str) -> None:
        if value == "add":
            self.page.locator(f'button[value="{name}:add"]').tap()
            return
        field = self.field(name)
        kind = field.first.evaluate("field => field.type")
        if kind == "select-one":
            field.select_option(**({"index": 1} if value == "first" else {"value": value}))
        elif kind == "radio":
            self.page.locator(f'[name="q-{name}"][value="{value}"]').tap()
        elif kind == "checkbox":
            field.tap()
        elif kind == "file":
            content = PDF + f"% {name}\n".encode()
            field.set_input_files({"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": content})
        else:
            field.fill(value)

    def apply(self, slug: str, answers: Answers) -> Application:
        """From the page of the program through every part to the check."""
        self.page.goto(f"/programs/{slug}/")
        self.press("开始申请")
        self.press("开始")
        for part, fields in answers.items():
            expect(self.page).to_have_url(re.compile(f"/edit/{part}/"))
            for name, value in fields:
                self.put(name, value)
            self.looks_well()
            self.page.locator("button[name=go][value=next]").tap()
        expect(self.page).to_have_url(re.compile("/check/"))
        expect(self.page.locator("#errors")).to_have_count(0)
        return Application.objects.get(round__program__slug=slug)

    def submit(self) -> None:
        self.page.locator("[name=declare]").tap()
        self.page.locator("form[action$='/actions/submit/'] button[type=submit]").tap()
        expect(self.page).to_have_url(re.compile("/actions/submit/"))
        self.looks_well()

    def looks_well(self) -> None:
        look(self.page, re.sub(r"[^a-z]+", "-", self.page.url.partition("/edit/")[2] or self.page.url[-14:]))
        assert overflowing(self.page) == [], self.page.url


def test_both_forms_are_filled_in_and_handed_in_on_a_phone(
    phone: Page, open_page: Any, live: Any, firm: Organization, programs: None
) -> None:
    clerk = Finger(phone, member(firm), live)
    voucher = clerk.apply("shanghai-innovation-voucher", VOUCHER)
    clerk.submit()
    handed_in = voucher.submissions.get()
    assert handed_in.counted["own_share"] == "120000"
    expect(phone.locator("main")).to_contain_text(handed_in.receipt_code)

    agreement = clerk.apply("sti-commissioner-agreement", AGREEMENT)
    expect(phone.locator("[name=declare]")).to_have_count(0)
    sign_off(open_page(viewport=PHONE, has_touch=True, is_mobile=True), firm, agreement, live)
    phone.reload()
    clerk.submit()
    seal(clerk, agreement)
    assert_clean(phone)


def sign_off(page: Page, firm: Organization, application: Application, live: Any) -> None:
    """The signatory approves what is on the page of the check."""
    signatory = Finger(page, member(firm, "signatory"), live)
    page.goto(f"/applications/{application.pk}/check/")
    page.locator("form[action$='/sign-off/'] button[type=submit]").tap()
    expect(page.locator("main")).to_contain_text("已签署确认")
    signatory.looks_well()


def seal(clerk: Finger, application: Application) -> None:
    """Both pages for the seal come back as photos."""
    page = clerk.page
    page.goto(f"/applications/{application.pk}/papers/")
    expect(page.locator(".badge.warn")).to_have_count(2)
    for done, section in enumerate(("", "agreement"), 1):
        own = page.locator(f"[name=section][value='{section}']")
        form = page.locator("form[action$='/seal/']").filter(has=own)
        content = {"name": "盖章页.jpg", "mimeType": "image/jpeg", "buffer": samples.JPEG}
        form.locator("input[type=file]").set_input_files(content)
        form.locator("button").tap()
        expect(page.locator(".badge.ok")).to_have_count(done)
        clerk.looks_well()
    expect(page.locator("#h-seal")).to_have_text(re.compile("盖章页已齐"))
    assert set(application.sealed_pages.values_list("section", flat=True)) == {"", "agreement"}


def test_the_current_item_of_the_navigation_is_in_sight(phone: Page) -> None:
    phone.goto("/notices/")
    expect(phone.locator(".top nav [aria-current]")).to_be_in_viewport(ratio=1)
