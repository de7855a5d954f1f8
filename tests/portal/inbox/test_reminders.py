from datetime import UTC, datetime, timedelta

import pytest

from portal.inbox import reminders
from portal.inbox.models import CalendarDay, Delivery, Message, Reminder
from portal.inbox.offsets import Offset, offsets
from portal.inbox.reminders import upcoming_for
from tests.factories.accounts import UserFactory
from tests.portal.inbox.token_source import token

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("source")]

DEADLINE = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)  # a Thursday, 17:00 in Shanghai
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def counts():
    return Message.objects.count(), Delivery.objects.count(), Reminder.objects.count()


def test_each_offset_is_sent_once():
    token(UserFactory(), DEADLINE)
    sent = []
    for hours in range(24 * 16, -9, -3):
        reminders.run(DEADLINE - hours * HOUR)
        reminders.run(DEADLINE - hours * HOUR)
        if Message.objects.count() > len(sent):
            sent.append(hours)
    assert sent == [24 * 14, 24 * 7, 24 * 3, 24, 3]
    assert counts() == (5, 5, 5)


def test_the_message_is_what_the_source_wrote():
    reader = UserFactory()
    token(reader, DEADLINE)
    reminders.run(DEADLINE - DAY)
    message = Message.objects.get()
    assert (message.recipient, message.kind, message.subject) == (reader, "token", "Export expires")
    assert (message.body, message.url) == ("Renew it.", "/account/")
    assert Delivery.objects.get().key == message.key


def test_the_moment_itself_counts():
    token(UserFactory(), DEADLINE)
    reminders.run(DEADLINE - 14 * DAY - timedelta(microseconds=1))
    assert counts() == (0, 0, 0)
    reminders.run(DEADLINE - 14 * DAY)
    assert counts() == (1, 1, 1)


def test_after_a_standstill_only_the_nearest_is_sent():
    token(UserFactory(), DEADLINE)
    reminders.run(DEADLINE - 2 * DAY)
    assert counts() == (1, 1, 1)
    assert Reminder.objects.get().offset == "3d"
    reminders.run(DEADLINE - DAY)
    assert counts() == (2, 2, 2)


def test_what_passed_before_the_matter_began_is_not_sent():
    token(UserFactory(), DEADLINE, since=DEADLINE - 5 * DAY)
    reminders.run(DEADLINE - 4 * DAY)
    assert counts() == (0, 0, 0)
    reminders.run(DEADLINE - 3 * DAY)
    assert counts() == (1, 1, 1)


def test_an_offset_set_later_but_passed_is_covered_by_the_one_sent(source):
    token(UserFactory(), DEADLINE)
    reminders.run(DEADLINE - 7 * DAY)
    source.offsets.append(Offset(10, "days"))
    reminders.run(DEADLINE - 6 * DAY)
    assert counts() == (1, 1, 1)


def test_an_offset_taken_out_after_it_was_sent_opens_no_earlier_one(source):
    token(UserFactory(), DEADLINE)
    reminders.run(DEADLINE - 7 * DAY)
    source.offsets.remove(Offset(7, "days"))
    reminders.run(DEADLINE - 6 * DAY)
    assert counts() == (1, 1, 1)


def test_working_days_leave_weekends_and_holidays_out(source):
    source.offsets[:] = offsets("3w")
    CalendarDay.objects.update_or_create(day="2026-12-29", defaults={"is_workday": False})
    token(UserFactory(), DEADLINE)
    friday = DEADLINE - 6 * DAY  # Wednesday and Monday are worked, Tuesday is off: the third is Friday
    reminders.run(friday - timedelta(microseconds=1))
    assert counts() == (0, 0, 0)
    reminders.run(friday)
    assert counts() == (1, 1, 1)


def test_a_calendar_that_changes_reminds_nobody_again(source):
    source.offsets[:] = offsets("3w")
    token(UserFactory(), DEADLINE)
    reminders.run(DEADLINE - 3 * DAY)
    CalendarDay.objects.update_or_create(day="2026-12-29", defaults={"is_workday": False})
    reminders.run(DEADLINE - 2 * DAY)
    assert counts() == (1, 1, 1)


def test_nothing_is_sent_after_the_deadline():
    token(UserFactory(), DEADLINE)
    reminders.run(DEADLINE)
    assert counts() == (0, 0, 0)


def test_nobody_is_reminded_of_a_finished_matter():
    finished = token(UserFactory(), DEADLINE)
    finished.revoked_at = DEADLINE - 20 * DAY
    finished.save()
    reminders.run(DEADLINE - DAY)
    assert counts() == (0, 0, 0)


def test_a_later_deadline_opens_the_offsets_again():
    matter = token(UserFactory(), DEADLINE)
    reminders.run(DEADLINE - 14 * DAY)
    matter.expires_at = DEADLINE + 10 * DAY
    matter.save()
    reminders.run(DEADLINE - 13 * DAY)
    assert Message.objects.count() == 1
    reminders.run(DEADLINE - 4 * DAY)
    assert Message.objects.count() == 2


def test_a_deadline_moved_away_and_back_is_not_sent_again():
    matter = token(UserFactory(), DEADLINE)
    reminders.run(DEADLINE - 7 * DAY)
    for moved in (DEADLINE + 60 * DAY, DEADLINE):
        matter.expires_at = moved
        matter.save()
        reminders.run(DEADLINE - 6 * DAY)
    assert Message.objects.count() == 1


def test_an_earlier_deadline_reminds_at_once():
    matter = token(UserFactory(), DEADLINE)
    matter.expires_at = DEADLINE - 20 * DAY
    matter.save()
    reminders.run(DEADLINE - 22 * DAY)
    assert counts() == (1, 1, 1)


def test_every_person_is_reminded_for_themselves():
    for reader in (UserFactory(), UserFactory()):
        token(reader, DEADLINE)
    reminders.run(DEADLINE - DAY)
    assert counts() == (2, 2, 2)


def test_batches_cover_everything_with_a_fixed_number_of_queries(monkeypatch, django_assert_max_num_queries):
    reader = UserFactory()
    for number in range(7):
        token(reader, DEADLINE, f"Export {number}")
    monkeypatch.setattr(reminders, "BATCH", 3)
    each = 15
    with django_assert_max_num_queries(3 * each):
        reminders.run(DEADLINE - DAY)
    assert counts() == (7, 7, 7)
    with django_assert_max_num_queries(4):  # the deadlines, and nobody of this one
        reminders.run(DEADLINE - DAY)


def test_a_source_that_fails_stops_no_other(caplog):
    class Broken:
        def sweeps(self, now, calendar):
            raise ValueError("out of order")

    working = reminders._sources.pop("token")
    reminders._sources.update(broken=Broken(), token=working)
    token(UserFactory(), DEADLINE)
    reminders.run(DEADLINE - DAY)
    assert "Reminders of the kind broken failed" in caplog.text
    assert counts() == (1, 1, 1)


def test_what_will_be_sent_is_listed_in_order():
    reader = UserFactory()
    token(reader, DEADLINE)
    token(reader, DEADLINE - DAY, "Import")
    found = upcoming_for(reader, DEADLINE - 5 * DAY)
    assert [(planned.at, planned.what) for planned in found[:2]] == [
        (DEADLINE - 4 * DAY, "Import expires"),
        (DEADLINE - 3 * DAY, "Export expires"),
    ]
    assert len(found) == 6
    assert upcoming_for(UserFactory(), DEADLINE - 4 * DAY) == []
