"""Hints to the worker; a lost one costs at most a minute."""

import logging

from django.db import transaction

from portal.celery import app

logger = logging.getLogger(__name__)
EXPIRES_SECONDS = 50


def hint_export() -> None:
    """After the transaction, ask a worker to make the copies that wait. Never raises."""
    transaction.on_commit(_ask, robust=True)


def _ask() -> None:
    try:
        app.send_task("portal.privacy.tasks.export", retry=False, expires=EXPIRES_SECONDS, ignore_result=True)
    except Exception as error:  # whatever the broker's client raises: a hint may be lost
        logger.warning("No hint to make a copy of data, the clock will find it: %s", error)
