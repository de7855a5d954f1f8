"""Telling people: one in-app message and one outbox row, once per key, in the caller's transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.utils import timezone, translation

from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.inbox import emails, texts
from portal.inbox.hints import hint_delivery
from portal.inbox.models import Delivery, Message
from portal.inbox.once import insert_new

CHUNK = 1000


@dataclass(frozen=True)
class Told:
    """The words of a message: values for the places of its text, and a path of the portal it leads to.

    text: the key of the text; the kind's own when empty.
    """

    values: texts.Values
    url: str = ""
    text: str = ""


@dataclass(frozen=True)
class Note:
    """A message to be sent; `url` is a path of the portal. `key` makes it once.

    Subject and body are ready, in the recipient's language, or `tell` answers their values: it is called in
    that language. `deadline`: after which the message is of no use; it is never held back beyond it.
    """

    recipient: User
    kind: str
    key: str
    subject: str = ""
    body: str = ""
    url: str = ""
    email: bool = True
    deadline: datetime | None = None
    tell: Callable[[], Told] | None = None


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


def send_all(notes: Iterable[Note], at: datetime | None = None) -> int:
    """Send many and answer how many are new: as many statements for one as for CHUNK.

    `notes` may be a generator: no more than CHUNK are held at once. `at` is when they are sent, now if left
    out.
    """
    with transaction.atomic():
        return sum(_send_chunk(chunk, at or timezone.now()) for chunk in batched(notes, CHUNK))


def _send_chunk(notes: Sequence[Note], at: datetime) -> int:
    by_key = {note.key: _worded(note) for note in notes}
    new = [by_key[row.key] for row in insert_new([_message(note) for note in by_key.values()], ["key"])]
    letters = [note for note in new if note.email and note.recipient.is_active]
    insert_new([_delivery(note) for note in letters], ["key"])
    if letters:
        hint_delivery()
    return len(new)


def _worded(note: Note) -> Note:
    """The note with its text, in the recipient's language."""
    if note.tell is None:
        return note
    with in_language(note.recipient):
        told = note.tell()
        subject, body = texts.render(told.text or note.kind, told.values)
    return replace(note, subject=subject, body=body, url=told.url or note.url, tell=None)


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
