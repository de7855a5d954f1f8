"""What holds in a bad night: workers, clocks and servers are real processes, and are killed.

In-app exactly once. An e-mail arrives once, and twice only where an attempt's outcome stayed unknown.
Nothing is forgotten.
"""

import random
import signal
import time

import pytest

from tests.portal.inbox.house import House, wait_until

pytestmark = [pytest.mark.django_db, pytest.mark.exhaustive]

MANY = 1500  # drafts, fifteen batches of reminders
SOON = 12.0  # hours: the reminder of the last day is due
REMINDED, MAILS = "inbox_reminder", "inbox_delivery"


def some_reminded(night: House, more_than: int = 0) -> None:
    wait_until(lambda: night.count(REMINDED) > more_than, f"more than {more_than} reminders")


def everything_arrives(night: House) -> None:
    """With a clock and a worker at work."""
    night.beat()
    night.worker()
    wait_until(lambda: night.count(REMINDED) and night.all_left(), "the end", 240)


def test_a_worker_killed_while_reminding_forgets_and_doubles_nobody(night):
    night.drafts(MANY, SOON)
    for _kill in range(3):
        before = night.count(REMINDED)
        worker = night.worker()
        some_reminded(night, before)
        time.sleep(random.uniform(0, 0.1))
        worker.kill()
        assert night.count(REMINDED) == night.count("inbox_message") == night.count(MAILS)
    assert night.count(REMINDED) < MANY
    night.claims_run_out()
    everything_arrives(night)
    night.verdict(MANY)


def test_a_worker_killed_while_delivering_forgets_and_doubles_nobody(night):
    night.drafts(400, SOON)
    for _kill in range(4):
        before = len(night.mail.taken)
        night.beat()
        night.worker()
        wait_until(lambda before=before: len(night.mail.taken) > before + 20, "some mails")
        night.everybody_goes()
        night.claims_run_out()
    assert len(night.mail.taken) < 400
    everything_arrives(night)
    night.verdict(400)


def test_a_worker_killed_after_the_server_took_the_mail_repeats_only_that_one(night):
    night.drafts(20, SOON)
    night.mail.hold.add(".")  # it has the text and does not answer
    night.beat()
    night.worker()
    assert night.mail.reached.wait(60)
    wait_until(lambda: night.count(REMINDED) == 20, "reminders")
    night.everybody_goes()
    night.mail.hold.clear()
    night.mail.released.set()
    wait_until(lambda: night.mail.taken, "the mails whose answer nobody heard")
    night.claims_run_out()
    unheard = night.count(MAILS, "status = 'sending'")
    assert 1 <= unheard <= 2
    everything_arrives(night)
    night.verdict(20)
    assert len(night.mail.ids) == 20 + unheard


SENT = """
from portal.accounts.models import User
from portal.inbox.services import send
assert send(User.objects.order_by("pk")[0], "notice", "one", "S", "Text", "/todo/")
"""


def test_a_redis_wiped_and_down_for_a_while_costs_nothing(night):
    night.drafts(MANY, SOON)
    night.beat()
    night.worker()
    some_reminded(night)
    night.broker().flushall()
    night.redis.kill()
    night.shell(SENT)  # a web process, while it is down
    time.sleep(5)
    night.redis.start()
    wait_until(lambda: night.count(REMINDED) == MANY and night.all_left(), "the end", 240)
    night.verdict(MANY + 1)


def test_a_postgresql_restarted_at_once_costs_nothing(night):
    night.drafts(MANY, SOON)
    night.beat()
    night.worker()
    for _restart in range(3):
        before = night.count(REMINDED)
        if before < MANY:
            some_reminded(night, before)
        night.postgres.end(signal.SIGQUIT)  # pg_ctl --mode immediate
        time.sleep(random.uniform(0.2, 1))
        night.postgres.start()
        night.wait_for_database()
    wait_until(lambda: night.count(REMINDED) == MANY, "reminders", 120)
    so_far = len(night.mail.taken)
    wait_until(lambda: len(night.mail.taken) > so_far + 20, "mails of the workers that lived through it", 180)
    time.sleep(2)  # what is at hand gets its answer: killed now, it would be unanswered a second time
    night.everybody_goes()
    night.claims_run_out()
    everything_arrives(night)
    night.verdict(MANY)


def test_two_clocks_and_two_workers_do_everything_once(night):
    night.drafts(MANY, SOON)
    for _number in range(2):
        night.beat()
        night.worker()
    wait_until(lambda: night.count(REMINDED) == MANY and night.all_left(), "the end", 240)
    time.sleep(3)  # further beats of both
    night.verdict(MANY)
    assert len(night.mail.ids) == MANY


STEPPED = """
import time_machine
from datetime import timedelta
from django.utils import timezone
from portal.inbox.tasks import deliver, tick
with time_machine.travel(timezone.now() + timedelta(hours={hours})):
    tick(); deliver()
"""


@pytest.mark.parametrize("steps", [(0, -1, 0), (0, -30 * 24, 0), (2, 0, 2), (0, -14, -13, 0, 2)])
def test_a_clock_stepped_back_says_nothing_twice(night, steps):
    night.drafts(200, SOON)
    for hours in steps:
        night.shell(STEPPED.format(hours=hours))
    everything_arrives(night)
    night.verdict(200)
    assert len(night.mail.ids) == 200
