"""Postmen: no ids, one call each. The schedule is settings.CELERY_BEAT_SCHEDULE."""

from celery import shared_task
from django.utils import timezone

from portal.inbox import bounces, delivery, jobs


@shared_task(name="portal.inbox.tasks.tick")
def tick() -> None:
    """Each minute: say that the worker lives and do what the clock starts."""
    jobs.run_all(timezone.now())


@shared_task(name="portal.inbox.tasks.deliver")
def deliver() -> None:
    """Empty the outbox of mails."""
    delivery.run()


@shared_task(name="portal.inbox.tasks.deliver_sms")
def deliver_sms() -> None:
    """Empty the outbox of text messages; a slow provider keeps no mail waiting."""
    delivery.run(delivery.SMS)


@shared_task(name="portal.inbox.tasks.read_bounces")
def read_bounces() -> None:
    """Read what came back."""
    bounces.read_mailbox()
