"""What the clock starts each minute. Upper apps register theirs from AppConfig.ready()."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection

from portal.inbox import digests, reminders
from portal.inbox.models import Heartbeat

logger = logging.getLogger(__name__)

WORKER = "worker"

Job = Callable[[datetime], object]
_jobs: list[Job] = []


def register_job(job: Job) -> Job:
    """Have `job(now)` run each minute. It finds its work in rows and may run twice at once."""
    _jobs.append(job)
    return job


@contextmanager
def alone(job: str) -> Iterator[bool]:
    """Whether nobody else runs this job. The lock is the database session's and goes with it."""
    key = [f"{__name__}:{job}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", key)
        (first,) = cursor.fetchone()
    try:
        yield first
    finally:
        if first:
            with suppress(OperationalError, InterfaceError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", key)


def run_all(now: datetime) -> None:
    """Beat the heart, then run every job; one that fails is logged and stops no other.

    A job that still runs since an earlier minute is left to it: else a long one would soon keep every worker.
    """
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=WORKER, at=now)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )
    for job in _jobs:
        try:
            with alone(job.__name__) as first:
                if first:
                    job(now)
        except Exception:
            logger.exception("The job %s failed; it runs again in a minute.", job.__name__)


register_job(reminders.run)
register_job(digests.run)
