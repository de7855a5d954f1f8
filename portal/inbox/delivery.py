"""The postman: takes due rows from the outbox one by one and hands them to the mail server.

A row is claimed and the attempt counted and committed before anything is sent. So a worker that dies leaves
a row whose claim runs out: the outcome is unknown, and it is sent once more with the same Message-ID.
"""

import logging
import smtplib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.inbox import smtp
from portal.inbox.models import Delivery

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=2)
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
UNKNOWN_LIMIT = 2  # the first attempt without an answer is repeated, the second is not
RUN_LIMIT = 500  # mails of one run; the clock starts the next
ERROR_LENGTH = 500

PENDING, SENDING, SENT, DEAD = (
    Delivery.Status.PENDING,
    Delivery.Status.SENDING,
    Delivery.Status.SENT,
    Delivery.Status.DEAD,
)


def run() -> int:
    """Deliver what is due; how many rows were taken. Without a mail server mails wait in the outbox."""
    if not settings.SMTP_URL:
        return keep_in_demo_mailbox() if settings.DEMO else 0
    if not due().exists():
        return 0
    try:
        with smtp.session() as server:
            return deliver_all(server)
    except smtp.Unreachable as error:
        logger.warning("The mail server cannot be reached: %s", error)
        text = str(error)[:ERROR_LENGTH]
        due().filter(status=PENDING).exclude(last_error=text).update(last_error=text)
        return 0


def keep_in_demo_mailbox() -> int:
    """In the demo without a mail server, the page of mails is the mailbox."""
    now = timezone.now()
    return due().update(status=SENT, sent_at=now, attempts=1, claimed_until=None)


def due() -> QuerySet[Delivery]:
    """Rows that ask for work: waiting ones whose time has come, and those whose claim ran out."""
    return Delivery.objects.filter(status__in=[PENDING, SENDING], due_at__lte=timezone.now())


def deliver_all(server: smtplib.SMTP) -> int:
    """Work off due rows over one session; a broken session ends it, the clock starts the next."""
    count = 0
    while count < RUN_LIMIT and (row := claim()):
        count += 1
        if not deliver(server, row):
            break
    return count


def claim() -> Delivery | None:
    """Take the next due row: the attempt is counted and committed before anything is sent."""
    while True:
        with transaction.atomic(durable=True):
            row = due().select_for_update(skip_locked=True).order_by("due_at", "id").first()
            if row is None or take(row):
                return row


def take(row: Delivery) -> bool:
    """Write down the claim on a locked row, or give up one that twice ended without an answer."""
    row.unknown += row.status == SENDING
    if row.unknown < UNKNOWN_LIMIT:
        row.status, row.attempts = SENDING, row.attempts + 1
        row.due_at = row.claimed_until = timezone.now() + CLAIM
    else:
        row.status, row.claimed_until = DEAD, None
        row.last_error = f"No answer to {row.unknown} attempts. {row.last_error}"[:ERROR_LENGTH]
    row.save(update_fields=["status", "attempts", "unknown", "due_at", "claimed_until", "last_error"])
    return row.status == SENDING


def deliver(server: smtplib.SMTP, row: Delivery) -> bool:
    """Send one claimed row and write down the outcome; False when the session is gone."""
    try:
        smtp.transmit(server, row)
    except smtp.Unknown as error:  # the claim runs out and the row is found again
        finish(row, last_error=str(error))
        return False
    except smtp.Permanent as error:
        finish(row, status=DEAD, claimed_until=None, last_error=str(error))
    except smtp.Temporary as error:
        finish(row, claimed_until=None, last_error=str(error), **later(row))
    else:
        finish(row, status=SENT, claimed_until=None, last_error="", sent_at=timezone.now())
    return smtp.ready_for_next(server)


def later(row: Delivery) -> dict[str, Any]:
    """When to try again after a temporary refusal, or that it was the last."""
    if row.attempts > len(BACK_OFF):
        return {"status": DEAD}
    return {"status": PENDING, "due_at": timezone.now() + BACK_OFF[row.attempts - 1]}


def finish(row: Delivery, last_error: str, **changes: Any) -> None:
    """Write the outcome unless the claim ran out and another worker took the row."""
    mine = Delivery.objects.filter(pk=row.pk, status=SENDING, attempts=row.attempts)
    mine.update(last_error=last_error[:ERROR_LENGTH], **changes)
