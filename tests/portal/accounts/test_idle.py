"""How long a sign-in lasts, and that what was sent too late is not lost."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from portal.accounts import held_text
from tests.factories.accounts import PASSWORD, UserFactory, official
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LATE = "/organizations/new/"
TEXT = "这段话写了很久。\n第二行。"


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def browser(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session and client.get(reverse("account_settings")).status_code == 200


@pytest.mark.parametrize(("minutes", "open_still"), [(29, True), (31, False)])
def test_official_is_signed_out_after_half_an_hour(clock, minutes, open_still):
    client = browser(official().user)
    clock.shift(timedelta(minutes=minutes))
    assert client.get(reverse("account_settings")).status_code == (200 if open_still else 302)
    assert signed_in(client) is open_still


def test_official_is_signed_out_whatever_they_act_as(clock):
    client = browser(official().user)
    client.post(reverse("switch_capacity"), {"capacity": "self"})
    clock.shift(timedelta(minutes=31))
    assert not signed_in(client)


def test_work_keeps_an_official_signed_in_until_the_day_is_over(clock, settings):
    settings.OFFICE_SESSION_HOURS = 2
    client = browser(official().user)
    for _half_hour in range(4):
        assert signed_in(client)
        clock.shift(timedelta(minutes=30) - timedelta(seconds=10))
    assert signed_in(client)
    clock.shift(timedelta(minutes=5))
    assert not signed_in(client)


def test_applicant_stays_signed_in_over_the_weekend_but_not_for_weeks(clock):
    client = browser(member().user)
    clock.shift(timedelta(days=3))
    assert signed_in(client)
    clock.shift(timedelta(days=7, minutes=1))
    assert not signed_in(client)


def test_limits_are_settings(clock, settings):
    settings.OFFICE_IDLE_MINUTES = 5
    client = browser(official().user)
    clock.shift(timedelta(minutes=6))
    assert not signed_in(client)


def test_api_of_an_ended_session_is_401(clock):
    client = browser(official().user)
    clock.shift(timedelta(minutes=31))
    assert client.get("/api/v1/me/").status_code == 401


def test_activity_is_noted_once_a_minute(clock):
    client = browser(UserFactory())
    client.post(reverse("account_logout"))
    user = UserFactory()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    row = UserSession.objects.get(user=user)
    clock.shift(timedelta(seconds=50))
    client.get(reverse("account_settings"))
    row.refresh_from_db()
    assert row.last_seen_at == START
    clock.shift(timedelta(seconds=20))
    client.get(reverse("account_settings"))
    row.refresh_from_db()
    assert row.last_seen_at == START + timedelta(seconds=70)


def test_sign_of_life_from_an_open_page(clock):
    client = browser(official().user)
    clock.shift(timedelta(minutes=20))
    assert client.post(reverse("stay_signed_in"), headers={"X-Requested-With": "fetch"}).status_code == 204
    clock.shift(timedelta(minutes=20))
    assert signed_in(client)


def test_page_knows_when_the_sign_in_ends(clock):
    page = browser(official().user).get(reverse("account_settings")).content.decode()
    assert 'data-session="1800"' in page


def late(clock, user, path: str = LATE, **fields: str) -> tuple[Client, str]:
    """A form that came after the end; the client, and where it was led."""
    client = browser(user)
    clock.shift(timedelta(minutes=31))
    answer = client.post(path, fields or {"reason": TEXT, "note": ""})
    return client, answer.get("Location", "")


def test_text_sent_too_late_is_offered_after_sign_in(clock):
    user = official(language="en").user
    client, led = late(clock, user, reason=TEXT, csrfmiddlewaretoken="x", password="geheim")
    assert led == f"{reverse('account_login')}?next=%2Faccount%2Fkept%2F"
    answer = client.post(led, {"login": user.email, "password": PASSWORD, "next": reverse("kept_text")})
    assert answer["Location"] == reverse("kept_text")
    page = client.get(answer["Location"]).content.decode()
    assert "Your text was kept" in page
    assert f'<input type="hidden" name="reason" value="{TEXT}">' in page
    assert f'action="{LATE}"' in page
    assert "geheim" not in page


def test_kept_text_is_for_nobody_else(clock):
    client, led = late(clock, official().user)
    other = UserFactory()
    client.post(led, {"login": other.email, "password": PASSWORD})
    assert client.get(reverse("kept_text"))["Location"] == reverse("dashboard")
    assert held_text.KEY not in client.session


def test_kept_text_can_be_thrown_away(clock):
    user = official().user
    client, led = late(clock, user)
    client.post(led, {"login": user.email, "password": PASSWORD})
    client.post(reverse("kept_text"))
    assert client.get(reverse("kept_text"))["Location"] == reverse("dashboard")


def test_nothing_is_kept_of_a_form_from_elsewhere(clock):
    """A form without its token is refused before anything is kept."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(official().user)
    clock.shift(timedelta(minutes=31))
    assert client.post(LATE, {"reason": TEXT}).status_code == 403
    assert held_text.KEY not in client.session


def test_nothing_is_kept_of_passwords_and_of_novels(clock):
    client, _led = late(clock, official().user, reverse("account_change_password"), oldpassword=PASSWORD)
    assert held_text.KEY not in client.session
    client, _led = late(clock, official("310106").user, reason="x" * 300_000)
    assert held_text.KEY not in client.session
