"""Writing, checking and erasing history."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from portal.history.chain import digest_of, hash_of, normalized
from portal.history.models import ChainedEvent


class Actor(Protocol):
    """Who acts and as what: `portal.accounts.capacities.Capacity`."""

    @property
    def user(self) -> Any: ...
    @property
    def key(self) -> str: ...


class Outcome(StrEnum):
    """What checking says of one event."""

    OK = "ok"
    ERASED = "erased"
    BROKEN = "broken"


@dataclass(frozen=True)
class Verdict:
    """One event and what checking says of it."""

    event: ChainedEvent
    outcome: Outcome


def record[Event: ChainedEvent](
    model: type[Event],
    subject: Model,
    *,
    kind: str,
    capacity: Actor | None,
    at: datetime,
    payload: dict[str, Any] | None = None,
    **columns: Any,
) -> Event:
    """Append an event to the subject's chain, inside the caller's transaction.

    `kind` is past tense. No capacity: the portal itself acted. `columns` are the model's own and are hashed.
    """
    type(subject)._base_manager.select_for_update(of=("self",), no_key=True).get(pk=subject.pk)
    last = model._default_manager.filter(subject=subject).order_by("-seq").values("seq", "hash").first()
    salt, facts = secrets.token_hex(16), normalized(payload or {})
    event = model(
        subject=subject,
        seq=last["seq"] + 1 if last else 1,
        at=at,
        actor=capacity.user if capacity else None,
        capacity=capacity.key if capacity else "",
        kind=kind,
        payload=facts,
        salt=salt,
        digest=digest_of(salt, facts),
        previous_hash=last["hash"] if last else "",
        **columns,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    return event


def verify(events: QuerySet[Any]) -> Iterator[Verdict]:
    """Check whole chains: each event against its content and against the one before it."""
    subject, seq, previous = None, 0, ""
    for event in events.order_by("subject", "seq").iterator():
        if event.subject_id != subject:
            subject, seq, previous = event.subject_id, 0, ""
        linked = event.seq == seq + 1 and event.previous_hash == previous
        yield Verdict(event, _outcome(event) if linked else Outcome.BROKEN)
        seq, previous = event.seq, event.hash


def _outcome(event: ChainedEvent) -> Outcome:
    if event.hash != hash_of(event):
        return Outcome.BROKEN
    if event.payload is None and not event.salt:
        return Outcome.ERASED
    return Outcome.OK if event.digest == digest_of(event.salt, event.payload or {}) else Outcome.BROKEN


@transaction.atomic
def erase(events: QuerySet[Any]) -> int:
    """Empty the payloads of the events, as the privacy law asks; the chain still verifies."""
    ids = list(events.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT history_erase(%s::regclass, %s)", [events.model._meta.db_table, ids])
        return int(cursor.fetchone()[0])
