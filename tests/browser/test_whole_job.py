"""The whole job on real input: from signing up to a decision, in three browsers, with real mail."""

import re
from datetime import timedelta
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from applications.demo.answers import answers_for
from applications.intake.models import Application
from portal.accounts.models import Department, Post, User
from portal.inbox.tasks import deliver, tick
from programs.catalog.models import Round
from programs.forms.screens import Question, sections
from tests.browser.axe import assert_clean
from tests.browser.looks import assert_no_overflow
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.intake import PDF
from tests.factories.organizations import code
from tests.portal.inbox.mail_server import MailServer, mail_server

pytestmark = pytest.mark.django_db(transaction=True)
FIXTURES = Path(__file__).parents[2] / "fixtures"
CLERK = "clerk@newfirm.example"
FIRM = "上海新芽测量科技有限公司"


@pytest.fixture
def letters(settings):
    """A real mail server; library mail goes through the outbox as in production."""
    settings.MAILERS = {"default": {"BACKEND": "portal.inbox.backends.OutboxEmailBackend"}}
    with mail_server() as server:
        settings.SMTP_URL = server.url
        yield server


@pytest.fixture
def official(tmp_path: Path) -> User:
    """Reference data, a real program published by an admin, and a case officer of the commission."""
    call_command("loaddata", *sorted(map(str, (FIXTURES / "reference").glob("*.yaml"))), verbosity=0)
    UserFactory(email="admin@city.example", admin=True)
    copy(FIXTURES / "programs" / "innovation-service-subsidy.yaml", tmp_path)
    call_command("import_programs", folder=tmp_path, publish=True, verbosity=0)
    user = UserFactory(email="officer@city.example", name="周怀瑾")
    Post.objects.create(user=user, department=Department.objects.get(code="sh-stc"))
    return user


def go(page: Page, name: str) -> None:
    """Press the button or link of this name in the page's main part."""
    main = page.locator("main")
    main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first.click()


def sign_in(page: Page, email: str) -> None:
    page.goto("/account/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    go(page, "登录")


def sign_up(page: Page, letters: MailServer) -> None:
    page.goto("/account/signup/")
    page.locator("[name=name]").fill("林晚舟")
    page.locator("[name=email]").fill(CLERK)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=agree]").check()
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("[name=code]")).to_be_visible()
    assert_clean(page)
    assert_no_overflow(page)
    deliver()
    text = letters.taken[-1].get_content()
    found = re.search(r"^\s*([A-Z0-9]{4,}-?[A-Z0-9]*)\s*$", text, re.M)
    assert found, text
    page.locator("[name=code]").fill(found[1])
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("h1")).to_contain_text("办")


def register(page: Page) -> None:
    page.goto("/organizations/new/")
    page.locator("[name=uscc]").fill(code(77).lower())
    page.locator("[name=name]").fill(FIRM)
    page.locator("[name=registered_region]").select_option("310114")
    page.locator("[name=tax_region]").select_option("310114")
    page.locator("[name=industry]").select_option("40")
    page.locator("[name=founded_on]").fill("2019-03-01")
    page.locator("[name=legal_representative]").fill("顾虚构")
    page.locator("[name=address]").fill("上海市示范路1号")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("h1")).to_contain_text(FIRM)


def hand_in_proof(page: Page) -> None:
    page.locator("[name=file]").set_input_files(
        {"name": "授权书.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.locator("form[action$='/proof/'] button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("授权书.pdf")


def fill(page: Page, question: Question, answer: Any) -> None:
    """One answer as a person gives it."""
    field = page.locator(f"[name='{question.field_id}']:not([type=hidden])")
    if question.kind == "file":
        if question.required:
            content = {"name": f"{question.key}.pdf", "mimeType": "application/pdf", "buffer": PDF}
            field.set_input_files(content)
    elif question.kind in ("one_of", "many_of", "yes_no"):
        words = {True: "yes", False: "no"}
        for value in answer if isinstance(answer, list) else [answer]:
            chosen = words.get(value, value)
            if field.first.evaluate("node => node.tagName") == "SELECT":
                field.select_option(chosen)
            else:
                page.locator(f"[name='{question.field_id}'][value='{chosen}']").check()
    elif question.money_unit == "wan":
        field.fill(str(float(answer) / 10_000))
    else:
        field.fill(str(answer))


def apply(page: Page, round_: Round) -> Application:
    """Start from the program's page, fill in part by part, check and submit."""
    page.goto(f"/programs/{round_.program.slug}/")
    go(page, "开始申请")
    go(page, "开始")
    application = Application.objects.get()
    answers = answers_for(application.form_version.screen, _Fixed(), timezone.localdate(), "林晚舟")
    for section in sections(application.form_version):
        expect(page.locator("#h-section")).to_contain_text(section.title)
        for question in section.questions:
            fill(page, question, answers.get(question.key))
        page.locator("button[name=go][value=next]").click()
    expect(page).to_have_url(re.compile(r"/check/"))
    submit(page)
    return application


class _Fixed:
    """Chooses the first of everything."""

    def choice(self, things: Any) -> Any:
        return things[0]

    def randint(self, low: int, high: int) -> int:
        return low


def submit(page: Page) -> None:
    page.locator("[name=declare]").check()
    page.locator("form[action$='/actions/submit/'] button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/actions/submit/"))
    assert_clean(page)


def decide(page: Page, application: Application, action: str, **inputs: str) -> None:
    """The officer opens the case from the queue and acts."""
    page.goto("/workbench/?view=all")
    page.get_by_role("link", name=FIRM).click()
    form = page.locator(f"form[action$='/{action}/']")
    form.wait_for(state="attached")
    if not form.is_visible():
        page.locator("details").filter(has=form).locator("summary").click()
    for name, value in inputs.items():
        form.locator(f"[name={action}-{name}]").fill(value)
    form.locator("button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("已通知")
    assert_clean(page)


def move_deadline(page: Page, round_: Round) -> None:
    """The admin brings the deadline nearer, with a reason."""
    closes = timezone.localtime() + timedelta(days=2, hours=23)
    page.goto(f"/admin/catalog/round/{round_.pk}/change/")
    page.locator("a[href$='/move-deadline/']").click()
    page.locator("[name=closes_at_0]").fill(f"{closes:%Y-%m-%d}")
    page.locator("[name=closes_at_1]").fill(f"{closes:%H:%M}")
    page.locator("[name=reason]").fill("系统维护")
    page.locator("#content form [type=submit]").first.click()
    expect(page).not_to_have_url(re.compile("move-deadline"))


@pytest.mark.exhaustive
def test_from_signing_up_to_a_decision(open_page, letters: MailServer, official: User) -> None:
    clerk, officer, admin = open_page(), open_page(), open_page()
    round_ = Round.objects.open_at(timezone.now()).get(program__slug="innovation-service-subsidy")
    sign_up(clerk, letters)
    register(clerk)
    hand_in_proof(clerk)
    application = apply(clerk, round_)
    application.refresh_from_db()
    assert (application.status, application.number[:3]) == ("submitted", "KC-")

    sign_in(officer, official.email)
    due = (timezone.localdate() + timedelta(days=6)).isoformat()
    decide(officer, application, "return", items="合同第3页缺签章\n发票不清楚", due_on=due)

    sign_in(admin, "admin@city.example")
    move_deadline(admin, round_)
    tick()
    deliver()
    reminder = next(mail for mail in letters.taken if mail["To"] == CLERK and "补正" in str(mail["Subject"]))
    assert "合同第3页缺签章" in reminder.get_content()

    clerk.goto(f"/applications/{application.pk}/")
    expect(clerk.locator("main")).to_contain_text("发票不清楚")
    clerk.goto(f"/applications/{application.pk}/check/")
    submit(clerk)
    decide(officer, application, "accept")
    decide(officer, application, "approve", amount="12000")

    deliver()
    assert any("批准" in str(mail["Subject"]) or "通过" in str(mail["Subject"]) for mail in letters.taken)
    clerk.goto(f"/applications/{application.pk}/")
    expect(clerk.locator("main")).to_contain_text("12,000")
