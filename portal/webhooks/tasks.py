"""Postmen. The schedule is settings.CELERY_BEAT_SCHEDULE."""

from celery import shared_task

from portal.webhooks import sending

SEND = "portal.webhooks.tasks.send"


@shared_task(name=SEND)
def send() -> None:
    """Send events to the systems of organizations."""
    sending.run()
