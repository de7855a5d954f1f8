"""Postmen. The clock starts the same work each minute."""

from datetime import datetime

from celery import shared_task

from applications.review import circulars


@shared_task(name=circulars.TASK)
def send_circulars() -> None:
    """Tell applicants what departments wrote to them."""
    circulars.tell_all()


def each_minute(now: datetime) -> None:
    """What a lost hint left, and what nobody sent."""
    circulars.tell_all()
    circulars.forget_unsent(now)
