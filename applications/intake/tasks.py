"""Postmen: no ids, one call each."""

from celery import shared_task
from django.utils import timezone

from applications.intake.services import joining


@shared_task(name=joining.JOIN)
def join() -> None:
    """Join photos that wait."""
    joining.join_due(timezone.now())
