"""Figures read from rows: what waits, how long, and whether the worker lives."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import connection

from portal.inbox import reminders
from portal.inbox.backlog import LATE, backlog
from portal.inbox.models import Heartbeat
from portal.operations import measuring
from portal.operations.figures import Figure, Sample, register

DAY = timedelta(days=1)


def heartbeats(now: datetime) -> Iterable[Sample]:
    """Seconds since each background process said that it lives."""
    for name, at in Heartbeat.objects.values_list("name", "at"):
        yield {"name": name}, (now - at).total_seconds()


def outbox(now: datetime) -> Iterable[Sample]:
    """How many rows of each outbox wait, are late, or were given up."""
    for found in backlog(now):
        states = {"waiting": found.waiting, "late": found.late, "dead": sum(found.dead.values())}
        for state, count in states.items():
            yield {"outbox": found.outbox.key, "state": state}, count


def outbox_age(now: datetime) -> Iterable[Sample]:
    """Seconds that the oldest row which is due has been waiting; 0 when nothing is."""
    for found in backlog(now):
        since = found.oldest_due
        yield {"outbox": found.outbox.key}, (now - since).total_seconds() if since else 0


def due_reminders(now: datetime) -> Iterable[Sample]:
    """Reminders that came due and were not sent; after LATE they are late."""
    counts = {"due": 0, "late": 0}
    for _kind, count, moment in reminders.outstanding(now):
        counts["late" if now - moment > LATE else "due"] += count
    return [({"state": state}, count) for state, count in counts.items()]


def queue(now: datetime) -> Iterable[Sample]:
    """Hints that no worker has taken yet."""
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
        try:
            return [({"queue": "celery"}, int(client.llen("celery")))]
        except redis.RedisError:
            return []


def connections(now: datetime) -> Iterable[Sample]:
    """Connections to this database by what they do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() GROUP BY 1"
        )
        return [({"state": state}, count) for state, count in cursor.fetchall()]


def availability(now: datetime) -> Iterable[Sample]:
    """Minutes of the last day in which the portal could not be used."""
    return [({}, measuring.unavailable_minutes(measuring.outages(now - DAY, now)))]


def register_all() -> None:
    """The portal's own; upper apps register theirs."""
    register(Figure("heartbeat_age_seconds", "Since a background process said it lives", heartbeats))
    register(Figure("outbox_rows", "What waits to leave, is late, or was given up", outbox))
    register(Figure("outbox_age_seconds", "How long the oldest due row has been waiting", outbox_age))
    register(Figure("reminders", "Reminders that came due and were not sent", due_reminders))
    register(Figure("queue_length", "Hints in Redis that no worker has taken", queue))
    register(Figure("unavailable_minutes", "Of the last day, as the portal measured itself", availability))
    register(Figure("database_connections", "Connections to the database by what they do", connections))
