"""Postmen: no ids, one call each."""

from celery import shared_task
from django.utils import timezone

from portal.privacy.services import export as exporting


@shared_task(name="portal.privacy.tasks.export")
def export() -> None:
    """Make the copies of data that wait."""
    exporting.run(timezone.now())
