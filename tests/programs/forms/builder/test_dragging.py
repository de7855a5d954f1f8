"""The outline in a browser: dragging with a script; no fault of accessibility at both widths."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from programs.forms.models import Question
from tests.browser.axe import assert_clean
from tests.browser.looks import assert_no_overflow
from tests.factories.accounts import UserFactory
from tests.factories.forms import FormFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.exhaustive]
OpenPage = Callable[..., Page]


def test_question_is_dragged_before_one_of_another_section(open_page: OpenPage, live: LiveServer) -> None:
    form = FormFactory(complete=True)
    client = Client()
    client.force_login(UserFactory(admin=True))
    page = open_page()
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live.url}])
    page.goto(reverse("admin:forms_form_change", args=[form.pk]))
    contact, service = (Question.objects.get(key=key).pk for key in ("contact", "service"))
    page.locator(f"#question-{contact} .builder-grip").drag_to(
        page.locator(f"#question-{service}"), target_position={"x": 100, "y": 4}
    )
    section = page.locator(f"[data-section='{form.sections.get(key='need').pk}']")
    expect(section.locator("li[data-question]")).to_have_count(4)
    asked = form.sections.get(key="need").questions.order_by("position")
    assert list(asked.values_list("key", flat=True)) == ["amount", "contact", "service", "contract"]
    assert_clean(page)
    assert_no_overflow(page)
