"""A round with every stage on, from handing in to the agreement, each act by its own person in a browser."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from applications.experts.models import Expert
from applications.intake.models import Application
from applications.notices.models import Notice
from applications.panels.checking import verify
from applications.panels.models import Panel
from applications.panels.plans import Plan, Task
from applications.panels.services.assigning import task_of
from applications.panels.services.reviewing import criteria_of
from applications.ranking.reckoning import AMOUNT
from tests.browser.crawling import crawl
from tests.browser.every_stage import Desks, Staged, act, follow, send, staged
from tests.factories import experts as made
from tests.factories.ranking import PEOPLE

pytestmark = [pytest.mark.exhaustive, pytest.mark.django_db(transaction=True)]
MINUTES = "科委会纪〔2026〕12号"
POINTS = ("contract", "staff", "scope")
OBJECTION = {
    "kind": "person",
    "name": "高某",
    "identity": "11010519491231002X",
    "contact": "021-00000000",
    "text": "该项目已获同类资助，请核实。",
}


def test_from_handing_in_to_the_agreement(open_page: Callable[..., Page], live: LiveServer) -> None:
    world = staged()
    desks = Desks(open_page, live.url)
    hand_in(desks, world)
    recommend(desks, world)
    check(desks, world)
    review(desks, world, 1, technical=4)
    review(desks, world, 2, financial=2)
    experts_find_no_firm(world)
    conclude(desks, world)
    meet(desks, world)
    approve(desks, world)
    notice = publish(desks, world)
    object_and_answer(desks, world, open_page(), notice)
    with time_machine.travel(after(notice)):
        end(desks, world, notice)
        firm_finds_no_expert(world)
        decided_and_sound(desks, world)


def hand_in(desks: Desks, world: Staged) -> None:
    """The signatory signs what is on the page, then the clerk hands it in."""
    for firm in world.firms:
        address = f"/applications/{firm.application.pk}/check/"
        signatory, clerk = desks.of(firm.signatory), desks.of(firm.clerk)
        signatory.goto(address)
        send(signatory, "form[action$='/sign-off/']")
        clerk.goto(address)
        send(clerk, "form[action$='/actions/submit/']", declare=True)
    assert states(world) == {"recommending"}


def states(world: Staged) -> set[str]:
    """Where the applications stand."""
    for row in world.applications:
        row.refresh_from_db()
    return {row.status for row in world.applications}


def recommend(desks: Desks, world: Staged) -> None:
    """Both with one letter, whose sealed scan is kept."""
    page = desks.of(world.station)
    page.goto("/station/")
    for row in world.applications:
        page.locator(f"[name=id][value='{row.pk}']").check()
    with page.expect_navigation():
        page.locator("button[form=marked]").click()
    send(page, "form[method=post]", opinion="经核查，申报材料真实完整，同意推荐。")
    send(page, "form[action$='/seal/']", file="推荐函.pdf")
    expect(page.locator("main")).to_contain_text("推荐函.pdf")
    assert states(world) == {"submitted"}


def check(desks: Desks, world: Staged) -> None:
    """Point by point, then accepted."""
    page = desks.of(world.officer)
    for row in world.applications:
        page.goto(f"/workbench/{row.pk}/")
        send(page, "form[action$='/check/']", **{f"p__{key}": "met" for key in POINTS})
        act(page, row, "accept")
    assert states(world) == {"reviewing"}


def review(desks: Desks, world: Staged, pass_no: int, **drawn: int) -> None:
    """A panel is set up, drawn by lot, invited and assigned; everybody writes; it is closed."""
    page, people = desks.of(world.officer), [[*world.first, world.tied], world.second][pass_no - 1]
    panel = set_up(page, world, pass_no)
    send(page, "form[action$='/draw/']", **drawn)
    send(page, "form[action$='/invite/']")
    for expert in people:
        accept(desks.of(made.reviewing(expert)))
    panel.refresh_from_db()
    task = task_of(panel)
    page.goto(panel_page := f"/panels/{panel.pk}/")
    send(page, "form[action$='/assign/']")
    assert complaints(panel, task) == []
    assert not world.tied.assignments.exists()
    for expert in people:
        write(desks.of(made.reviewing(expert)), panel, expert)
    page.goto(panel_page)
    send(page, "form[action$='/close/']")


def set_up(page: Page, world: Staged, pass_no: int) -> Panel:
    """The officer sets up a blind panel: three reviews of each application, the second time one."""
    today = timezone.localdate()
    page.goto("/panels/")
    follow(page, "/panels/new/")
    send(
        page,
        "form[method=post]",
        name=f"第{pass_no}轮评审组",
        pass_no=str(pass_no),
        per_application=3 if pass_no == 1 else 1,
        technical_share=100 if pass_no == 1 else 0,
        answer_by=(today + timedelta(days=5)).isoformat(),
        due_on=(today + timedelta(days=12)).isoformat(),
        blind=True,
        opinion_least=20,
    )
    return Panel.objects.get(round=world.round, pass_no=pass_no)


def accept(page: Page) -> None:
    """The expert reads the invitation, promises confidentiality and accepts."""
    page.goto("/reviews/")
    follow(page, "/reviews/invitations/")
    send(page, "form:has([name=promise])", promise=True)


def complaints(panel: Panel, task: Task) -> list[str]:
    """What the checker says of the assignment as it was saved."""
    pairs = frozenset(panel.assignments.values_list("application", "expert"))
    loads = [sum(pair[1] == row.expert for pair in pairs) for row in task.available]
    return verify(task, Plan(pairs, max(loads)))


def write(page: Page, panel: Panel, expert: Expert) -> None:
    """The expert opens the first application and hands in one review after the other."""
    page.goto("/reviews/")
    rows = list(panel.assignments.filter(expert=expert).order_by("number"))
    for row in rows:
        if row == rows[0]:
            follow(page, f"/reviews/{row.pk}/")
        expect(page).to_have_url(re.compile(str(row.pk)))
        points = {f"points__{one.pk}": int(one.maximum * 8 / 10) for one in criteria_of(panel)}
        send(page, "form[data-review]", recommendation="support", opinion=made.OPINION, **points)


def experts_find_no_firm(world: Staged) -> None:
    """Before anything is public: nothing that the experts of a blind round reach names a firm."""
    names = [*(firm.name for firm in world.firms), *(str(row.number) for row in world.applications)]
    names += [str(row.pk) for row in world.applications]
    for expert in (world.first[0], world.second[0]):
        told = crawl(made.reviewing(expert), "/reviews/")
        assert any(address.startswith("/reviews/") and len(address) > 20 for address in told)
        assert leaks(told, names) == []


def leaks(told: dict[str, str], names: list[str]) -> list[tuple[str, str]]:
    """Where what was read says one of the names."""
    return [(address, name) for address, text in told.items() for name in names if name in text]


def conclude(desks: Desks, world: Staged) -> None:
    """The expert review ends, and so does the defense."""
    page = desks.of(world.officer)
    for row in world.applications:
        act(page, row, "conclude_review")
        act(page, row, "conclude_presentation")
    assert states(world) == {"accepted"}


def meet(desks: Desks, world: Staged) -> None:
    """The list is drawn up, one amount is cut with a reason, the meeting is recorded and fixes it."""
    page = desks.of(world.officer)
    page.goto("/rankings/")
    follow(page, "/rankings/rounds/")
    send(page, "form[method=post]")
    send(page, "tr#p1 form", kind=AMOUNT, value="60000", reason="按预算核减设备费")
    follow(page, "/meeting/")
    attendees = "\n".join(PEOPLE)
    send(
        page, "form[method=post]", number="科委会纪〔2026〕12号", attendees=attendees, minutes="会议纪要.pdf"
    )
    expect(page.locator("main")).to_contain_text("科委会纪〔2026〕12号")
    assert states(world) == {"approving"}


def approve(desks: Desks, world: Staged) -> None:
    """Each level by its head, one after the other."""
    for approver in world.approvers:
        page = desks.of(approver)
        page.goto("/workbench/?view=approve")
        expect(page.locator("main")).to_contain_text(world.firms[0].name)
        for row in world.applications:
            act(page, row, "approve_level")
            expect(page.locator("main [role=status]").first).to_contain_text("内部办理")
    assert states(world) == {"proposed"}


def publish(desks: Desks, world: Staged) -> Notice:
    """The officer prepares the notice, the head looks at it and releases it."""
    officer, head = desks.of(world.officer), desks.of(world.head)
    officer.goto("/notices/prepare/")
    follow(officer, "/proposed/")
    send(officer, "form[method=post]", contact="市科委规划处，021-12345678", days=5)
    notice = Notice.objects.get()
    expect(officer.locator("form[action$='/release/']")).to_have_count(0)
    head.goto("/notices/")
    follow(head, f"/notices/{notice.pk}/")
    send(head, "form[action$='/release/']")
    notice.refresh_from_db()
    assert (notice.released_by, states(world)) == (world.head.user, {"noticed"})
    return notice


def object_and_answer(desks: Desks, world: Staged, public: Page, notice: Notice) -> None:
    """Somebody without an account objects, the officer answers, they read it under their code."""
    public.goto("/notices/")
    follow(public, f"/notices/{notice.pk}/")
    follow(public, "/object/")
    send(public, "form[method=post]", line="1", **OBJECTION)
    code = public.locator("main .fig").inner_text()
    officer = desks.of(world.officer)
    officer.goto("/objections/")
    follow(officer, "/objections/")
    expect(officer.locator("main")).not_to_contain_text(OBJECTION["name"])
    send(officer, "form:has([name=words])", state="rejected", words="经核实，两项目内容不同，异议不成立。")
    follow(public, "/notices/follow/")
    send(public, "form[method=post]", code=code)
    expect(public.locator("main")).to_contain_text("异议不成立")


def after(notice: Notice) -> datetime:
    """Ten in the morning after the notice's last day."""
    day = notice.until_on + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(10)))


def end(desks: Desks, world: Staged, notice: Notice) -> None:
    """The period is over: the notice ends, the applications are approved, the agreements signed."""
    desks.renew(world.officer, world.auditor, *(firm.clerk for firm in world.firms))
    page = desks.of(world.officer)
    page.goto(f"/notices/{notice.pk}/")
    send(page, "form[action$='/conclude/']")
    assert states(world) == {"approved"}
    for row in world.applications:
        act(page, row, "sign_agreement")
    assert states(world) == {"agreed"}


def firm_finds_no_expert(world: Staged) -> None:
    """Nothing that the firm reaches, page, file or JSON, names anybody who reviewed."""
    row = world.firms[0].application
    api = [f"/api/v1/applications/{tail}" for tail in ("", f"{row.pk}/", f"{row.pk}/events/")]
    names = [text for one in world.experts for text in (one.name, one.email, str(one.pk))]
    told = crawl(world.firms[0].clerk, f"/applications/{row.pk}/", *api, "/api/v1/messages/")
    assert {*api, f"/applications/{row.pk}/decision/"} <= set(told)
    assert leaks(told, names) == []


def decided_and_sound(desks: Desks, world: Staged) -> None:
    """Letters and result are with the firm, everything comes out the same, the auditor has the case file."""
    for firm, amount in zip(world.firms, amounts(world), strict=True):
        page = desks.of(firm.clerk)
        page.goto(f"/applications/{firm.application.pk}/")
        expect(page.locator("main")).to_contain_text(f"{amount:,.0f}")
        follow(page, "/letters/")
        expect(page.locator("main")).to_contain_text(str(firm.application.number))
        page.goto(f"/applications/{firm.application.pk}/")
        follow(page, "/decision/")
    for row in world.applications:
        said = StringIO()
        call_command("replay", str(row.number), stdout=said)
        assert "DIFFERS" not in said.getvalue()
    call_command("verify_history", stdout=StringIO())
    audit(desks.of(world.auditor), world.applications[0])


def amounts(world: Staged) -> list[int]:
    """What was approved: one as asked for, one cut by the meeting."""
    found = [int(row.amount_approved or 0) for row in world.applications]
    assert sorted(found) == [60_000, 85_000]
    return found


def audit(page: Page, row: Application) -> None:
    """The auditor draws everything, replays the decision and takes the case file along."""
    page.goto("/audit/samples/")
    send(page, "form[method=post]", title="全部抽查", percent=100)
    with page.expect_download() as caught:
        page.locator(f"main a[href='/applications/{row.pk}/case-file.zip']").click()
    with ZipFile(BytesIO(caught.value.path().read_bytes())) as archive:
        assert "index.html" in archive.namelist()
    follow(page, f"/replay/{row.pk}/")
    expect(page.locator("main")).to_contain_text("一致")
    follow(page, f"/applications/{row.pk}/")
    expect(page.locator("main")).to_contain_text(str(row.number))
