"""Telling people: one in-app message and one outbox row, once per key, in the caller's transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation

from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.inbox import emails
from portal.inbox.hints import hint_delivery
from portal.inbox.models import Delivery, Message
from portal.inbox.once import insert_new


@dataclass(frozen=True)
class Note:
    """A message to be sent. Texts are ready, in the recipient's language; `url` is a path of the portal."""

    recipient: User
    kind: str
    key: str
    subject: str
    body: str
    url: str = ""
    email: bool = True


@contextmanager
def in_language(user: User) -> Iterator[None]:
    """Write in the language of this person."""
    with translation.override(user.language):
        yield


def send(
    recipient: User, kind: str, key: str, subject: str, body: str, url: str = "", email: bool = True
) -> bool:
    """Send one message; False when the key was sent before. It leaves with the caller's transaction."""
    return bool(send_all([Note(recipient, kind, key, subject, body, url, email)]))


@transaction.atomic
def send_all(notes: Sequence[Note]) -> list[Note]:
    """Send many at once and answer those that are new: two statements however many they are."""
    by_key = {note.key: note for note in notes}
    new = [by_key[row.key] for row in insert_new([_message(note) for note in by_key.values()], ["key"])]
    letters = [note for note in new if note.email and note.recipient.is_active]
    insert_new([_delivery(note) for note in letters], ["key"])
    if letters:
        hint_delivery()
    return new


def _message(note: Note) -> Message:
    return Message(
        recipient=note.recipient,
        kind=note.kind,
        key=note.key,
        subject=emails.one_line(note.subject),
        body=note.body,
        url=note.url,
    )


def _delivery(note: Note) -> Delivery:
    with in_language(note.recipient):
        body = emails.text(note.recipient, note.body, note.url)
    return Delivery(
        key=note.key,
        kind=note.kind,
        recipient=note.recipient,
        to=note.recipient.email,
        subject=emails.one_line(note.subject),
        body=body,
        message_id=emails.new_message_id(),
        due_at=timezone.now(),
    )


def mark_read(messages: Sequence[int] | None, *, by: Capacity, at: datetime, read: bool = True) -> int:
    """Mark the reader's messages of these ids (None: all) as read or unread; how many changed."""
    mine = Message.objects.visible_to(by).filter(read_at__isnull=read)
    if messages is not None:
        mine = mine.filter(pk__in=messages)
    return mine.update(read_at=at if read else None)


def retry(deliveries: Sequence[int], *, at: datetime) -> int:
    """Give dead e-mails a new start with the same Message-ID; how many."""
    count = Delivery.objects.filter(pk__in=deliveries, status=Delivery.Status.DEAD).update(
        status=Delivery.Status.PENDING, attempts=0, unknown=0, due_at=at, last_error=""
    )
    if count:
        hint_delivery()
    return count
