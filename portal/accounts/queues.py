"""Work that lies with a person: upper apps register theirs (from AppConfig.ready()), so that it can be handed
over when the person goes on leave, is transferred or leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from portal.accounts.models import Department, User
from portal.history.services import Actor


@dataclass(frozen=True)
class Item:
    """One matter that lies with a person."""

    label: str
    url: str


class Queue(Protocol):
    """Matters of one kind."""

    def of(self, user: User, department: Department) -> Sequence[Item]:
        """What lies with the person in the department."""
        ...

    def hand_over(
        self, user: User, department: Department, to: User | None, *, by: Actor | None, at: datetime
    ) -> int:
        """Give all of it to a colleague, or back to the department; how many, inside a transaction."""
        ...


_queues: list[Queue] = []


def register(queue: Queue) -> None:
    """Add a kind of matters."""
    _queues.append(queue)


def of(user: User, department: Department) -> list[Item]:
    """Everything that lies with the person in the department."""
    return [item for queue in _queues for item in queue.of(user, department)]


def hand_over(user: User, department: Department, to: User | None, *, by: Actor | None, at: datetime) -> int:
    """Give everything to a colleague, or back to the department (None); how many matters."""
    return sum(queue.hand_over(user, department, to, by=by, at=at) for queue in _queues)
