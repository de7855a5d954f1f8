"""Telling people: one in-app message and one outbox row, once per key, in the caller's transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.utils import timezone

from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.inbox import emails, outgoing, texts
from portal.inbox.models import Message
from portal.inbox.notes import Note, Told, in_language, worded
from portal.inbox.once import insert_new

__all__ = ["CHUNK", "Note", "Told", "in_language", "mark_read", "send", "send_all"]

CHUNK = 1000


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
    with transaction.atomic(savepoint=False):
        return sum(_send_chunk(chunk, at or timezone.now()) for chunk in batched(notes, CHUNK))


def _send_chunk(notes: Sequence[Note], at: datetime) -> int:
    edits = texts.recent_edits() if any(note.tell for note in notes) else {}
    by_key = {note.key: worded(note, edits) for note in notes}
    new = insert_new([_message(note) for note in by_key.values()], ["key"])
    outgoing.post([by_key[row.key] for row in new], at)
    return len(new)


def _message(note: Note) -> Message:
    return Message(
        recipient=note.recipient,
        kind=note.kind,
        key=note.key,
        subject=emails.one_line(note.subject),
        body=note.body,
        url=note.url,
    )


def mark_read(messages: Sequence[int] | None, *, by: Capacity, at: datetime, read: bool = True) -> int:
    """Mark the reader's messages of these ids (None: all) as read or unread; how many changed."""
    mine = Message.objects.visible_to(by).filter(read_at__isnull=read)
    if messages is not None:
        mine = mine.filter(pk__in=messages)
    return mine.update(read_at=at if read else None)
