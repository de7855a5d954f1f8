"""Colleagues see each other in a draft, and work goes on where it was left."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.intake.models import Application, Presence
from applications.intake.presence import NOW, REFRESH, colleagues, seen
from tests.applications.intake.asking import address, signed_in
from tests.applications.intake.asking import seen as remembered
from tests.factories import intake
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    return intake.draft()


def test_colleague_is_shown_with_their_part(application) -> None:
    colleague = member(application.organization, "editor")
    signed_in(colleague).get(address(application, "application_section", "need"))
    browser = signed_in(intake.holder(application))
    page = browser.get(address(application, "application_section", "firm"))
    assert str(colleague.user) in page.text
    body = {"q-contact": "林", "seen": remembered(application, "contact", "staff")}
    url = address(application, "application_section", "firm")
    saved = browser.post(url, body, headers={"HX-Request": "true"})
    assert str(colleague.user) in saved.text


def test_who_has_gone_is_not_shown(application) -> None:
    colleague, now = member(application.organization, "editor").user, timezone.now()
    seen(application, colleague, "need", now - NOW)
    assert colleagues(application, intake.holder(application).user, "firm", now) == []
    assert colleagues(application, colleague, "firm", now) == []


def test_presence_is_written_once_a_while(application) -> None:
    user, now = intake.holder(application).user, timezone.now()
    for later in (timedelta(), REFRESH / 2):
        seen(application, user, "firm", now + later)
    assert Presence.objects.get().seen_at == now
    seen(application, user, "need", now + REFRESH / 2)
    assert Presence.objects.get().section == "need"


def test_work_goes_on_where_it_was_left(application) -> None:
    browser, edit = signed_in(intake.holder(application)), address(application, "application_edit")
    assert browser.get(edit)["Location"] == address(application, "application_section", "firm")
    browser.get(address(application, "application_section", "need"))
    elsewhere = signed_in(intake.holder(application))
    assert elsewhere.get(edit)["Location"] == address(application, "application_section", "need")
    colleague = signed_in(member(application.organization, "editor"))
    assert colleague.get(edit)["Location"] == address(application, "application_section", "firm")


def test_viewer_leaves_no_trace(application) -> None:
    viewer = signed_in(member(application.organization, "viewer"))
    viewer.get(address(application, "application_section", "firm"))
    viewer.post(address(application, "application_section", "firm"), {"q-contact": "x"})
    assert not Presence.objects.exists()
