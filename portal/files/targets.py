"""What takes uploads that come in pieces. Upper apps register theirs from AppConfig.ready()."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from django.http import Http404

from portal.accounts.capacities import Capacity
from portal.files.models import StoredFile

Place = Mapping[str, str]


class Target(Protocol):
    """Somewhere a complete file goes; what a place names is the target's own matter."""

    def check(self, place: Place, *, capacity: Capacity, at: datetime) -> None:
        """Raise Refused, or Http404, where this person may not put a file there at this moment."""

    def take(self, place: Place, stored: StoredFile, name: str, *, capacity: Capacity, at: datetime) -> None:
        """Put the file there; `at` is when its last byte arrived. Refused and Http404 as above."""


_targets: dict[str, Target] = {}
_wakers: list[Callable[[], None]] = []


def register_target(name: str, target: Target) -> None:
    """Make a target known by a name of at most 20 characters."""
    _targets[name] = target


def target_of(name: str) -> Target:
    """The target of a name, or 404."""
    if name not in _targets:
        raise Http404
    return _targets[name]


def register_waker(wake: Callable[[], None]) -> None:
    """Have this called after the commit of a file that a worker has to look at."""
    _wakers.append(wake)


def wake() -> None:
    """Tell a worker that there is something to do."""
    for call in _wakers:
        call()
