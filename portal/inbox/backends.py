"""Django's e-mail backend: every library's mail becomes an outbox row."""

from collections.abc import Sequence
from email.utils import parseaddr
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags

from portal.inbox import emails
from portal.inbox.hints import hint_delivery
from portal.inbox.models import Delivery


class OutboxEmailBackend(BaseEmailBackend):
    """Writes one row per address in the caller's transaction. Attachments have no place in it: ValueError."""

    @transaction.atomic
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put the messages into the outbox; how many."""
        rows = [row for message in email_messages for row in rows_of(message)]
        Delivery.objects.bulk_create(rows)
        if rows:
            hint_delivery()
        return sum(bool(message.recipients()) for message in email_messages)


def rows_of(message: EmailMessage) -> list[Delivery]:
    """A row for each address; the first keeps the message's own Message-ID."""
    if message.attachments:
        raise ValueError("Mails from the outbox carry no attachments.")
    own_id = message.extra_headers.get("Message-ID") or emails.new_message_id()
    body, html = bodies(message)
    return [
        Delivery(
            key=f"mail:{uuid4().hex}",
            to=parseaddr(address)[1],
            subject=emails.one_line(message.subject),
            body=body,
            html=html,
            message_id=own_id if position == 0 else emails.new_message_id(),
            due_at=timezone.now(),
        )
        for position, address in enumerate(message.recipients())
    ]


def bodies(message: EmailMessage) -> tuple[str, str]:
    """The plain text and the HTML of a message; an HTML-only one gets its text from the tags."""
    body = str(message.body)
    if message.content_subtype == "html":
        return strip_tags(body), body
    alternatives = getattr(message, "alternatives", [])
    return body, next((str(part.content) for part in alternatives if part.mimetype == "text/html"), "")
