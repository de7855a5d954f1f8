"""What other apps say about personal data they hold. Lower apps are named in `portal.privacy.held`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from portal.accounts.models import User

Facts = Mapping[str | Promise, Any]  # what it is called: what it says


@dataclass(frozen=True)
class Held:
    """One kind of data about a person. `rows` answers it in the active language."""

    key: str
    label: str | Promise
    rows: Callable[[User], Iterable[Facts]]


@dataclass(frozen=True)
class Kind:
    """A kind of data with a period. `erase(before, count_only, limit)` answers how many rows (it would).

    action: "erase", "delete" or "anonymize". A kind that cannot be emptied in one batch is called again.
    """

    key: str
    label: str | Promise
    action: str
    erase: Callable[[datetime, bool, int], int]


Obstacle = Callable[[User], Iterable[str]]
Eraser = Callable[[User, datetime], object]

exports: dict[str, Held] = {}
kinds: dict[str, Kind] = {}
obstacles: list[Obstacle] = []
erasers: list[Eraser] = []


def register_export(key: str, label: str | Promise, rows: Callable[[User], Iterable[Facts]]) -> None:
    """Add a section of the own-data export."""
    exports[key] = Held(key, label, rows)


def register_retention(kind: Kind) -> None:
    """Add a kind of data that is erased when its period has passed; a period without a row never passes."""
    kinds[kind.key] = kind


def register_obstacle(obstacle: Obstacle) -> None:
    """Add reasons, as sentences, why an account cannot be closed."""
    obstacles.append(obstacle)


def register_eraser(eraser: Eraser) -> None:
    """Add what is erased or made nameless when an account is closed, inside the same transaction."""
    erasers.append(eraser)
