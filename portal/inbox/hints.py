"""Hints to the worker. The truth is in the rows: a lost hint costs at most the clock's next beat."""

import logging
import time

from django.db import transaction

from portal.celery import app

logger = logging.getLogger(__name__)

QUIET_SECONDS = 30.0  # after a failure nobody else waits for a broker that is down
EXPIRES_SECONDS = 10

_quiet_until = 0.0


def hint_delivery() -> None:
    """After the transaction has committed, ask a worker to deliver what is due. Never raises."""
    transaction.on_commit(_ask, robust=True)


def _ask() -> None:
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return
    try:
        app.send_task("portal.inbox.tasks.deliver", retry=False, expires=EXPIRES_SECONDS, ignore_result=True)
    except Exception as error:  # whatever the broker's client raises: a hint may be lost
        _quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("No hint to deliver, the clock will find it: %s", error)
