"""Mails that come back: delivery reports (RFC 3464) are read from a mailbox and matched by Message-ID.

settings.BOUNCE_MAILBOX_URL: pop3://user:password@host:110 or pop3s://…:995. The mailbox belongs to the
portal: what has been read is deleted there.
"""

import email
import email.policy
import logging
import poplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage, Message
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from portal.inbox import addresses
from portal.inbox.models import Delivery

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10
RUN_LIMIT = 500  # mails of one run; the clock starts the next
LARGEST = 2 * 1024 * 1024
PORTS = {"pop3": 110, "pop3s": 995}


@dataclass(frozen=True)
class Report:
    """What a delivery report says of one mail: its Message-ID, the status (5.1.1) and the server's words."""

    message_id: str
    status: str
    words: str


def read_mailbox() -> int:
    """Read and delete what came back; how many mails. Without a mailbox nothing happens."""
    if not settings.BOUNCE_MAILBOX_URL:
        return 0
    try:
        with mailbox() as box:
            return empty(box)
    except (OSError, poplib.error_proto) as error:
        logger.warning("The mailbox for returned mail cannot be read: %s", type(error).__name__)
        return 0


def empty(box: poplib.POP3) -> int:
    """Take every mail; a mail goes when what it says is written down."""
    sizes = [line.split() for line in box.list()[1][:RUN_LIMIT]]
    for number, size in sizes:
        if int(size) <= LARGEST:
            take(b"\r\n".join(box.retr(int(number))[1]))
        box.dele(int(number))
    return len(sizes)


def take(content: bytes) -> bool:
    """Write down what one mail reports; whether it spoke of a mail of ours."""
    report = report_of(email.message_from_bytes(content, policy=email.policy.default))
    return bool(report and record(report))


@transaction.atomic
def record(report: Report) -> bool:
    """Mark the mail as come back, and stop writing to an address at fault. A second report is ignored."""
    mails = Delivery.objects.filter(channel=Delivery.Channel.EMAIL, message_id=report.message_id)
    row = mails.select_for_update(of=("self",)).first()
    if row is None or row.bounce == Delivery.Bounce.HARD:
        return False
    hard = addresses.at_fault(report.status)
    row.bounce = Delivery.Bounce.HARD if hard else Delivery.Bounce.SOFT
    row.bounced_at, row.last_error = timezone.now(), f"{report.status} {report.words}"[:500]
    row.save(update_fields=["bounce", "bounced_at", "last_error"])
    if hard:
        addresses.suppress(row.to, row.last_error)
    return True


def report_of(message: Message) -> Report | None:
    """The failure a mail reports; None for delays, receipts, answers and everything else."""
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    message_id = status = words = ""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            status, words = failure(part) or (status, words)
        elif part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            message_id = message_id or returned_id(part)
    return Report(message_id, status, words) if message_id and status else None


def failure(part: Message) -> tuple[str, str] | None:
    """Status and words of the first recipient whose mail failed."""
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, Message) and str(block["Action"]).strip().lower() == "failed":
            return str(block["Status"] or "").strip(), str(block["Diagnostic-Code"] or "").strip()
    return None


def returned_id(part: Message) -> str:
    """The Message-ID of the mail that came back, whole or its headers only."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        returned = inner[0] if isinstance(inner, list) and inner else None
    else:
        raw = part.get_payload(decode=True)
        returned = email.message_from_bytes(raw if isinstance(raw, bytes) else b"", EmailMessage)
    return str(returned["Message-ID"] or "").strip() if isinstance(returned, Message) else ""


@contextmanager
def mailbox() -> Iterator[poplib.POP3]:
    """A session with the mailbox; deletions count when it ends well."""
    parts = urlsplit(settings.BOUNCE_MAILBOX_URL)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ImproperlyConfigured("BOUNCE_MAILBOX_URL must look like pop3s://user:password@host:995.")
    where = (parts.hostname, parts.port or PORTS[parts.scheme])
    if parts.scheme == "pop3s":
        context = ssl.create_default_context()
        box: poplib.POP3 = poplib.POP3_SSL(*where, timeout=TIMEOUT_SECONDS, context=context)
    else:
        box = poplib.POP3(*where, timeout=TIMEOUT_SECONDS)
    try:
        box.user(unquote(parts.username or ""))
        box.pass_(unquote(parts.password or ""))
        yield box
        box.quit()
    finally:
        with suppress(OSError):
            box.close()
