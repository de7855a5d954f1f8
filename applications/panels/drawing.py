"""Drawing experts by lot so that anybody can draw the same again: from the pool, the seed and the numbers.

Each expert's ticket is the SHA-256 of seed and id; the lowest tickets of each kind are drawn. No generator of
any language is involved: two lines in whatever language repeat the draw.
"""

import secrets
from collections.abc import Iterable, Mapping
from hashlib import sha256
from uuid import UUID


def new_seed() -> str:
    """128 random bits, as text."""
    return secrets.token_hex(16)


def ticket(seed: str, expert: UUID) -> str:
    """SHA-256 of "seed:id", in hexadecimal."""
    return sha256(f"{seed}:{expert}".encode()).hexdigest()


def draw(pool: Iterable[tuple[UUID, str]], counts: Mapping[str, int], seed: str) -> list[UUID]:
    """Of the pool (id, kind) as many of each kind as `counts` says, in the order of their tickets.

    Fewer where the pool has fewer: the caller says so.
    """
    order = sorted(pool, key=lambda row: ticket(seed, row[0]))
    left, drawn = dict(counts), []
    for expert, kind in order:
        if left.get(kind, 0) > 0:
            left[kind] -= 1
            drawn.append(expert)
    return drawn


def fingerprint(pool: Iterable[tuple[UUID, str]]) -> str:
    """SHA-256 over the sorted pool, one "id kind" a line: what was drawn from cannot change unseen."""
    return sha256("\n".join(sorted(f"{expert} {kind}" for expert, kind in pool)).encode()).hexdigest()
