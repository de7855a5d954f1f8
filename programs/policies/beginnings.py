"""The way from a promise nobody can ask for at present to a new program: an upper app tells where it is."""

from collections.abc import Callable, Iterable

from django.db.models import Model
from django.http import HttpRequest

from portal.accounts.capacities import acting
from portal.accounts.editing import reach_of
from programs.policies.models import Measure
from programs.policies.uses import Use

Way = Callable[[Model], str]
_ways: list[Way] = []


def register_beginning(way: Way) -> None:
    """Lead from a clause or a measure to the address `way(row)` (from AppConfig.ready)."""
    _ways.append(way)


def beginning(request: HttpRequest | None, row: Model, uses: Iterable[Use]) -> str:
    """The address for who edits programs; "" where a program is open or coming, or nobody can ask for it."""
    capacity = acting(request) if request else None
    if capacity is None or not reach_of(capacity) or any(use.is_live for use in uses):
        return ""
    if isinstance(row, Measure) and not row.asked_for:
        return ""
    return next((way(row) for way in _ways), "")
