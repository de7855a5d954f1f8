"""The daily hash that leaves the house, and what it finds out."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from applications.intake.models import ApplicationEvent
from portal.history.services import erase
from portal.operations import anchors
from portal.operations.models import Anchor
from tests.factories.intake import decided, submitted

pytestmark = pytest.mark.django_db
EVENING, NIGHT, NEXT_NIGHT = "2026-11-21T12:00:00Z", "2026-11-21T16:15:00Z", "2026-11-22T16:15:00Z"


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(EVENING)
    return time_machine


@pytest.fixture
def two_days(clock):
    """An application decided over two days, anchored twice."""
    application = submitted()
    clock.move_to(NIGHT)
    anchors.take(timezone.now())
    decided(application, "accept")
    clock.move_to(NEXT_NIGHT)
    anchors.take(timezone.now())
    return application


def rewrite(statement, *values):
    """What somebody with all rights does to the tables."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_anchor_covers_everything_until_midnight_once(two_days):
    first, second = Anchor.objects.order_by("day")
    assert (str(first.day), str(second.day)) == ("2026-11-22", "2026-11-23")
    assert second.heads["intake_applicationevent"] == ApplicationEvent.objects.latest("pk").pk
    assert second.events == 1
    assert anchors.take(timezone.now()) is None
    call_command("verify_history")


def test_before_midnight_has_settled_none_is_taken(clock):
    clock.move_to("2026-11-21T16:05:00Z")
    assert anchors.take(timezone.now()) is None


def test_anchor_leaves_the_house(clock, settings, lines):
    settings.ANCHOR_ADDRESS = "anchor@archive.example"
    submitted()
    clock.move_to(NIGHT)
    mail.outbox.clear()
    anchor = anchors.take(timezone.now())
    (event,) = lines.events("history anchor")
    (letter,) = mail.outbox
    assert event["hash"] == anchor.hash
    assert (letter.to, anchor.hash in letter.body) == (["anchor@archive.example"], True)


def test_altered_and_missing_events_are_named_and_erased_ones_counted(two_days, capsys):
    erase(ApplicationEvent.objects.filter(subject=two_days))
    call_command("verify_history")
    assert "3 erased under the privacy law" in capsys.readouterr().out
    rewrite("UPDATE intake_applicationevent SET kind = 'approved' WHERE seq = 1")
    with pytest.raises(CommandError, match=r"intake_applicationevent: event 1 of .*: altered\."):
        call_command("verify_history")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE intake_applicationevent SET hash = repeat('0', 64) WHERE seq = 2",
        "DELETE FROM intake_applicationevent WHERE id = (SELECT max(id) FROM intake_applicationevent)",
        "UPDATE operations_anchor SET hash = repeat('0', 64) WHERE day = '2026-11-22'",
    ],
)
def test_rewritten_history_is_found(two_days, statement):
    rewrite(statement)
    assert list(anchors.broken()) != []
    with pytest.raises(CommandError, match="does not fit"):
        call_command("verify_history")


def test_history_rewritten_with_fitting_hashes_is_found_by_the_anchor_alone(two_days):
    last = ApplicationEvent.objects.latest("pk")
    rewrite("DELETE FROM intake_applicationevent WHERE id = %s", last.pk)
    with pytest.raises(CommandError) as caught:
        call_command("verify_history")
    assert str(caught.value) == "The anchor of 2026-11-23 does not fit."


def test_erased_payloads_change_no_anchor(two_days):
    erase(ApplicationEvent.objects.filter(subject=two_days))
    call_command("verify_history")
