"""The claim on a row of an outbox: whoever sends takes rows one by one.

A row is claimed and the attempt counted and committed before anything is sent. So a worker that dies leaves
a row whose claim runs out: the outcome is unknown, and the row is sent once more.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.inbox.models import OutboxRow

CLAIM = timedelta(minutes=2)
ERROR_LENGTH = 500

BEGUN = ["status", "attempts", "due_at", "claimed_until"]
WRITTEN = [*BEGUN, "reason", "unknown", "last_error"]

Status, Reason = OutboxRow.Status, OutboxRow.Reason


def due[Row: OutboxRow](rows: QuerySet[Row]) -> QuerySet[Row]:
    """Rows that ask for work: waiting ones whose time has come, and those whose claim ran out."""
    return rows.filter(status__in=[Status.PENDING, Status.SENDING], due_at__lte=timezone.now())


def claim[Row: OutboxRow](rows: QuerySet[Row], unknown_limit: int) -> Row | None:
    """Take the first due row in the order of `rows`: the attempt is committed before anything is sent.

    The attempt number `unknown_limit` without an answer is the last.
    """
    while True:
        with transaction.atomic(durable=True):
            row = due(rows).select_for_update(skip_locked=True, of=("self",)).first()
            if row is None or take(row, unknown_limit):
                return row


def take(row: OutboxRow, unknown_limit: int) -> bool:
    """Write down the claim on a locked row, or give up one that is too late or too often unanswered."""
    if not _is_over(row, unknown_limit):
        row.status, row.attempts = Status.SENDING, row.attempts + 1
        row.due_at = row.claimed_until = timezone.now() + CLAIM
    row.save(update_fields=WRITTEN)
    return row.status == Status.SENDING


def reserve[Row: OutboxRow](rows: QuerySet[Row], limit: int, unknown_limit: int) -> list[Row]:
    """Keep the first due rows from other workers for the length of a claim, with two statements.

    No attempt is counted before `begin`: rows of a worker that dies earlier wait again when the claim ends,
    and nobody takes them for unanswered.
    """
    while True:
        until = timezone.now() + CLAIM
        with transaction.atomic(durable=True):
            found = list(due(rows).select_for_update(skip_locked=True, of=("self",))[:limit])
            kept = [row for row in found if _wait(row, until, unknown_limit)]
            rows.model._default_manager.filter(pk__in=[row.pk for row in kept]).update(due_at=until)
        if kept or not found:
            return kept


def begin(row: OutboxRow) -> bool:
    """Count the attempt, committed before anything is sent; False when the reservation ran out."""
    now = timezone.now()
    mine = type(row)._default_manager.filter(pk=row.pk, status=Status.PENDING, due_at=row.due_at)
    row.status, row.attempts = Status.SENDING, row.attempts + 1
    row.due_at = row.claimed_until = now + CLAIM
    in_time = mine.filter(Q(expires_at=None) | Q(expires_at__gt=now))
    return bool(in_time.update(**{name: getattr(row, name) for name in BEGUN}))


def release(rows: Sequence[OutboxRow]) -> None:
    """Let go of reserved rows that were not begun."""
    for row in rows:
        mine = type(row)._default_manager.filter(pk=row.pk, status=Status.PENDING, due_at=row.due_at)
        mine.update(due_at=timezone.now())


def _wait(row: OutboxRow, until: datetime, unknown_limit: int) -> bool:
    """Whether a locked row is still to be sent; it waits for its turn until the reservation ends."""
    waited = row.status == Status.PENDING
    if not _is_over(row, unknown_limit):
        row.status, row.claimed_until, row.due_at = Status.PENDING, None, until
    if not waited or row.status == Status.DEAD:
        row.save(update_fields=WRITTEN)
    return row.status == Status.PENDING


def _is_over(row: OutboxRow, unknown_limit: int) -> bool:
    """Count an attempt that nobody finished; give up a row that is too late or too often unanswered."""
    row.unknown += row.status == Status.SENDING
    if row.unknown >= unknown_limit:
        give_up(row, Reason.UNANSWERED, f"No answer to {row.unknown} attempts. {row.last_error}")
    elif row.expires_at and row.expires_at <= timezone.now():
        give_up(row, Reason.EXPIRED, row.last_error)
    return row.status == Status.DEAD


def give_up(row: OutboxRow, reason: OutboxRow.Reason, why: str) -> None:
    """Mark a locked row as dead, not saved yet."""
    row.status, row.reason, row.claimed_until = Status.DEAD, reason, None
    row.last_error = why[:ERROR_LENGTH]


def finish(row: OutboxRow, last_error: str, **changes: Any) -> bool:
    """Write the outcome unless the claim ran out and another worker took the row; whether it was written."""
    mine = type(row)._default_manager.filter(pk=row.pk, status=Status.SENDING, attempts=row.attempts)
    return bool(mine.update(last_error=last_error[:ERROR_LENGTH], **changes))


def sent(row: OutboxRow) -> bool:
    """The other side took it."""
    return finish(row, "", status=Status.SENT, claimed_until=None, sent_at=timezone.now())


def refused(row: OutboxRow, why: str) -> bool:
    """The other side will never take it."""
    return finish(row, why, status=Status.DEAD, reason=Reason.REFUSED, claimed_until=None)


def put_off(row: OutboxRow, why: str, back_off: tuple[timedelta, ...]) -> bool:
    """The other side asks to come back: after the wait that belongs to this attempt, or never again."""
    if row.attempts > len(back_off):
        return finish(row, why, status=Status.DEAD, reason=Reason.EXHAUSTED, claimed_until=None)
    due_at = timezone.now() + back_off[row.attempts - 1]
    return finish(row, why, status=Status.PENDING, claimed_until=None, due_at=due_at)


def give_back(row: OutboxRow, why: str, wait: timedelta) -> bool:
    """Nobody was reached: the attempt does not count."""
    return finish(
        row,
        why,
        status=Status.PENDING,
        claimed_until=None,
        due_at=timezone.now() + wait,
        attempts=row.attempts - 1,
    )


def retry(rows: QuerySet[Any], at: datetime) -> int:
    """Give dead rows of these a new start, with the identity they had; how many. Too late stays too late."""
    dead = rows.filter(status=Status.DEAD).exclude(reason=Reason.EXPIRED)
    return dead.update(status=Status.PENDING, reason="", attempts=0, unknown=0, due_at=at, last_error="")


def stop(rows: QuerySet[Any]) -> int:
    """Give up those of these that wait; what is being sent at this moment is left alone. How many."""
    return rows.filter(status=Status.PENDING).update(status=Status.DEAD, reason=Reason.STOPPED)
