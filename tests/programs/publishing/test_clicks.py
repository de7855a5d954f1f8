"""The script of clicks: an administrator who follows only what the screen says publishes a round.

docs/publish-a-round.md lists the clicks; what stands there in 「 」 is what is pressed here, in this order.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from portal.accounts.models import Department, User
from portal.inbox.models import CalendarDay, CalendarYear
from programs.catalog.models import Round
from programs.policies.models import Measure
from tests.browser.looks import assert_no_overflow
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProgramFactory, RoundFactory, commission
from tests.factories.forms import FormFactory
from tests.factories.policies import ClauseFactory, DocumentFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.exhaustive]
GUIDE = Path(__file__).parents[3] / "docs" / "publish-a-round.md"
OpenPage = Callable[..., Page]


class Reader:
    """Somebody at the admin who presses what they read; `pressed` is what it was."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, list[str]()

    def press(self, words: str) -> None:
        """The link or button with these words; each opens a page, as no script runs."""
        found = self.named(words)
        self.pressed.append(words)
        with self.page.expect_navigation():
            found.click()

    def named(self, words: str) -> Locator:
        """Buttons first: a breadcrumb may have the same words."""
        link = self.page.get_by_role("link", name=words, exact=True)
        button = self.page.get_by_role("button", name=words, exact=True)
        link.or_(button).first.wait_for()
        return (button if button.count() else link).first

    def write(self, label: str, words: str) -> None:
        """Into the field with this label."""
        self.field(label).fill(words)

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(f"^{re.escape(label)}[:：]?$")).first

    def looks_well(self) -> None:
        self.page.wait_for_load_state()
        assert_no_overflow(self.page)


def signed_in(open_page: OpenPage, live: LiveServer, user: User, *, scripts: bool = False) -> Reader:
    client = Client()
    client.force_login(user)
    page = open_page(java_script_enabled=scripts)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live.url}])
    page.goto("/admin/")
    return Reader(page)


@pytest.fixture
def colleagues() -> tuple[User, User]:
    return UserFactory(admin=True, name="周怀瑾"), UserFactory(admin=True, name="沈知行")


@pytest.fixture
def last_year() -> Round:
    """A closed round of a department that asks for a second person; next year's day is a holiday."""
    year = timezone.localdate().year
    opened = timezone.localtime() - timedelta(days=300)
    closed = timezone.localtime() - timedelta(days=30)
    round_ = RoundFactory(
        program__title="研发公共服务平台使用补贴", name=f"{year}年第一批", opens_at=opened, closes_at=closed
    )
    FormFactory(program=round_.program, complete=True)
    Department.objects.update(second_person=True)
    for number in (year, year + 1):
        CalendarYear.objects.get_or_create(year=number, defaults={"source": "通知"})
    day = closed.date().replace(year=closed.year + 1)
    CalendarDay.objects.update_or_create(day=day, defaults={"is_workday": False, "name": "假日"})
    return round_


def test_next_years_round_from_last_years(
    open_page: OpenPage, live: LiveServer, colleagues: tuple[User, User], last_year: Round
) -> None:
    first, second = (signed_in(open_page, live, person) for person in colleagues)
    first.press("批次")
    first.press(last_year.name)
    first.press("复制为下一年批次")
    expect(first.page.locator("#content")).to_contain_text("假日")
    first.looks_well()
    first.press("复制")
    expect(first.page.locator("#content")).to_contain_text("内容齐全，可以发布。")
    first.looks_well()
    first.press("下一步：预览")
    first.press("下一步：发布")
    first.looks_well()
    first.press("提交确认")
    expect(first.page.locator("#content")).to_contain_text("等第二人确认")

    second.press("发布单")
    second.press(f"{last_year.program.title} {timezone.localdate().year + 1}年第一批")
    second.looks_well()
    second.press("确认发布")
    made = Round.objects.get(name=f"{timezone.localdate().year + 1}年第一批")
    assert (made.status, made.published_by) == ("published", colleagues[1])
    assert listed("复制去年的批次") == generalized([*first.pressed, *second.pressed], last_year)


def test_a_double_click_copies_once(
    open_page: OpenPage, live: LiveServer, colleagues: tuple[User, User], last_year: Round
) -> None:
    reader = signed_in(open_page, live, colleagues[0], scripts=True)
    reader.page.goto(f"{live.url}/admin/publishing/guide/copy/{last_year.pk}/")
    reader.named("复制").dblclick()
    expect(reader.page.locator("#content")).to_contain_text("内容齐全，可以发布。")
    assert Round.objects.count() == 2


def test_a_new_program_from_a_clause_to_an_open_round(
    open_page: OpenPage, live: LiveServer, colleagues: tuple[User, User]
) -> None:
    clause = ClauseFactory(document=DocumentFactory(short_title="十项措施"), heading="检测费用补贴")
    measure = Measure.objects.create(clause=clause, slug="m", kind="subsidy", name="检测费补贴")
    FormFactory(program=ProgramFactory(title="另一个补贴"), complete=True)
    commission()
    reader = signed_in(open_page, live, colleagues[0])
    reader.press("发布向导")
    reader.press("按步骤新建项目")
    reader.page.get_by_label("文件", exact=True).select_option(label="十项措施")
    reader.press("显示条款")
    reader.page.get_by_label(measure.name).check()
    reader.looks_well()
    reader.press("保存，下一步")
    words(reader)
    reader.press("保存，下一步")
    reader.looks_well()
    reader.press("保存，下一步")
    who(reader)
    reader.looks_well()
    reader.press("保存，下一步")
    reader.looks_well()
    reader.press("保存，下一步")
    reader.page.get_by_label("问题来源").select_option(label="另一个补贴")
    reader.looks_well()
    reader.press("保存，下一步")
    reader.looks_well()
    dates(reader)
    reader.press("保存，下一步")
    reader.looks_well()
    reader.press("保存，下一步")
    expect(reader.page.locator("#content")).to_contain_text("内容齐全，可以发布。")
    reader.press("下一步：预览")
    reader.press("下一步：发布")
    reader.press("发布")
    expect(reader.page.locator("#content")).to_contain_text("已发布。")
    made = Round.objects.get()
    assert (made.status, made.program.title, made.phase()) == ("published", "检测费补贴", Round.Phase.OPEN)
    assert listed("新建项目") == reader.pressed


def words(reader: Reader) -> None:
    """The second step: what the measure suggests is there already."""
    expect(reader.field("标题")).to_have_value("检测费补贴")
    reader.write("一句话说明", "检测费用的补贴。")
    reader.write("支持内容（短语）", "最高20万元/家")
    reader.write("能得到什么", "检测费用补贴。")
    reader.field("部门").select_option(label="市科委")
    reader.write("联系人", "企业服务处")
    reader.write("电话", "021-0000 0000")
    reader.looks_well()


def who(reader: Reader) -> None:
    line = reader.page.locator(".guide-line").first
    line.get_by_label(re.compile("^条件[:：]?$")).fill("在本市登记注册")
    line.get_by_label(re.compile("^依据条款[:：]?$")).select_option(index=1)


def dates(reader: Reader) -> None:
    today = timezone.localdate()
    for name, day in (("opens_at", today), ("closes_at", today + timedelta(days=60))):
        reader.page.locator(f"[name={name}_0]").fill(day.isoformat())
        reader.page.locator(f"[name={name}_1]").fill("00:00" if name == "opens_at" else "17:00")


def listed(heading: str) -> list[str]:
    """What the guide says to press under a heading."""
    section = GUIDE.read_text().split(f"## {heading}")[1].split("\n## ")[0]
    return re.findall(r"「([^」]+)」", section)


def generalized(pressed: list[str], source: Round) -> list[str]:
    """Names of rounds as the guide writes them."""
    names = {source.name: "去年的批次", pressed[-2]: "新批次"}
    return [names.get(words, words) for words in pressed]
