"""Links at the top of a row's page in the admin that upper apps add (from AppConfig.ready())."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise


@dataclass(frozen=True)
class Tool:
    """A link with its words; verb first."""

    url: str
    label: str | Promise


Finder = Callable[[Model], Iterator[Tool]]
_finders: list[Finder] = []


def register_tools(finder: Finder) -> None:
    """Show `finder(row)` on the admin's page of a program, a round or a form."""
    _finders.append(finder)


def tools_of(row: Model) -> list[Tool]:
    """Every link for a row."""
    return [tool for finder in _finders for tool in finder(row)]
