"""Killed workers, two clocks at once and a wiped Redis, with real processes and connections."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from celery import Celery
from django.db import connection, transaction
from django.utils import timezone
from redis import Redis

from portal.accounts.models import ApiToken
from portal.inbox import delivery, hints, jobs, reminders
from portal.inbox.models import Delivery, Message, Reminder
from portal.inbox.services import send
from tests.factories.accounts import UserFactory
from tests.factories.inbox import DeliveryFactory
from tests.portal.inbox.token_source import token

pytestmark = pytest.mark.django_db(transaction=True)

DEADLINE = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)
NOW = DEADLINE - timedelta(days=1)
PATIENCE = 60.0
WORKER = "import django; django.setup(); from portal.inbox.tasks import deliver; deliver()"


def in_parallel(*functions):
    """Run each on a connection of its own, all starting together; what they answered."""
    barrier, answers = threading.Barrier(len(functions)), {}

    def run(number, function):
        try:
            barrier.wait(PATIENCE)
            answers[number] = function()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return [answers[number] for number in range(len(functions))]


def worker_process(server):
    """A worker of its own on this test's database."""
    settings = connection.settings_dict
    url = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"
    environment = os.environ | {"DATABASE_URL": url, "SMTP_URL": server.url}
    return subprocess.Popen([sys.executable, "-c", WORKER], env=environment)


def test_a_worker_killed_while_sending_loses_and_doubles_nothing(smtp_server):
    row, waiting = DeliveryFactory(), DeliveryFactory()
    smtp_server.hold.add("RCPT")
    worker = worker_process(smtp_server)
    try:
        assert smtp_server.reached.wait(PATIENCE)
        row.refresh_from_db()
        assert (row.status, row.attempts) == ("sending", 1)  # on record before anything is sent
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait(PATIENCE)
    smtp_server.hold.clear()
    smtp_server.released.set()
    assert delivery.run() == 0  # what the dead worker had taken is kept from others until its claim ends
    with time_machine.travel(timezone.now() + delivery.CLAIM, tick=False):
        assert delivery.run() == 2
        assert delivery.run() == 0
    assert sorted(smtp_server.ids) == sorted([waiting.message_id, row.message_id])
    for mail, expected in ((row, ("sent", 2, 1)), (waiting, ("sent", 1, 0))):
        mail.refresh_from_db()
        assert (mail.status, mail.attempts, mail.unknown) == expected


def test_workers_at_once_send_every_mail_once(smtp_server):
    rows = DeliveryFactory.create_batch(20)
    assert sum(in_parallel(delivery.run, delivery.run, delivery.run)) == 20
    assert sorted(smtp_server.ids) == sorted(row.message_id for row in rows)


def test_a_claimed_row_is_skipped_not_waited_for(smtp_server):
    first, second = DeliveryFactory(), DeliveryFactory()
    with transaction.atomic():
        Delivery.objects.select_for_update().get(pk=first.pk)
        assert in_parallel(delivery.reserve) == [[second]]


def test_two_clocks_at_once_remind_once(source):
    readers = [UserFactory() for _number in range(10)]
    for reader in readers:
        token(reader, DEADLINE)
    in_parallel(*[lambda: reminders.run(NOW)] * 3)
    assert [Message.objects.count(), Delivery.objects.count(), Reminder.objects.count()] == [10, 10, 10]


def test_a_job_that_takes_long_is_not_begun_a_second_time(monkeypatch):
    begun, ended = threading.Event(), threading.Event()
    runs = []

    def slow(now):
        runs.append(now)
        begun.set()
        assert ended.wait(PATIENCE)

    monkeypatch.setattr(jobs, "_jobs", [slow])
    clock = threading.Thread(target=in_parallel, args=[lambda: jobs.run_all(NOW)])
    clock.start()
    assert begun.wait(PATIENCE)
    jobs.run_all(NOW)
    assert len(runs) == 1
    ended.set()
    clock.join(PATIENCE)
    jobs.run_all(NOW)
    assert len(runs) == 2


def test_a_clock_killed_before_its_end_leaves_nothing_half_done(source, monkeypatch):
    token(UserFactory(), DEADLINE)
    send_all = reminders.send_all

    def killed(notes, at):
        send_all(notes, at)
        raise SystemExit

    monkeypatch.setattr(reminders, "send_all", killed)
    with pytest.raises(SystemExit):
        reminders.run(NOW)
    assert [Message.objects.count(), Delivery.objects.count(), Reminder.objects.count()] == [0, 0, 0]
    monkeypatch.undo()
    reminders.run(NOW)
    assert [Message.objects.count(), Delivery.objects.count(), Reminder.objects.count()] == [1, 1, 1]


def test_a_matter_finished_at_this_moment_is_not_reminded_of(source):
    matter = token(UserFactory(), DEADLINE)
    with transaction.atomic():
        ApiToken.objects.select_for_update().get(pk=matter.pk)
        clock = threading.Thread(target=in_parallel, args=[lambda: reminders.run(NOW)])
        clock.start()
        ApiToken.objects.filter(pk=matter.pk).update(revoked_at=timezone.now())
    clock.join(PATIENCE)
    assert Message.objects.count() == 0


def test_the_same_key_at_once_makes_one_message():
    reader = UserFactory()
    answers = in_parallel(*[lambda: send(reader, "notice", "one", "S", "Text")] * 4)
    assert sorted(answers) == [False, False, False, True]
    assert [Message.objects.count(), Delivery.objects.count()] == [1, 1]


def test_a_wiped_redis_loses_nothing(smtp_server, settings, source):
    token(UserFactory(), DEADLINE)
    jobs.run_all(NOW)
    send(UserFactory(), "notice", "one", "S", "Text")
    with Redis.from_url(settings.REDIS_URL) as redis:
        assert redis.llen("celery") > 0  # the hints
        redis.flushall()
    jobs.run_all(NOW)
    assert delivery.run() == 2
    assert len(set(smtp_server.ids)) == 2


def test_a_hint_is_given_after_commit_only(settings):
    with Redis.from_url(settings.REDIS_URL) as redis:
        redis.flushall()
        with transaction.atomic():
            send(UserFactory(), "notice", "one", "S", "Text")
            assert redis.llen("celery") == 0
        assert redis.llen("celery") == 1
        redis.flushall()


@pytest.fixture
def silent_address():
    """Something that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


@pytest.fixture(params=["gone", "silent"])
def broken_broker(request, monkeypatch, silent_address):
    """Celery as configured, on a Redis that is not there or hangs."""
    app = Celery("broken", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.broker_url = {"gone": "redis+socket:///nowhere/redis.sock", "silent": silent_address}[
        request.param
    ]
    monkeypatch.setattr(hints, "app", app)
    monkeypatch.setattr(hints, "_quiet_until", 0.0)
    yield
    app.close()


@pytest.mark.usefixtures("broken_broker")
def test_without_redis_sending_is_quick_and_says_so_once(caplog):
    begun = time.monotonic()
    for number in range(5):
        assert send(UserFactory(), "notice", str(number), "S", "Text")
    assert time.monotonic() - begun < 2
    assert caplog.text.count("No hint to deliver") == 1
    assert Delivery.objects.count() == 5
