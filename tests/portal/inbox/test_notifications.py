"""The pages and addresses on which people choose what is sent to them, and see what will be."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from portal.accounts.models import Mobile
from portal.inbox import kinds, upcoming
from portal.inbox.kinds import Audience
from portal.inbox.kinds import Digest as Every
from portal.inbox.models import Preference, QuietHours
from portal.inbox.preferences import choose
from portal.inbox.services import send
from portal.inbox.timing import Choice, Quiet
from tests.factories.accounts import UserFactory, bearer, expert, oneself
from tests.portal.inbox.token_source import token

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("source")]

ADDRESS, REMINDERS = "/api/v1/me/notification-preferences/", "/api/v1/reminders/"
DEADLINE = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FORM = {"email-tokens": "on", "digest-tokens": "daily", "quiet": "on", "begins": "21:00", "ends": "07:30"}


@pytest.fixture
def reader(client, settings):
    """Somebody signed in, reading English."""
    user = UserFactory(language="en")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(user)
    return user


def filled(client, **changes):
    form = client.get(reverse("notifications")).context["form"]
    names = {name: form[name].value() for name in form.fields}
    shown = {name: "on" if value is True else value for name, value in names.items() if value is not False}
    return {name: value for name, value in (shown | changes).items() if value is not None}


def test_a_visitor_signs_in_first(client):
    assert client.get(reverse("notifications")).status_code == 302


def test_what_is_chosen_is_kept(client, reader):
    page = client.post(reverse("notifications"), filled(client, **FORM), follow=True)
    assert "Saved. It holds for everything" in page.content.decode()
    row = Preference.objects.get(user=reader, group="tokens")
    assert (row.email, row.sms, row.digest) == (True, False, "daily")
    hours = QuietHours.objects.get(user=reader)
    assert (hours.active, hours.begins, hours.ends) == (True, time(21), time(7, 30))


def test_quiet_hours_switched_off_keep_their_times(client, reader):
    client.post(reverse("notifications"), filled(client, **FORM))
    client.post(reverse("notifications"), filled(client, quiet=None))
    hours = QuietHours.objects.get(user=reader)
    assert (hours.active, hours.begins) == (False, time(21))


def test_letters_are_shown_ticked_and_cannot_be_unticked(client, reader):
    page = client.get(reverse("notifications"))
    assert "applications" in {group.key for group in page.context["letters"]}
    assert "email-applications" not in page.context["form"].fields
    client.post(reverse("notifications"), filled(client, **{"digest-applications": "weekly"}))
    assert not Preference.objects.filter(group="applications").exists()


def test_text_messages_need_a_number(client, reader):
    client.post(reverse("notifications"), filled(client, **{"sms-tokens": "on"}))
    assert Preference.objects.get(user=reader, group="tokens").sms is False
    Mobile.objects.create(user=reader, number="+8613800138000", verified_at=DEADLINE)
    client.post(reverse("notifications"), filled(client, **{"sms-tokens": "on"}))
    assert Preference.objects.get(user=reader, group="tokens").sms is True


@pytest.mark.parametrize("wrong", [{"begins": "late"}, {"begins": ""}, {"begins": "08:00", "ends": "08:00"}])
def test_hours_that_make_no_sense_are_named(client, reader, wrong):
    page = client.post(reverse("notifications"), filled(client, **FORM) | wrong)
    assert page.status_code == 422
    assert not QuietHours.objects.exists()


@pytest.fixture
def work(request):
    """A group of messages for those whom the test names."""
    kinds.register_kinds("work", "Work", ["work"], audience=request.param, legal=False)
    yield
    kinds._groups.pop("work")
    kinds._kinds.pop("work")


@pytest.mark.parametrize("work", [Audience.OFFICIALS, Audience.EXPERTS], indirect=True)
def test_groups_for_officials_and_experts_are_not_offered_to_firms(client, reader, work):
    assert "email-work" not in client.get(reverse("notifications")).context["form"].fields


@pytest.mark.parametrize("work", [Audience.EXPERTS], indirect=True)
def test_groups_for_experts_are_offered_to_experts(client, work):
    client.force_login(expert())
    assert "email-work" in client.get(reverse("notifications")).context["form"].fields


def test_a_firm_is_offered_no_reviews(client, reader):
    page = client.get(reverse("notifications"))
    shown = {*page.context["form"].groups, *page.context["letters"]}
    assert {"reviews", "experts"}.isdisjoint(group.key for group in shown)


def test_the_api_tells_and_changes(client):
    me = UserFactory()
    headers = bearer(me)
    before = client.get(ADDRESS, headers=headers).json()
    assert before["quiet_hours"] == {"active": True, "begins": "22:00", "ends": "08:00"}
    client.put(ADDRESS, before, "application/json", headers=headers)  # as it was: letters included
    wanted = {
        "groups": [{"key": "tokens", "email": False, "sms": False, "digest": "now"}],
        "quiet_hours": {"active": False, "begins": "22:00", "ends": "08:00"},
    }
    after = client.put(ADDRESS, wanted, "application/json", headers=headers).json()
    tokens = next(group for group in after["groups"] if group["key"] == "tokens")
    assert (tokens["email"], after["quiet_hours"]["active"]) == (False, False)


@pytest.mark.parametrize(
    "change",
    [
        {"key": "applications", "email": False, "sms": False, "digest": "now"},
        {"key": "nonsense", "email": True, "sms": False, "digest": "now"},
        {"key": "tokens", "email": True, "sms": True, "digest": "now"},
    ],
)
def test_the_api_refuses_what_may_not_be_changed(client, change):
    answer = client.put(ADDRESS, {"groups": [change]}, "application/json", headers=bearer(UserFactory()))
    assert answer.status_code == 409
    assert not Preference.objects.exists()


def test_what_comes_is_told_with_channel_moment_and_reason(client):
    me = oneself()
    token(me.user, DEADLINE)  # 17:00 in Shanghai
    choose({"tokens": Choice(True, False, Every.WEEKLY)}, Quiet(time(16), time(18)), by=me)
    with time_machine.travel(DEADLINE - 15 * DAY, tick=False):
        rows = client.get(REMINDERS, headers=bearer(me.user)).json()["results"]
    rows = [row for row in rows if row["what"] == "Export expires"]
    assert [row["how"] for row in rows] == [*["collected"] * 2, *["quiet_hours"] * 2, "at_once"]
    monday = datetime(2026, 12, 21, 0, 30, tzinfo=UTC)
    assert datetime.fromisoformat(rows[0]["email_at"]) == monday
    choose({"tokens": Choice(False, False)}, by=me)
    assert {row.how for row in upcoming.coming_for(me.user, DEADLINE - 15 * DAY)} == {"off"}


def test_the_page_shows_what_waits_and_what_comes(client, reader):
    now = DEADLINE - 15 * DAY
    choose({"tokens": Choice(True, False, Every.DAILY)}, by=oneself(reader))
    with time_machine.travel(now, tick=False):
        client.force_login(reader)
        send(reader, "token", "one", "Something happened", "Text")
        token(reader, DEADLINE)
        page = client.get(reverse("messages_upcoming"))
    assert [row.what for row in page.context["waiting"]] == ["Something happened"]
    assert len(page.context["page"]) == 5
    text = page.content.decode()
    assert "It waits for your collected e-mail." in text
    assert "in your collected e-mail" in text


def test_what_quiet_hours_hold_is_shown(reader):
    night = DEADLINE - 15 * DAY + timedelta(hours=6)
    with time_machine.travel(night, tick=False):
        send(reader, "token", "one", "Something happened", "Text")
    assert [row.what for row in upcoming.waiting_for(reader, night)] == ["Something happened"]
    assert upcoming.waiting_for(UserFactory(), night) == []
