"""What was fixed under the calendar: upper apps say which of it today's calendar would place elsewhere.

Nothing published moves when the calendar changes; an administrator sees the list and decides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Misplaced:
    """A moment that stays as it was announced though the calendar now gives another.

    url: where an administrator moves it.
    """

    what: str
    announced: datetime
    computed: datetime
    url: str


Finder = Callable[[datetime], list[Misplaced]]
_finders: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """Ask `finder(now)` for moments to come that today's calendar would place elsewhere."""
    _finders.append(finder)


def misplaced(now: datetime) -> list[Misplaced]:
    """Everything announced that today's calendar would place elsewhere, the next first."""
    found = (row for finder in _finders for row in finder(now))
    return sorted(found, key=lambda row: row.announced)
