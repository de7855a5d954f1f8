"""Reminders about deadlines, once per person, matter, offset and deadline.

An app registers a source per kind. Each minute a source says which deadlines have a reminder that came due
and which matters they concern; here those not yet reminded of are taken in batches, each in a transaction of
its own: the rows that say "reminded" are inserted first, messages and e-mails follow.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from operator import attrgetter
from typing import Any, Protocol

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.accounts.models import User
from portal.inbox.models import Reminder
from portal.inbox.offsets import Offset, nearest
from portal.inbox.once import insert_new
from portal.inbox.services import Note, Told, send_all
from portal.inbox.workdays import Workdays

logger = logging.getLogger(__name__)

BATCH = 500  # matters of one transaction
LOOK_AHEAD = 20_000  # pairs of matter and person found by one query
ONCE = ["kind", "subject", "user", "deadline", "offset"]


@dataclass(frozen=True)
class Sweep:
    """Matters with one deadline whose reminder came due at `moment`.

    offset: its short form. matters: a row for each unfinished matter and person, annotated with `subject`
    (its id as text, at most 80 characters) and `holder` (the person's id); matters that began after
    `moment` are left out. about: what they have in common, given back as `about` of each row. The rows are
    locked while they are sent (those that somebody else holds wait for the next minute), so nobody is
    reminded of what is being finished at this moment. stands: asked first in each transaction that sends; it
    locks what the deadline is kept in and says whether it is still this one.
    """

    deadline: datetime
    moment: datetime
    offset: str
    matters: QuerySet[Any]
    about: Any = None
    stands: Callable[[], bool] = lambda: True


@dataclass(frozen=True)
class Planned:
    """A reminder that will be sent: when, about what, where that is, and why this person gets it."""

    at: datetime
    what: str
    url: str
    kind: str = ""
    deadline: datetime | None = None
    why: str = ""


class Source(Protocol):
    """Where reminders of one kind come from."""

    def sweeps(self, now: datetime, calendar: Workdays) -> Iterable[Sweep]:
        """What came due and may not have been sent; `sweep` makes one. A few queries for all matters."""

    def told(self, row: Any, now: datetime) -> Told:
        """What the holder of a row is told, in the active language; it asks the database nothing."""

    def planned(self, user: User, now: datetime, calendar: Workdays) -> Iterable[Planned]:
        """What will be sent to a person; `offsets.coming` tells when."""


_sources: dict[str, Source] = {}


def register_source(kind: str, source: Source) -> None:
    """Have reminders of a kind (at most 40 characters) come from this source."""
    _sources[kind] = source


def sweep(
    deadline: datetime,
    offsets: Iterable[Offset],
    now: datetime,
    calendar: Workdays,
    matters: QuerySet[Any],
    since: str,
) -> Iterable[Sweep]:
    """The sweep of what has passed before a deadline: one, for the offset nearest to it, or none.

    since: the field that says when a matter began.
    """
    found = nearest(offsets, deadline, now, calendar)
    if found is None:
        return []
    offset, moment = found
    return [Sweep(deadline, moment, offset.code, matters.filter(**{f"{since}__lte": moment}))]


def upcoming_for(user: User, now: datetime) -> list[Planned]:
    """What will be sent to a person, the next first."""
    calendar = Workdays()
    found = (planned for source in _sources.values() for planned in source.planned(user, now, calendar))
    return sorted(found, key=attrgetter("at"))


def outstanding(now: datetime) -> Iterator[tuple[str, int, datetime]]:
    """What came due and was not sent yet: kind, how many (at most LOOK_AHEAD), and when it came due."""
    calendar = Workdays()
    for kind, source in _sources.items():
        for found in source.sweeps(now, calendar):
            if count := pending(kind, found, None)[:LOOK_AHEAD].count():
                yield kind, count, found.moment


def run(now: datetime) -> None:
    """Send everything that is due; safe when several run at once. A source that fails stops no other."""
    calendar = Workdays()
    for kind, source in _sources.items():
        try:
            for found in source.sweeps(now, calendar):
                _work_off(kind, source, found, now)
        except Exception:
            logger.exception("Reminders of the kind %s failed; they are tried again in a minute.", kind)


def _work_off(kind: str, source: Source, found: Sweep, now: datetime) -> None:
    """Send a sweep in the order of the matters: none is looked at twice."""
    after, more = None, True
    while more:
        pairs = list(pending(kind, found, after)[:LOOK_AHEAD])
        for batch in batched(dict.fromkeys(pk for pk, _holder in pairs), BATCH):
            _remind_each(kind, source, found, now, batch)
        after, more = pairs[-1] if pairs else None, len(pairs) == LOOK_AHEAD


def _remind_each(kind: str, source: Source, found: Sweep, now: datetime, matters: Sequence[Any]) -> None:
    """Send a batch; where something in it fails, the rest of it all the same."""
    try:
        remind(kind, source, found, now, matters)
    except (OperationalError, InterfaceError):
        raise  # the database is not there: the next minute finds the same
    except Exception:
        if len(matters) == 1:
            logger.exception("A reminder of the kind %s failed; it is tried again in a minute.", kind)
            return
        half = len(matters) // 2
        for part in (matters[:half], matters[half:]):
            _remind_each(kind, source, found, now, part)


@transaction.atomic
def remind(kind: str, source: Source, found: Sweep, now: datetime, matters: Sequence[Any]) -> None:
    """Send what is outstanding of these matters (primary keys) in one transaction."""
    rows = list(_held(kind, found, matters)) if found.stands() else []
    for row in rows:
        row.about = found.about
    once = [_reminder(kind, found, row) for row in rows]
    new = {(row.subject, row.user_id) for row in insert_new(once, ONCE)}
    people = User.objects.in_bulk({row.holder for row in rows})
    fresh = [row for row in rows if (row.subject, row.holder) in new]
    send_all([_note(kind, source, found, row, people[row.holder], now) for row in fresh], at=now)


def pending(kind: str, found: Sweep, after: tuple[Any, Any] | None) -> QuerySet[Any, tuple[Any, Any]]:
    """Matter and person of a sweep's rows that nobody was reminded of, from the pair after `after` on."""
    rows = found.matters.filter(~_reminded(kind, found)).order_by("pk", "holder")
    if after is not None:
        rows = rows.filter(Q(pk__gt=after[0]) | Q(pk=after[0], holder__gt=after[1]))
    return rows.values_list("pk", "holder")


def _held(kind: str, found: Sweep, matters: Sequence[Any]) -> QuerySet[Any]:
    """The rows of these matters that are still outstanding, locked."""
    rows = found.matters.filter(~_reminded(kind, found), pk__in=matters).order_by("pk", "holder")
    return rows.select_for_update(of=("self",), no_key=True, skip_locked=True)


class _Looked(Exists):
    """EXISTS by one look into an index for each row.

    OFFSET keeps PostgreSQL from joining instead: of a new deadline it knows no reminders yet, expects none,
    and would compare each matter with each of the thousands just written.
    """

    template = "EXISTS(%(subquery)s OFFSET 0)"


def _reminded(kind: str, found: Sweep) -> Exists:
    """That somebody was reminded of a matter at this offset or a later one."""
    return _Looked(
        Reminder.objects.filter(
            Q(offset=found.offset) | Q(moment__gte=found.moment),
            kind=kind,
            subject=OuterRef("subject"),
            user=OuterRef("holder"),
            deadline=found.deadline,
        )
    )


def _reminder(kind: str, found: Sweep, row: Any) -> Reminder:
    return Reminder(
        kind=kind,
        subject=row.subject,
        user_id=row.holder,
        deadline=found.deadline,
        offset=found.offset,
        moment=found.moment,
    )


def _note(kind: str, source: Source, found: Sweep, row: Any, person: User, now: datetime) -> Note:
    parts = [kind, row.subject, row.holder, found.deadline.isoformat(), found.offset]
    key = "reminder:" + ":".join(map(str, parts))
    return Note(person, kind, key, deadline=found.deadline, tell=lambda: source.told(row, now))
