"""Postmen. The clock starts the same work each minute."""

from datetime import datetime

from celery import shared_task

from applications.review import bulk, circulars, texts


@shared_task(name=circulars.TASK)
def send_circulars() -> None:
    """Tell applicants what departments wrote to them."""
    circulars.tell_all()


@shared_task(name=bulk.TASK)
def work_on_many() -> None:
    """Carry out what officials confirmed for many applications."""
    bulk.work_all()


def each_minute(now: datetime) -> None:
    """What a lost hint left, and what nobody sent."""
    circulars.tell_all()
    circulars.forget_unsent(now)
    bulk.work_all()
    bulk.forget_unconfirmed(now)
    texts.keep_due()
