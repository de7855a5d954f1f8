"""Writing, checking and erasing history."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from portal.history.chain import columns_of, digest_of, hash_of, hash_of_columns, normalized
from portal.history.models import ChainedEvent

CHUNK = 5_000  # rows read at once


class Actor(Protocol):
    """Who acts and as what: `portal.accounts.capacities.Capacity`."""

    @property
    def user(self) -> Any: ...
    @property
    def key(self) -> str: ...


class Outcome(StrEnum):
    """What checking says of one event.

    Erased: its payload was emptied as the privacy law asks, and it is sound. Altered: its content does not
    fit its hash. Missing: there is none with the number before. Reordered: it followed another one than it
    follows now.
    """

    OK = "ok"
    ERASED = "erased"
    ALTERED = "altered"
    MISSING = "missing"
    REORDERED = "reordered"

    @property
    def sound(self) -> bool:
        """Whether nobody has touched it."""
        return self in (Outcome.OK, Outcome.ERASED)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which event, by its subject and its number there, and what checking says of it."""

    subject: Any
    seq: int
    kind: str
    outcome: Outcome


def record[Event: ChainedEvent](
    model: type[Event],
    subject: Model,
    *,
    kind: str,
    capacity: Actor | None,
    at: datetime,
    payload: dict[str, Any] | None = None,
    locked: bool = False,
    **columns: Any,
) -> Event:
    """Append an event to the subject's chain, inside the caller's transaction.

    `kind` is past tense. No capacity: the portal itself acted. `locked`: the caller holds the subject's row.
    `columns` are the model's own and are hashed.
    """
    chain = {subject: payload or {}}
    return record_many(model, chain, kind=kind, capacity=capacity, at=at, locked=locked, **columns)[0]


def record_many[Event: ChainedEvent](
    model: type[Event],
    payloads: Mapping[Any, dict[str, Any]],
    *,
    kind: str,
    capacity: Actor | None,
    at: datetime,
    locked: bool = False,
    **columns: Any,
) -> list[Event]:
    """Append an event to the chain of each subject, in three queries for however many."""
    if not payloads:
        return []
    pks = [subject.pk for subject in payloads]
    if not locked:
        subjects = type(next(iter(payloads)))._base_manager.filter(pk__in=pks).order_by("pk")
        list(subjects.select_for_update(of=("self",), no_key=True).values_list("pk"))
    newest = model._default_manager.filter(subject__in=pks).order_by("subject_id", "-seq")
    heads = newest.distinct("subject_id").values("subject_id", "seq", "hash")
    last = {row["subject_id"]: row for row in heads}
    events = []
    for subject, payload in payloads.items():
        salt, facts = secrets.token_hex(16), normalized(payload)
        before = last.get(subject.pk)
        event = model(
            subject=subject,
            seq=before["seq"] + 1 if before else 1,
            at=at,
            actor=capacity.user if capacity else None,
            capacity=capacity.key if capacity else "",
            kind=kind,
            payload=facts,
            salt=salt,
            digest=digest_of(salt, facts),
            previous_hash=before["hash"] if before else "",
            **columns,
        )
        event.hash = hash_of(event)
        events.append(event)
    return list(model._default_manager.bulk_create(events))


def verify(events: QuerySet[Any]) -> Iterator[Verdict]:
    """Check whole chains: each event against its content and against the one before it."""
    names = [*columns_of(events.model), "payload", "salt", "hash"]
    subject, seq, previous = None, 0, ""
    for row in events.order_by("subject", "seq").values(*names).iterator(chunk_size=CHUNK):
        if row["subject_id"] != subject:
            subject, seq, previous = row["subject_id"], 0, ""
        outcome = _outcome(row)
        if outcome.sound and row["seq"] != seq + 1:
            outcome = Outcome.MISSING
        elif outcome.sound and row["previous_hash"] != previous:
            outcome = Outcome.REORDERED
        yield Verdict(subject, row["seq"], row["kind"], outcome)
        seq, previous = row["seq"], row["hash"]


def _outcome(row: dict[str, Any]) -> Outcome:
    payload, salt, kept = row.pop("payload"), row.pop("salt"), row.pop("hash")
    whole = hash_of_columns(row) == kept
    row["hash"] = kept
    if not whole:
        return Outcome.ALTERED
    if payload is None and not salt:
        return Outcome.ERASED
    return Outcome.OK if row["digest"] == digest_of(salt, payload or {}) else Outcome.ALTERED


@transaction.atomic
def erase(events: QuerySet[Any]) -> int:
    """Empty the payloads of the events, as the privacy law asks; the chain still verifies."""
    ids = list(events.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT history_erase(%s::regclass, %s)", [events.model._meta.db_table, ids])
        return int(cursor.fetchone()[0])
