from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.reminders import CORRECTION, DRAFT
from applications.intake.services import perform
from portal.inbox.models import Message
from portal.inbox.reminders import run, upcoming_for
from programs.catalog.services import move_deadline
from tests.factories import intake
from tests.factories.accounts import oneself
from tests.factories.catalog import administrator
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=60)


def sent() -> int:
    return Message.objects.filter(kind__in=[DRAFT, CORRECTION]).count()


def begun_long_ago(application: Application) -> Application:
    """A draft from before every offset."""
    Application.objects.filter(pk=application.pk).update(status_since=timezone.now() - LONG_AGO)
    return application


def test_draft_holders_are_reminded_once_per_offset() -> None:
    application = begun_long_ago(intake.draft())
    member(application.organization, "editor")
    member(application.organization, "viewer")
    closes = application.round.closes_at
    for days, total in ((8, 2), (6.9, 4), (6.9, 4), (2.9, 6), (0.9, 8), (0.1, 10)):
        run(closes - timedelta(days=days))
        assert sent() == total, days
    run(closes + timedelta(seconds=1))
    assert sent() == 10


def test_one_message_speaks_for_the_offsets_missed_together() -> None:
    application = begun_long_ago(intake.draft(intake.open_round(applicant_kinds=["person"]), oneself()))
    run(application.round.closes_at - timedelta(hours=2))
    assert sent() == 1


def test_what_passed_before_the_draft_was_begun_is_not_sent() -> None:
    application = intake.draft()
    closes = application.round.closes_at
    begun = closes - timedelta(days=5)
    Application.objects.filter(pk=application.pk).update(status_since=begun)
    run(begun + timedelta(hours=1))
    assert sent() == 0
    run(closes - timedelta(days=3))
    assert sent() == 1


def test_an_application_taken_back_counts_from_then() -> None:
    application = intake.submitted()
    now = application.round.closes_at - timedelta(hours=30)
    perform(application.pk, "take_back", capacity=intake.holder(application), at=now)
    run(now + timedelta(minutes=1))
    assert sent() == 0
    run(application.round.closes_at - timedelta(hours=24))
    assert sent() == 1


def test_a_returned_application_counts_to_its_own_day() -> None:
    application = intake.in_status("returned")
    run(application.due_at - timedelta(hours=2))
    message = Message.objects.get(kind=CORRECTION)
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
    application = begun_long_ago(intake.draft())
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
    application = begun_long_ago(intake.draft())
    user, closes = intake.holder(application).user, application.round.closes_at
    found = upcoming_for(user, closes - timedelta(days=5))
    assert [closes - planned.at for planned in found] == [
        timedelta(days=3), timedelta(days=1), timedelta(hours=3)
    ]  # fmt: skip
    assert upcoming_for(member().user, closes - timedelta(days=5)) == []


def test_the_clock_asks_a_fixed_number_of_queries() -> None:
    def count(now) -> int:
        with CaptureQueriesContext(connection) as queries:
            run(now)
        return len(queries)

    application = begun_long_ago(intake.draft())
    closes = application.round.closes_at
    one = count(closes - timedelta(days=7))
    for _n in range(2):
        begun_long_ago(intake.draft(application.round))
    assert count(closes - timedelta(days=3)) == one


def test_batches_that_end_within_an_application_leave_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    application = begun_long_ago(intake.draft())
    for _n in range(2):
        member(application.organization, "editor")
    monkeypatch.setattr("portal.inbox.reminders.BATCH", 1)
    run(application.round.closes_at - timedelta(days=7))
    assert sent() == 3
