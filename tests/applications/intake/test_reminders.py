from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications.intake.reminders import DeadlineSource
from applications.intake.services import perform
from portal.inbox.models import Message, Reminder
from portal.inbox.reminders import run, upcoming_for
from programs.catalog.services import move_deadline
from tests.factories import intake
from tests.factories.accounts import oneself
from tests.factories.catalog import administrator
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db
KIND = "reminder"


def sent() -> int:
    return Message.objects.filter(kind=KIND).count()


def test_draft_holders_are_reminded_once_per_offset() -> None:
    application = intake.draft()
    member(application.organization, "editor")
    member(application.organization, "viewer")
    closes = application.round.closes_at
    for days, total in ((8, 2), (6.9, 4), (6.9, 4), (2.9, 6), (0.9, 8), (0.1, 10)):
        run(closes - timedelta(days=days))
        assert sent() == total, days
    run(closes + timedelta(seconds=1))
    assert sent() == 10


def test_one_message_speaks_for_the_offsets_missed_together() -> None:
    application = intake.draft(intake.open_round(applicant_kinds=["person"]), oneself())
    run(application.round.closes_at - timedelta(hours=2))
    assert sent() == 1
    assert Reminder.objects.filter(covered=True).count() == 4


def test_a_returned_application_counts_to_its_own_day() -> None:
    application = intake.in_status("returned")
    run(application.due_at - timedelta(hours=2))
    message = Message.objects.get(kind=KIND)
    assert message.url == f"/applications/{application.pk}/"
    run(application.due_at + timedelta(seconds=1))
    assert sent() == 1


def test_nobody_is_reminded_of_a_finished_matter() -> None:
    application = intake.submitted()
    discarded = intake.draft()
    perform(discarded.pk, "discard", capacity=intake.holder(discarded), at=timezone.now())
    run(application.round.closes_at - timedelta(hours=1))
    assert sent() == 0


def test_a_moved_deadline_moves_what_is_not_yet_sent() -> None:
    application = intake.draft()
    closes = application.round.closes_at
    run(closes - timedelta(days=6))
    assert sent() == 1
    later = closes + timedelta(days=30)
    move_deadline(application.round_id, later, "", administrator())
    run(closes - timedelta(days=1))
    assert sent() == 1
    run(later - timedelta(days=13))
    assert sent() == 2


def test_what_will_be_sent_is_told() -> None:
    application = intake.draft()
    user, closes = intake.holder(application).user, application.round.closes_at
    found = upcoming_for(user, closes - timedelta(days=5))
    assert [closes - planned.at for planned in found] == [
        timedelta(days=3), timedelta(days=1), timedelta(hours=3)
    ]  # fmt: skip
    assert upcoming_for(member().user, closes - timedelta(days=5)) == []


def test_the_source_asks_a_fixed_number_of_queries() -> None:
    def count(now) -> int:
        with CaptureQueriesContext(connection) as queries:
            list(DeadlineSource().due(now, 500))
        return len(queries)

    application = intake.draft()
    now = application.round.closes_at - timedelta(days=1)
    one = count(now)
    for _n in range(2):
        intake.draft(application.round)
    assert count(now) == one == 2
