from datetime import UTC, datetime, timedelta

import pytest

from portal.facts.tasks import ask_again
from portal.inbox import jobs, reminders
from portal.inbox.models import Delivery, Heartbeat, Message, QuietHours
from portal.inbox.services import send
from portal.inbox.tasks import deliver, deliver_sms, read_bounces, tick
from portal.webhooks.tasks import send as webhooks_task
from tests.factories.accounts import UserFactory
from tests.portal.inbox.token_source import token

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def registered():
    before = list(jobs._jobs)
    yield jobs.register_job
    jobs._jobs[:] = before


def test_the_heart_beats_in_one_row():
    for minutes in range(3):
        jobs.run_all(NOW + timedelta(minutes=minutes))
    worker = Heartbeat.objects.filter(name=jobs.WORKER)  # other apps have clocks of their own
    assert list(worker.values_list("at", flat=True)) == [NOW + timedelta(minutes=2)]


def test_a_job_that_fails_stops_no_other(registered, caplog):
    seen = []

    def broken(now):
        raise RuntimeError("no")

    registered(broken)
    registered(seen.append)
    jobs.run_all(NOW)
    assert seen == [NOW]
    assert "The job broken failed" in caplog.text


def test_reminders_are_a_job():
    assert reminders.run in jobs._jobs


def test_a_beat_reminds_and_delivers(source, smtp_server):
    reader = UserFactory()
    QuietHours.objects.create(user=reader, active=False)  # at whatever time of day this runs
    token(reader, datetime.now(UTC) + timedelta(days=2))
    tick()
    deliver()
    assert [Message.objects.count(), Delivery.objects.get().status] == [1, "sent"]
    assert Heartbeat.objects.filter(name=jobs.WORKER).exists()
    assert smtp_server.taken[0]["Subject"] == "Export expires"


def test_the_schedule_names_these_tasks(settings):
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled == {
        tick.name,
        deliver.name,
        deliver_sms.name,
        read_bounces.name,
        webhooks_task.name,
        ask_again.name,
    }


def test_a_mail_in_chinese_says_why_it_came():
    send(UserFactory(language="zh-hans"), "notice", "k", "标题", "正文。")
    assert "请勿" in Delivery.objects.get().body
