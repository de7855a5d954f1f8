"""How the reader fares against the conditions of a program: an upper app says (from AppConfig.ready())."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from programs.catalog.models import Program, Round


@dataclass(frozen=True)
class Check:
    """Parts of the program's page, each rendered with `content`.

    template: the section of the conditions, "" for the plain one. side: below the deadline.
    """

    template: str
    side: str
    content: Mapping[str, Any] = field(default_factory=dict)


Checker = Callable[[HttpRequest, Program, Round | None], Check | None]
_checkers: list[Checker] = []


def register_checker(checker: Checker) -> None:
    """Ask `checker` on every program's page."""
    _checkers.append(checker)


def check_of(request: HttpRequest, program: Program, round_: Round | None) -> Check | None:
    """The first that has something to say for the reader."""
    found = (checker(request, program, round_) for checker in _checkers)
    return next((check for check in found if check is not None), None)
