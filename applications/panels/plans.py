"""The shape of an assignment: what is asked, and who got what.

Data only: the solver and its checker share nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Wanted:
    """An application and the fields it is about."""

    application: UUID
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Available:
    """An expert with kind and fields."""

    expert: UUID
    kind: str
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Task:
    """What is to be assigned. `least`: of each kind at least so many an application; `forbidden`: pairs in
    conflict or assigned already; `seed`: decides between equals."""

    wanted: tuple[Wanted, ...]
    available: tuple[Available, ...]
    each: int
    least: Mapping[str, int] = field(default_factory=dict)
    forbidden: frozenset[tuple[UUID, UUID]] = frozenset()
    seed: str = ""


@dataclass(frozen=True)
class Plan:
    """Who reviews what, and the most reviews that any expert got in it."""

    pairs: frozenset[tuple[UUID, UUID]]
    most: int


def least_of(composition: Mapping[str, Mapping[str, int]], each: int) -> dict[str, int]:
    """How many of each kind an application needs at least: the higher of number and share (in percent).

    For the recognition of hi-tech enterprises at least 5 experts, 60 % of them technical and one financial
    (国科火字〔2016〕195号, III (2) 3).
    """
    found = dict(composition.get("kinds", {}))
    for kind, percent in composition.get("shares", {}).items():
        found[kind] = max(found.get(kind, 0), -(-each * percent // 100))
    return {kind: count for kind, count in found.items() if count}
