"""Ways beside an application that upper apps bring along, such as naming experts to be avoided."""

from collections.abc import Callable
from dataclasses import dataclass

from applications.intake.models import Application
from portal.accounts.capacities import Capacity


@dataclass(frozen=True)
class Way:
    """Where it leads and what it is good for."""

    url: str
    label: str
    text: str


Finder = Callable[[Application, Capacity], Way | None]
_finders: list[Finder] = []


def register_way(finder: Finder) -> None:
    """Have `finder(application, capacity)` offer a way; None while it is of no use to the reader."""
    _finders.append(finder)


def ways(application: Application, capacity: Capacity) -> list[Way]:
    """Everything that is offered to the reader now."""
    found = (finder(application, capacity) for finder in _finders)
    return [way for way in found if way is not None]
