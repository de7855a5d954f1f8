"""Deadlines that move, people who leave and crowds, while real workers and clocks are at work."""

import json
import time

import pytest

from tests.portal.inbox.house import House, wait_until

pytestmark = [pytest.mark.django_db, pytest.mark.exhaustive]

MANY = 2500  # drafts, twenty-five batches of reminders
CROWD = 50_000
SOON = 12.0  # hours: the reminder of the last day is due
REMINDED, MAILS = "inbox_reminder", "inbox_delivery"
MEGABYTES = 50
STATEMENTS = 14  # of a batch of 500

MOVED = """
from datetime import timedelta
from django.utils import timezone
from programs.catalog import services
from tests.factories.catalog import administrator
services.move_deadline({round}, timezone.now() + timedelta(hours={hours}), "Said why.", administrator())
"""
TICK = "from portal.inbox.tasks import tick; tick()"
MEASURED = """
import json
from django.db import connection
from django.urls import get_resolver
from django.utils import timezone
from portal.inbox import reminders
from tests.bench.report import forget_peak, peak_megabytes
statements = 0
def counted(execute, *args):
    global statements
    statements += 1
    return execute(*args)
get_resolver().url_patterns  # a worker that has run for a while has imported every page
forget_peak()
before = peak_megabytes()
with connection.execute_wrapper(counted):
    reminders.run(timezone.now())
print(json.dumps([peak_megabytes() - before, statements]))
"""


def moved(night: House, round_: int, hours: float) -> None:
    night.shell(MOVED.format(round=round_, hours=hours))


def test_a_deadline_moved_while_reminding_is_not_reminded_of_any_more(night):
    round_ = night.drafts(MANY, SOON)
    [(old,)] = night.sql("SELECT closes_at FROM catalog_round WHERE id = %s", round_)
    move = night.prepared(MOVED.format(round=round_, hours=24 * 30))
    night.beat()
    night.worker()
    wait_until(lambda: night.count(REMINDED), "reminders")
    move()
    before = night.count(REMINDED)
    assert before < MANY
    time.sleep(4)  # some beats
    assert night.count(REMINDED) == before
    late = "deadline = (SELECT min(deadline) FROM inbox_reminder) AND created_at > "
    assert night.count(REMINDED, f"{late} (SELECT min(at) FROM catalog_roundchange)") == 0
    moved(night, round_, SOON - 2)
    [(new,)] = night.sql("SELECT closes_at FROM catalog_round WHERE id = %s", round_)
    wait_until(lambda: night.count(REMINDED) == before + MANY, "the reminders of the new deadline", 120)
    time.sleep(3)
    told = night.sql("SELECT deadline, count(*), count(DISTINCT user_id) FROM inbox_reminder GROUP BY 1")
    assert set(told) == {(old, before, before), (new, MANY, MANY)}
    kinds = night.sql("SELECT kind, count(*) FROM inbox_message GROUP BY 1")
    assert dict(kinds) == {"draft_closing": before + MANY, "deadline_moved": 2 * MANY}


def test_a_deadline_moved_after_reminding_opens_its_reminders_again(night):
    round_ = night.drafts(100, SOON)
    night.beat()
    night.worker()
    for hours, expected in ((SOON + 2, 200), (24 * 30, 200), (SOON, 300)):
        wait_until(lambda expected=expected: night.count(REMINDED) >= expected - 100, "reminders")
        moved(night, round_, hours)
        wait_until(lambda expected=expected: night.count(REMINDED) == expected, f"{expected} reminders")
    time.sleep(3)
    assert night.count(REMINDED) == 300
    assert night.count("inbox_message", "kind = 'deadline_moved'") == 300


def test_who_left_is_not_written_to(night):
    night.drafts(100, SOON)
    gone = "(SELECT holder FROM gone WHERE n {})"
    night.sql(
        "CREATE TABLE gone AS SELECT created_by_id AS holder, organization_id,"
        " row_number() OVER (ORDER BY id) AS n FROM intake_application"
    )
    night.sql(f"UPDATE accounts_user SET is_active = false WHERE id IN {gone.format('<= 20')}")
    night.sql(f"DELETE FROM organizations_membership WHERE user_id IN {gone.format('BETWEEN 21 AND 60')}")
    removed = "n BETWEEN 21 AND 60 AND organization_id IS NOT NULL"
    expected = 80 - night.count("gone", removed)
    night.shell(TICK)
    assert night.count("inbox_message") == night.count(MAILS) == expected
    night.sql(f"UPDATE accounts_user SET is_active = false WHERE id IN {gone.format('> 90')}")
    night.beat()
    night.worker()
    wait_until(night.all_left, "the end")
    after = f"recipient_id IN {gone.format('> 90')}"
    assert night.count(MAILS, f"{after} AND status = 'dead'") == 10
    assert len(night.mail.ids) == expected - 10
    assert night.count("inbox_message", after) == 10  # what they were told stays


def test_fifty_thousand_are_told_within_bounds(night):
    night.drafts(CROWD, SOON)
    grown, statements = json.loads(night.shell(MEASURED, patience=600))
    assert night.count(REMINDED) == night.count("inbox_message") == night.count(MAILS) == CROWD
    assert night.sql("SELECT count(DISTINCT (recipient_id, url)) FROM inbox_message") == [(CROWD,)]
    assert grown <= MEGABYTES
    assert statements <= CROWD / 500 * STATEMENTS + 50
