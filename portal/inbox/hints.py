"""Hints to the worker. The truth is in the rows: a lost hint costs at most the clock's next beat."""

import logging
import time
from functools import partial

from django.db import transaction

from portal.celery import app

logger = logging.getLogger(__name__)

QUIET_SECONDS = 30.0  # after a failure nobody else waits for a broker that is down
EXPIRES_SECONDS = 10

TASKS = {"email": "portal.inbox.tasks.deliver", "sms": "portal.inbox.tasks.deliver_sms"}

_quiet_until = 0.0


def hint_delivery(channel: str = "email") -> None:
    """After the transaction has committed, ask a worker to deliver what is due on a channel. Never raises."""
    hint(TASKS[channel])


def hint(task: str) -> None:
    """After the transaction has committed, ask a worker for a task without arguments. Never raises."""
    transaction.on_commit(partial(_ask, task), robust=True)


def _ask(task: str) -> None:
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return
    try:
        app.send_task(task, retry=False, expires=EXPIRES_SECONDS, ignore_result=True)
    except Exception as error:  # whatever the broker's client raises: a hint may be lost
        _quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("No hint to deliver, the clock will find it: %s", error)
