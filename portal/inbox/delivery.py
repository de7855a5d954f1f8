"""The postman: takes due rows from the outbox one by one and hands them to the server of their channel."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from portal.accounts.models import User
from portal.inbox import addresses, outbox, sms, smtp
from portal.inbox.backlog import backlog
from portal.inbox.models import Delivery, Suppression
from portal.inbox.outbox import CLAIM, ERROR_LENGTH, finish
from portal.inbox.outcomes import NoSuchAddress, Permanent, Temporary, Unknown, Unreachable

__all__ = ["CLAIM", "backlog", "finish", "reserve", "run"]

logger = logging.getLogger(__name__)

BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
RECONNECT = timedelta(minutes=1)
UNKNOWN_LIMIT = 2  # the first attempt without an answer is repeated, the second is not
RUN_SECONDS = 12.0  # of one run; the clock starts the next after fifteen

EMAIL, SMS = Delivery.Channel.EMAIL, Delivery.Channel.SMS


@dataclass(frozen=True)
class Carrier:
    """How the rows of a channel leave. `transmit` raises one of `outcomes`; without an address rows wait."""

    address: Callable[[], str]
    session: Callable[[], AbstractContextManager[Any]]
    transmit: Callable[[Any, Delivery], None]
    ready_for_next: Callable[[Any], bool]
    at_once: int  # rows kept from other workers while one is sent


CARRIERS = {
    EMAIL: Carrier(lambda: settings.SMTP_URL, smtp.session, smtp.transmit, smtp.ready_for_next, 20),
    SMS: Carrier(sms.address, sms.session, sms.transmit, lambda provider: True, 1),
}


def run(channel: Delivery.Channel = EMAIL) -> int:
    """Deliver what is due on a channel; how many rows were taken. Without a server they wait."""
    carrier = CARRIERS[channel]
    if not carrier.address():
        return keep_in_demo_mailbox() if settings.DEMO and channel == EMAIL else 0
    if not due(channel).exists():
        return 0
    try:
        with carrier.session() as server:
            return deliver_all(carrier, server, channel)
    except Unreachable as error:
        logger.warning("The server for %s cannot be reached: %s", channel, error)
        text = str(error)[:ERROR_LENGTH]
        due(channel).filter(status=Delivery.Status.PENDING).exclude(last_error=text).update(last_error=text)
        return 0


def keep_in_demo_mailbox() -> int:
    """In the demo without a mail server, the page of mails is the mailbox."""
    now = timezone.now()
    return due(EMAIL).update(status=Delivery.Status.SENT, sent_at=now, attempts=1, claimed_until=None)


def due(channel: Delivery.Channel = EMAIL) -> QuerySet[Delivery]:
    """Rows of a channel that ask for work."""
    return outbox.due(Delivery.objects.filter(channel=channel))


def deliver_all(carrier: Carrier, server: Any, channel: Delivery.Channel) -> int:
    """Work off due rows over one session; a broken session ends it, the clock starts the next."""
    count, end = 0, monotonic() + RUN_SECONDS
    while monotonic() < end and (rows := reserve(channel)):
        begun, alive = _work_off(carrier, server, rows)
        count += begun
        if not alive:
            break
    return count


def _work_off(carrier: Carrier, server: Any, rows: Sequence[Delivery]) -> tuple[int, bool]:
    """Send reserved rows, each when its attempt is on record; how many, and whether the session goes on."""
    for count, row in enumerate(rows, start=1):
        if outbox.begin(row) and not deliver(carrier, server, row):
            outbox.release(rows[count:])
            return count, False
    return len(rows), True


def reserve(channel: Delivery.Channel = EMAIL) -> list[Delivery]:
    """The next due rows, urgent ones first.

    `suppressed` says that the address rejects our mail, `present` that the recipient's account is open.
    """
    suppressed = Suppression.objects.alias(to=Lower(OuterRef("to"))).filter(address=F("to"))
    present = User.objects.filter(pk=OuterRef("recipient"), is_active=True)
    rows = Delivery.objects.filter(channel=channel)
    rows = rows.annotate(suppressed=Exists(suppressed), present=Exists(present))
    ordered = rows.order_by("-urgent", "due_at", "id")
    return outbox.reserve(ordered, CARRIERS[channel].at_once, UNKNOWN_LIMIT)


def _pointless(row: Any) -> tuple[Delivery.Reason, str] | None:
    """Why a reserved row is not sent: the reason and a line; None where it is."""
    if row.kind and row.suppressed:
        return Delivery.Reason.SUPPRESSED, ""
    if row.group and not row.present:
        return Delivery.Reason.EXPIRED, "The account is closed."
    return None


def deliver(carrier: Carrier, server: Any, row: Delivery) -> bool:
    """Send one claimed row and write down the outcome; False when the session is gone.

    Mails of libraries go to suppressed addresses too: with them an address is confirmed again. What one may
    turn off goes to nobody whose account is closed.
    """
    if why := _pointless(row):
        reason, text = why
        return finish(row, text, status=Delivery.Status.DEAD, reason=reason, claimed_until=None) or True
    try:
        carrier.transmit(server, row)
    except Unknown as error:  # the claim runs out and the row is found again
        finish(row, last_error=str(error))
        return False
    except Unreachable as error:
        outbox.give_back(row, str(error), RECONNECT)
        return False
    except NoSuchAddress as error:
        outbox.refused(row, str(error))
        addresses.suppress(row.to, str(error))
    except Permanent as error:
        outbox.refused(row, str(error))
    except Temporary as error:
        outbox.put_off(row, str(error), BACK_OFF)
    else:
        outbox.sent(row)
        return True
    return carrier.ready_for_next(server)
