"""Reminders before deadlines, once per person, matter, offset and deadline.

An upper app registers a source per kind of matter. Each minute a source is asked what is outstanding; the
rows that say "reminded" are inserted first, message and e-mail follow in the same transaction.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Protocol

from django.db import transaction

from portal.accounts.models import User
from portal.inbox.models import Reminder
from portal.inbox.once import insert_new
from portal.inbox.services import Note, send_all

logger = logging.getLogger(__name__)

BATCH = 500
MESSAGE_KIND = "reminder"
ONCE = ["kind", "subject", "user", "offset", "deadline"]


@dataclass(frozen=True)
class Due:
    """A matter of which a person is to be reminded, with the text in their language.

    subject: the matter's id, at most 80 characters. offsets: all that are set for it, passed or not.
    url: a path of the portal.
    """

    subject: str
    user: User
    deadline: datetime
    offsets: Sequence[timedelta]
    subject_line: str
    body: str
    url: str


@dataclass(frozen=True)
class Planned:
    """A reminder that will be sent: when, about what, and where that is."""

    at: datetime
    what: str
    url: str


class Source(Protocol):
    """Where reminders of one kind come from."""

    def due(self, now: datetime, limit: int) -> Iterable[Due]:
        """At most `limit` pairs of an unfinished matter and a person with something outstanding.

        Called inside the transaction that sends: filter with `Outstanding`, so that what was sent is not
        found again, and lock the matters (`select_for_update(of=("self",), skip_locked=True)`), so that
        nobody is reminded of what is being finished at this moment.
        """

    def planned(self, user: User, now: datetime) -> Iterable[Planned]:
        """What will be sent to a person; `moments` tells when."""


_sources: dict[str, Source] = {}


def register_source(kind: str, source: Source) -> None:
    """Have reminders of a kind (at most 40 characters) come from this source."""
    _sources[kind] = source


def moments(now: datetime, deadline: datetime, offsets: Iterable[timedelta]) -> Iterator[datetime]:
    """When reminders of a deadline are still to come."""
    return (deadline - offset for offset in set(offsets) if now < deadline - offset < deadline)


def upcoming_for(user: User, now: datetime) -> list[Planned]:
    """What will be sent to a person, the next first."""
    found = (planned for source in _sources.values() for planned in source.planned(user, now))
    return sorted(found, key=attrgetter("at"))


def run(now: datetime) -> None:
    """Send everything that is due; safe when several run at once."""
    for kind, source in _sources.items():
        while remind(kind, source, now):
            pass


@transaction.atomic
def remind(kind: str, source: Source, now: datetime) -> bool:
    """Send one batch of a source; whether there may be more."""
    dues = list(source.due(now, BATCH))
    if not dues:
        return False
    new = {_once(row) for row in insert_new([row for due in dues for row in _rows(kind, due, now)], ONCE)}
    nearest = [(due, row) for due in dues for row in _rows(kind, due, now) if not row.covered]
    send_all([_note(due, row) for due, row in nearest if _once(row) in new])
    if not new:
        logger.error("The source of %s reminders finds what was sent already.", kind)
    return len(dues) >= BATCH and bool(new)


def _rows(kind: str, due: Due, now: datetime) -> list[Reminder]:
    """A row for each offset that has passed; the nearest speaks for the others."""
    passed = [offset for offset in due.offsets if due.deadline - offset <= now < due.deadline]
    return [
        Reminder(
            kind=kind,
            subject=due.subject,
            user=due.user,
            offset=offset,
            deadline=due.deadline,
            covered=offset != min(passed),
        )
        for offset in set(passed)
    ]


def _once(row: Reminder) -> tuple[object, ...]:
    return (row.kind, row.subject, row.user_id, row.offset, row.deadline)


def _note(due: Due, row: Reminder) -> Note:
    parts = [row.kind, row.subject, row.user_id, row.deadline.isoformat(), row.offset.total_seconds()]
    key = "reminder:" + ":".join(str(part) for part in parts)
    return Note(due.user, MESSAGE_KIND, key, due.subject_line, due.body, due.url)
