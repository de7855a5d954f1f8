"""What the clock starts each minute. Upper apps register theirs from AppConfig.ready()."""

import logging
from collections.abc import Callable
from datetime import datetime

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


def run_all(now: datetime) -> None:
    """Beat the heart, then run every job; one that fails is logged and stops no other."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=WORKER, at=now)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )
    for job in _jobs:
        try:
            job(now)
        except Exception:
            logger.exception("The job %s failed; it runs again in a minute.", job.__name__)


register_job(reminders.run)
register_job(digests.run)
