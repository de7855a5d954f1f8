"""When people are reminded in a round: what the round says, else what is usual for the kind."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from portal.inbox import kinds
from portal.inbox.offsets import Offset
from programs.catalog.models import Round


def offsets_of(round_: Round, kind: str) -> tuple[Offset, ...]:
    """The offsets of a kind in a round; an empty list of the round means: never."""
    own = round_.reminders.get(kind)
    return kinds.kind(kind).offsets if own is None else tuple(map(Offset.of, own))


def all_offsets(round_: Round) -> dict[str, tuple[Offset, ...]]:
    """The offsets of every kind that a round may set."""
    return {kind.key: offsets_of(round_, kind.key) for kind in kinds.per_round()}


def own_offsets(wanted: Mapping[str, Sequence[Offset]]) -> dict[str, list[dict[str, Any]]]:
    """What a round has to keep of the offsets wanted: those that differ from the usual ones."""
    return {
        key: [offset.as_data() for offset in offsets]
        for key, offsets in wanted.items()
        if tuple(offsets) != kinds.kind(key).offsets
    }


def still_closes(round_id: int, deadline: datetime) -> bool:
    """Whether a round closes then, under FOR SHARE: moving a deadline waits for what is being sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT closes_at FROM catalog_round WHERE id = %s FOR SHARE", [round_id])
        found = cursor.fetchone()
    return bool(found and found[0] == deadline)


def in_codes(found: Mapping[str, Sequence[Offset]]) -> str:
    """Offsets as the history of a round tells them: draft_closing 14d 7d; correction_due 3w."""
    return "; ".join(f"{key} {' '.join(offset.code for offset in row)}" for key, row in found.items())
