"""A round with every stage on, its people before anybody acts, and a browser for each of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from applications.experts.models import Expert, Tie
from applications.intake.models import Application
from portal.accounts.capacities import Capacity
from portal.accounts.models import Department
from programs.catalog.models import Round
from programs.catalog.stages import Stage
from tests.applications.intake.asking import signed_in
from tests.factories import experts as made
from tests.factories import intake
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.organizations import OrganizationFactory, member
from tests.factories.review import with_points

FIRMS = (
    ("上海云杉微流控科技有限公司", "顾长河", "林晚舟"),
    ("上海听岳传感技术有限公司", "陆闻舟", "周怀瑾"),
)
FIRST, TIED, SECOND = ("沈书言", "林远岫", "韩松龄"), "许清越", ("邵清和", "贺知微")
LEVELS = (("bureau", "市科委主任办公会"), ("finance", "市财政局"))


@dataclass
class Firm:
    """An applicant with who writes, who signs, and a draft that is complete."""

    clerk: Capacity
    signatory: Capacity
    application: Application

    @property
    def name(self) -> str:
        return self.application.applicant_name


@dataclass
class Staged:
    """The round and everybody it takes."""

    round: Round
    firms: list[Firm]
    station: Capacity
    officer: Capacity
    head: Capacity
    approvers: list[Capacity]
    first: list[Expert]
    tied: Expert
    second: list[Expert]
    auditor: Capacity = field(default_factory=intake.auditing)

    @property
    def applications(self) -> list[Application]:
        return [firm.application for firm in self.firms]

    @property
    def experts(self) -> list[Expert]:
        return [*self.first, self.tied, *self.second]


def staged() -> Staged:
    """Two firms with a draft each; six experts, of whom one advises both; everybody in office."""
    departments = [DepartmentFactory(code=code, name=name, level="city") for code, name in LEVELS]
    budget = Decimal(300_000)
    round_ = with_points(intake.open_round(stages=Stage.values, sign_off=True, budget=budget))
    for pass_no in (1, 2):
        made.rubric(round_, pass_no)
    firms = [firm(round_, *names) for names in FIRMS]
    return Staged(
        round=round_,
        firms=firms,
        station=intake.official(Department.objects.get(level=Department.Level.STATION)),
        officer=intake.official(round_.department),
        head=intake.official(round_.department, rank="head"),
        approvers=[intake.official(department, rank="head") for department in departments],
        first=[expert(name) for name in FIRST],
        tied=tied(firms),
        second=[expert(name, kind=Expert.Kind.FINANCIAL) for name in SECOND],
    )


def firm(round_: Round, name: str, leader: str, writer: str) -> Firm:
    """A firm that a station recommends, with its draft."""
    organization = OrganizationFactory(name=name, legal_representative=leader, verified=True)
    clerk = member(organization, user=UserFactory(name=writer))
    intake.station(organization)
    application = intake.filled(intake.draft(round_, clerk), contact=writer)
    return Firm(clerk, member(organization, "signatory"), application)


def expert(name: str, **fields: Any) -> Expert:
    """Somebody of the pool, who is called the same in their account."""
    return made.ExpertFactory(name=name, user__name=name, **fields)


def tied(firms: list[Firm]) -> Expert:
    """Advises every firm."""
    row, now = expert(TIED), timezone.now()
    for one in firms:
        Tie.objects.create(
            expert=row, kind="advisor", organization_name=one.name, stated_at=now, stated_by=row.user
        )
    return row


class Desks:
    """Everybody at a browser of their own; `renew` signs all in again, as on another day."""

    def __init__(self, open_page: Callable[..., Page], url: str) -> None:
        self.open_page, self.url = open_page, url
        self.pages: dict[int, Page] = {}

    def of(self, capacity: Capacity) -> Page:
        """The person's page, signed in."""
        if capacity.user.pk not in self.pages:
            self.pages[capacity.user.pk] = self.open_page()
            self.sign_in(capacity)
        return self.pages[capacity.user.pk]

    def sign_in(self, capacity: Capacity) -> None:
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": signed_in(capacity).cookies[name].value, "url": self.url}
        self.pages[capacity.user.pk].context.add_cookies([cookie])

    def renew(self, *capacities: Capacity) -> None:
        """Sign these in again."""
        for capacity in capacities:
            self.of(capacity)
            self.sign_in(capacity)


def put(form: Locator, **given: Any) -> None:
    """Give the fields of a form what they ask for, whatever their kind; names write `__` for a hyphen."""
    for name, value in given.items():
        field = form.locator(f"[name='{name.replace('__', '-')}']:not([type=hidden])")
        kind = field.first.evaluate("node => node.type")
        if kind == "radio":
            form.locator(f"[name='{name.replace('__', '-')}'][value='{value}']").check()
        elif kind == "checkbox":
            field.set_checked(value)
        elif kind == "select-one":
            field.select_option(value)
        elif kind == "file":
            field.set_input_files({"name": value, "mimeType": "application/pdf", "buffer": intake.PDF})
        else:
            field.fill(str(value))


def send(page: Page, selector: str, **given: Any) -> None:
    """Fill in the one form of the page that the selector finds, and send it."""
    form = page.locator(f"main {selector}")
    form.wait_for(state="attached")
    if not form.is_visible():
        form.locator("xpath=ancestor::details[1]/summary").click()
    put(form, **given)
    with page.expect_navigation():
        form.locator("button[type=submit]").last.click()


def follow(page: Page, href: str) -> None:
    """Press the first link of the page's main part that leads there."""
    with page.expect_navigation():
        page.locator(f"main a[href*='{href}']").first.click()


def act(page: Page, application: Application, action: str, **given: Any) -> None:
    """Open the case on the workbench and carry out an action: afterwards it is not offered any more."""
    page.goto(f"/workbench/{application.pk}/")
    send(page, f"#{action}-form", **{f"{action}__{name}": value for name, value in given.items()})
    expect(page.locator("main [role=status]").first).to_contain_text(str(application.number))
    expect(page.locator(f"#{action}-form")).to_have_count(0)
    application.refresh_from_db()
