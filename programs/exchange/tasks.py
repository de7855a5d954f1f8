"""Postmen: no ids, one call each."""

from celery import shared_task
from django.utils import timezone

from programs.exchange.working import work_through_files


@shared_task(name="programs.exchange.tasks.work")
def work() -> None:
    """Look through and enter the spreadsheets that wait."""
    work_through_files(timezone.now())
