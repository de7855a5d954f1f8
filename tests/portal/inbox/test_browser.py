from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.inbox.models import CalendarDay, Message
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.inbox import DeliveryFactory, MessageFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(settings):
    settings.DEMO = True
    return UserFactory(name="林小满")


def sign_in(page, reader: User) -> None:
    page.goto(reverse("account_login"))
    page.fill("#id_login", reader.email)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/todo/")


def fill(reader: User) -> None:
    MessageFactory(
        recipient=reader,
        subject="请补正您的申请：研发公共服务平台使用补贴（KC-2026-0001）",
        body="上海云杉微流控科技有限公司\n请在2026年11月26日前补正：\n1. 审计报告缺签章页",
        url="/todo/",
    )
    MessageFactory(
        recipient=reader,
        subject="申请截止提醒",
        kind="reminder",
        body="还有3天截止。",
        read_at=timezone.now(),
    )
    DeliveryFactory(
        to=reader.email, subject="验证码", body="您的验证码是482913。\n\nhttp://127.0.0.1:8000/todo/"
    )


def test_messages_are_read_without_scripts(scriptless, reader):
    fill(reader)
    sign_in(scriptless, reader)
    scriptless.goto(reverse("messages"))
    scriptless.get_by_role("button", name="全部标为已读").click()
    assert scriptless.get_by_role("heading", level=1).inner_text() == "没有未读消息"
    scriptless.get_by_role("link", name="请补正您的申请").click()
    assert scriptless.url.endswith("/todo/")
    assert Message.objects.unread().count() == 0


def test_the_calendar_fits_the_narrowest_screen(scriptless):
    CalendarDay.objects.get_or_create(
        day=date(2026, 2, 14), defaults={"is_workday": True, "name": "春节调休上班"}
    )
    scriptless.set_viewport_size({"width": 320, "height": 812})
    scriptless.goto(reverse("calendar_year", args=[2026]))
    boxes = scriptless.evaluate(
        "[...document.querySelectorAll('.table-responsive')].map(e => e.scrollWidth - e.clientWidth)"
    )
    assert boxes == [0, 0]
