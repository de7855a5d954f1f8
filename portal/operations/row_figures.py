"""Figures read from rows: what waits, how long, and whether the worker lives."""

from collections.abc import Iterable
from datetime import datetime

import redis
from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Q

from portal.inbox.models import Delivery, Heartbeat
from portal.operations.figures import Figure, Sample, register


def heartbeats(now: datetime) -> Iterable[Sample]:
    """Seconds since each background process said that it lives."""
    for name, at in Heartbeat.objects.values_list("name", "at"):
        yield {"name": name}, (now - at).total_seconds()


def outbox(now: datetime) -> Iterable[Sample]:
    """How many mails and text messages wait, by channel and state."""
    waiting = Delivery.objects.filter(status__in=["pending", "sending"])
    counts = dict(waiting.values_list("channel").annotate(n=Count("pk")))
    dead = dict(Delivery.objects.filter(status="dead").values_list("channel").annotate(n=Count("pk")))
    for channel in Delivery.Channel.values:
        yield {"channel": channel, "state": "waiting"}, counts.get(channel, 0)
        yield {"channel": channel, "state": "dead"}, dead.get(channel, 0)


def outbox_age(now: datetime) -> Iterable[Sample]:
    """Seconds that the oldest row which is due has been waiting; 0 when nothing is late."""
    late = Q(status__in=["pending", "sending"], due_at__lte=now)
    oldest = dict(Delivery.objects.filter(late).values_list("channel").annotate(at=Min("due_at")))
    for channel in Delivery.Channel.values:
        at = oldest.get(channel)
        yield {"channel": channel}, (now - at).total_seconds() if at else 0


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


def register_all() -> None:
    """The portal's own; upper apps register theirs."""
    register(Figure("heartbeat_age_seconds", "Since a background process said it lives", heartbeats))
    register(Figure("outbox_rows", "Mails and text messages that wait or were given up", outbox))
    register(Figure("outbox_age_seconds", "How long the oldest due row has been waiting", outbox_age))
    register(Figure("queue_length", "Hints in Redis that no worker has taken", queue))
    register(Figure("database_connections", "Connections to the database by what they do", connections))
