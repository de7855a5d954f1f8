"""Questions that are asked after other answers: page, check, submission and API say the same."""

import re
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from applications.intake.differences import differences
from applications.intake.models import Application
from applications.intake.services import attach, check, perform, save_answers
from portal.facts.models import Origin
from portal.facts.stating import state
from portal.files.models import StoredFile
from programs.forms.models import ExportColumn, Rule
from programs.forms.services import pin
from tests.api.test_exports import read
from tests.applications.intake.asking import address, seen, signed_in
from tests.applications.intake.test_browser import enter
from tests.applications.intake.test_handing_in import text_of
from tests.factories import intake
from tests.factories.catalog import RoundFactory
from tests.factories.forms import ChoiceFactory, FormFactory, QuestionFactory, SectionFactory


def conditional() -> Application:
    """A draft: who asks, a contract only for firms, half of it at most, a total, a part for large firms."""
    round_ = RoundFactory(reference_year=2026)
    form = FormFactory(program=round_.program)
    first = SectionFactory(form=form, key="first", title="第一部分", position=1)
    kind = QuestionFactory(section=first, key="kind", kind="one_of", label="单位性质", position=1)
    for value, label in (("firm", "企业"), ("school", "高校")):
        ChoiceFactory(question=kind, value=value, label=label)
    money = {"section": first, "kind": "money", "money_unit": "yuan"}
    QuestionFactory(**money, key="contract", label="合同金额", shown_when='kind = "firm"', position=2)
    QuestionFactory(**money, key="amount", label="申请金额", is_amount=True, maximum=200_000, position=3)
    QuestionFactory(section=first, key="rest", kind="computed", label="自筹金额", unit="元",
                    formula="contract - amount", shown_when='kind = "firm"', position=4)  # fmt: skip
    QuestionFactory(section=first, key="paper", kind="file", label="合同", required=False,
                    shown_when='kind = "firm"', position=5)  # fmt: skip
    large = SectionFactory(form=form, key="large", title="大企业", position=2)
    QuestionFactory(section=large, key="plan", label="方案", shown_when="file.revenue >= 2000万元")
    ExportColumn.objects.create(form=form, heading="差额", expression="coalesce(contract, 0元) - amount")
    Rule.objects.create(
        form=form, key="half", expression="amount <= 50% * contract", message="不超过合同的一半"
    )
    pin(round_, by=None)
    return intake.draft(round_)


def say(application: Application, **answers: Any) -> Application:
    save_answers(application.pk, answers, capacity=intake.holder(application), at=timezone.now())
    application.refresh_from_db()
    return application


def revenue(application: Application, yuan: str) -> None:
    assert application.organization_id
    values: Any = {("revenue", 2025): Decimal(yuan)}
    state(application.organization_id, values, origin=Origin.ORGANIZATION, by=intake.holder(application))


@pytest.mark.django_db
def test_what_is_not_asked_is_kept_and_does_not_count() -> None:
    application = say(conditional(), kind="firm", contract="90000.00", amount="45000.01")
    revenue(application, "19999999.99")
    assert [problem.key for problem in check(application)] == ["amount"]
    application = say(application, kind="school")
    assert check(application) == []
    at = timezone.now()
    perform(application.pk, "submit", capacity=intake.holder(application), at=at)
    submission = application.submissions.get()
    assert submission.answers == {"kind": "school", "contract": "90000.00", "amount": "45000.01"}
    assert submission.counted == {"kind": "school", "amount": "45000.01"}
    official = intake.official(application.round.department)
    page = signed_in(official).get(reverse("review_application", args=[application.pk]))
    assert "合同金额" not in page.content.decode()
    [line], _last = read(official, "/api/v1/applications/export/")
    exported = line["row"]
    assert (exported["answers"], exported["columns"]) == (submission.counted, {"差额": "-45000.01"})


@pytest.mark.django_db
def test_a_condition_reads_the_file_as_of_the_moment_of_submission() -> None:
    application = say(conditional(), kind="school", amount="1.00")
    assert [problem.key for problem in check(application)] == ["plan"]
    revenue(application, "20000000")
    assert [problem.key for problem in check(Application.objects.get(pk=application.pk))] == ["plan"]
    revenue(application, "19999999")
    assert check(Application.objects.get(pk=application.pk)) == []


@pytest.mark.django_db
def test_a_file_of_a_hidden_question_stops_nothing() -> None:
    application = say(conditional(), kind="firm", contract="4.00", amount="1.00")
    revenue(application, "1")
    attach(application.pk, "paper", intake.pdf(), capacity=intake.holder(application), at=timezone.now())
    StoredFile.objects.update(scan=StoredFile.Scan.INFECTED, scanned_at=timezone.now())
    assert [problem.code for problem in check(application)] == ["infected"]
    assert check(say(application, kind="school")) == []


def taken_along(application: Application, more: str = "") -> tuple[str, str]:
    """The words of the whole application as PDF and as a spreadsheet, without blanks."""
    client = signed_in(intake.holder(application))
    made = client.get(address(application, "application_as_pdf") + more).content
    book = load_workbook(BytesIO(client.get(address(application, "application_as_xlsx") + more).content))
    cells = [str(cell.value or "") for row in book.active.iter_rows() for cell in row]
    return re.sub(r"\s|\u200b", "", text_of(made)), "".join(cells)


@pytest.mark.django_db
def test_papers_and_comparison_show_only_what_is_asked() -> None:
    application = say(conditional(), kind="firm", contract="90000.00", amount="40000.00")
    revenue(application, "1")
    capacity, at = intake.holder(application), timezone.now()
    attach(application.pk, "paper", intake.pdf("盖章合同.pdf"), capacity=capacity, at=at)
    for words in taken_along(application):
        assert {"合同金额", "自筹金额", "盖章合同.pdf"} <= {part for part in HIDDEN if part in words}
    perform(application.pk, "submit", capacity=capacity, at=at)
    perform(application.pk, "take_back", capacity=capacity, at=at)
    application = say(application, kind="school")
    for words in taken_along(application):
        assert [part for part in HIDDEN if part in words] == []
        assert "申请金额" in words
    perform(application.pk, "submit", capacity=capacity, at=at)
    for words in taken_along(application, "?submission=2"):
        assert [part for part in HIDDEN if part in words] == []
    before, after = application.submissions.order_by("seq").select_related("application", "form_version")
    [part] = differences(before, after)
    changed = {change.key: change.after for change in part.changes}
    assert [changed.pop(key) for key in ("contract", "rest", "paper")] == [[["—"]]] * 3
    assert list(changed) == ["kind"]


HIDDEN = ("合同金额", "自筹金额", "90,000", "盖章合同.pdf", "大企业")


@pytest.mark.django_db
def test_pages_without_scripts_say_what_is_asked() -> None:
    application = conditional()
    client, url = signed_in(intake.holder(application)), address(application, "application_section", "first")
    page = client.get(url).content.decode()
    assert re.search(r'id="w-contract"\s+data-asked="contract"\s+>', page)
    shown = {"shown": "kind contract amount rest", "seen": "{}"}
    client.post(url, shown | {"q-kind": "school", "q-amount": "5", "q-contract": "7", "go": "stay"})
    page = client.get(url).content.decode()
    assert re.search(r'id="w-contract"\s+data-asked="contract"\s+hidden', page)
    application.refresh_from_db()
    shown = {"shown": "kind amount", "seen": seen(application, "kind", "contract", "amount")}
    answer = client.post(url, shown | {"q-kind": "firm", "q-contract": "", "go": "next"})
    assert answer["Location"].endswith("?saved=first#w-contract")
    assert "本页还需填写2个问题" in client.get(url).content.decode()


@pytest.mark.django_db
def test_the_interface_says_what_is_asked_and_computed() -> None:
    application = say(conditional(), kind="firm", contract="90000.00", amount="45000.00")
    found = signed_in(intake.holder(application)).get(f"/api/v1/applications/{application.pk}/").json()
    assert (found["visible"], found["computed"]) == (
        ["kind", "contract", "amount", "rest", "paper", "plan"],
        {"rest": "45000"},
    )


@pytest.mark.django_db(transaction=True)
def test_questions_come_and_go_while_somebody_answers(page: Page, live: Any) -> None:
    application = say(conditional(), kind="school", contract="90000.00")
    enter(page, intake.holder(application), live)
    page.goto(address(application, "application_section", "first"))
    contract = page.locator("#w-contract")
    expect(contract).to_be_hidden()
    page.get_by_label("企业").check()
    expect(contract).to_be_visible()
    expect(page.locator("#q-contract")).to_have_value("90,000")
    page.fill("#q-amount", "30000")
    page.locator("#q-contract").focus()
    expect(page.locator("output[data-computed=rest]")).to_have_text("60,000元")
    page.get_by_label("高校").check()
    expect(contract).to_be_hidden()
    application.refresh_from_db()
    assert application.answers["contract"] == "90000.00"
