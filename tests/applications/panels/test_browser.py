"""The expert's job in a real browser: accept, score by the grades, hand in; at a desk and on a phone."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from applications.panels.models import Review
from applications.panels.services import assigning
from tests.applications.intake.asking import signed_in
from tests.browser import DESK, PHONE
from tests.factories import experts as made

pytestmark = [pytest.mark.browser, pytest.mark.exhaustive, pytest.mark.django_db(transaction=True)]


def test_an_expert_accepts_and_reviews(open_page: Callable[..., Page], live: LiveServer) -> None:
    world = made.cast(applications=1, experts=1, answered=False)
    page = open_page()
    cookie = signed_in(world.writer).cookies["sessionid"].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live.url}])
    page.set_viewport_size(PHONE)
    page.goto(live.url + reverse("my_reviews"))
    page.get_by_role("link", name="接受或谢绝").click()
    page.get_by_label("我承诺以上内容").check()
    page.get_by_role("button", name="接受邀请").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的评审")
    assigning.assign_all(world.panel.pk, by=world.official, at=timezone.now())
    page.set_viewport_size(DESK)
    page.goto(live.url + reverse("review", args=[world.assignment.pk]))
    page.get_by_role("button", name="良 21+").click()
    page.get_by_role("button", name="优 18+").click()
    expect(page.locator("[data-total]")).to_have_text("78")
    page.get_by_role("button", name="提交评审").click()
    expect(page.get_by_role("alert")).to_contain_text("请选择结论")
    page.locator(".seg label").first.click()
    page.get_by_label("意见").fill(made.OPINION)
    page.get_by_role("button", name="提交评审").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的评审")
    assert str(Review.objects.get().total) == "78.00"
