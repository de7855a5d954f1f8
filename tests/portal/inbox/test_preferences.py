from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils.translation import override

from portal.accounts.models import Mobile
from portal.api.problems import Refused
from portal.inbox import kinds, preferences, reminders
from portal.inbox.kinds import Digest as Every
from portal.inbox.models import Delivery, DigestEntry, Message
from portal.inbox.preferences import choose, turn_off_email, wishes_of
from portal.inbox.services import Note, send_all
from portal.inbox.timing import NEVER_QUIET, Choice, Quiet, Way, way
from tests.factories.accounts import UserFactory, oneself
from tests.portal.inbox.token_source import token

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = datetime(2026, 12, 9, 4, 0, tzinfo=UTC)  # Wednesday, 12:00 in Shanghai
NIGHT = datetime(2026, 12, 9, 15, 0, tzinfo=UTC)  # 23:00
MORNING = datetime(2026, 12, 10, 0, 0, tzinfo=UTC)  # Thursday, 8:00
MAIL, BOTH = Choice(email=True, sms=False), Choice(email=True, sms=True)
KIND = "news"


@pytest.fixture(autouse=True)
def group():
    """A group that people may turn off."""
    kinds.register_kinds("news", "News", [KIND], legal=False)
    with override("en"):
        yield
    kinds._groups.pop("news")
    kinds._kinds.pop(KIND)


def send_to(*people, kind=KIND, at=NOON, deadline=None):
    notes = [Note(p, kind, f"{kind}:{p.pk}:{at}", "Hello", "Text", deadline=deadline) for p in people]
    with time_machine.travel(at, tick=False):
        return send_all(notes)


def leaving():
    return [(row.channel, row.due_at) for row in Delivery.objects.order_by("channel")]


def test_by_day_everything_leaves_at_once():
    send_to(UserFactory())
    assert leaving() == [("email", NOON)]


def test_at_night_it_waits_for_the_morning_but_the_message_is_there():
    send_to(UserFactory(), at=NIGHT)
    assert leaving() == [("email", MORNING)]
    assert Message.objects.count() == 1


def test_a_letter_of_law_waits_for_nobody():
    person = oneself()
    send_to(person.user, kind="decision", at=NIGHT)
    assert leaving() == [("email", NIGHT)]


def test_a_choice_kept_from_before_turns_no_letter_of_law_off():
    reader = UserFactory()
    preferences.Preference.objects.create(
        user=reader, group="applications", email=False, sms=False, digest="weekly"
    )
    with time_machine.travel(NIGHT, tick=False):
        send_all([Note(reader, kind, kind, "Hello", "Text") for kind in ("submitted", KIND)])
    assert {row.kind: row.due_at for row in Delivery.objects.all()} == {"submitted": NIGHT, KIND: MORNING}


def test_quiet_hours_never_hold_beyond_the_deadline():
    send_to(UserFactory(), at=NIGHT, deadline=MORNING - HOUR)
    assert leaving() == [("email", NIGHT)]


@pytest.mark.parametrize(
    ("quiet", "at", "end"),
    [
        (Quiet(), NOON, None),
        (Quiet(), NIGHT, MORNING),
        (Quiet(), NIGHT + 3 * HOUR, MORNING),  # after midnight
        (Quiet(), MORNING, None),
        (Quiet(time(12), time(14)), NOON, NOON + 2 * HOUR),
        (NEVER_QUIET, NIGHT, None),
    ],
)
def test_quiet_hours_end(quiet, at, end):
    assert quiet.end(at) == end


def test_a_daily_digest_collects_until_half_past_eight():
    daily = Choice(email=True, sms=False, digest=Every.DAILY)
    assert way(daily, Quiet(), NOON) == Way(digest_at=MORNING + HOUR / 2)
    weekly = Choice(email=True, sms=True, digest=Every.WEEKLY)
    monday = MORNING + 4 * DAY + HOUR / 2
    assert way(weekly, Quiet(), NOON) == Way(digest_at=monday, sms_at=NOON)


def test_a_digest_never_comes_less_than_a_day_before_the_deadline():
    daily = Choice(email=True, sms=False, digest=Every.DAILY)
    collected = MORNING + HOUR / 2
    assert way(daily, Quiet(), NOON, collected + DAY) == Way(digest_at=collected)
    assert way(daily, Quiet(), NOON, collected + DAY - HOUR) == Way(email_at=NOON)
    assert way(daily, Quiet(), NOON, NOON + 3 * HOUR) == Way(email_at=NOON)


def test_what_is_turned_off_stays_in_the_portal():
    me = oneself()
    choose({"news": Choice(email=False, sms=False)}, by=me)
    send_to(me.user)
    assert leaving() == []
    assert Message.objects.count() == 1


def test_a_text_message_goes_to_a_confirmed_number_only():
    me, other = oneself(), UserFactory()
    Mobile.objects.create(user=me.user, number="+8613800138000", verified_at=NOON)
    choose({"news": BOTH}, by=me)
    preferences.Preference.objects.create(user=other, group="news", email=True, sms=True)
    send_to(me.user, other)
    assert leaving() == [("email", NOON), ("email", NOON), ("sms", NOON)]
    text = Delivery.objects.get(channel="sms")
    assert (text.to, text.body, text.recipient) == ("+8613800138000", "Hello", me.user)


def test_text_messages_without_a_number_are_refused():
    with pytest.raises(Refused, match="mobile number"):
        choose({"news": BOTH}, by=oneself())


def test_letters_and_unknown_groups_cannot_be_changed():
    me = oneself()
    for key in ("applications", "nonsense"):
        with pytest.raises(Refused, match=r"always come|no group"):
            choose({key: Choice(email=False, sms=False)}, by=me)
    assert turn_off_email(me.user, "applications") is False
    with pytest.raises(Refused, match="different times"):
        choose({}, Quiet(time(8), time(8)), by=me)


def test_a_link_in_a_mail_turns_its_group_off_and_keeps_the_rest():
    me = oneself()
    choose({"news": Choice(email=True, sms=False, digest=Every.WEEKLY)}, by=me)
    assert turn_off_email(me.user, "news") is True
    assert wishes_of([me.user.pk]).choice(me.user.pk, KIND) == Choice(False, False, Every.WEEKLY)


def test_many_recipients_take_as_many_statements_as_one(django_assert_num_queries):
    people = [UserFactory() for _n in range(5)]
    with django_assert_num_queries(4):  # messages, preferences, hours, deliveries
        send_to(people[0])
    with django_assert_num_queries(4):
        send_to(*people[1:])


def test_what_is_sent_in_pieces_is_all_sent(monkeypatch):
    monkeypatch.setattr("portal.inbox.services.CHUNK", 2)
    assert send_to(*[UserFactory() for _n in range(5)]) == 5
    assert Delivery.objects.count() == 5


@pytest.mark.usefixtures("source")
def test_a_reminder_with_less_than_a_day_left_is_not_collected():
    me = oneself()
    choose({"tokens": Choice(email=True, sms=False, digest=Every.WEEKLY)}, by=me)
    deadline = NOON + 3 * HOUR
    token(me.user, deadline)
    with time_machine.travel(NOON, tick=False):
        reminders.run(NOON)
    assert leaving() == [("email", NOON)]
    assert DigestEntry.objects.count() == 0
