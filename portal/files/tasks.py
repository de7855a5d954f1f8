"""Postmen: no ids, one call."""

from celery import shared_task
from django.utils import timezone

from portal.files.finishing import finish_arrived

FINISH = "portal.files.tasks.finish"


@shared_task(name=FINISH)
def finish() -> None:
    """Check and keep what has arrived in pieces."""
    finish_arrived(timezone.now())
