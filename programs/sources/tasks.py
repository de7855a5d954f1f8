"""Postmen: no ids, one call each."""

from celery import shared_task
from django.utils import timezone

from programs.sources.services import reading


@shared_task(name="programs.sources.tasks.read")
def read() -> None:
    """Read the policy files that wait."""
    reading.read_waiting(timezone.now())
