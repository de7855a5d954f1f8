"""Postmen: no ids, one call each."""

from celery import shared_task
from django.utils import timezone

from portal.importing.working import work_through_lists


@shared_task(name="portal.importing.tasks.work")
def work() -> None:
    """Work through the lists that wait."""
    work_through_lists(timezone.now())
