"""What waits for a person: upper apps register where it comes from (from AppConfig.ready())."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Todo:
    """One thing to do.

    title: verb first, with the point. detail: one more line. url, label: where the button leads and what it
    says. due: the deadline, if any. order: rank among those without a deadline, lowest first.
    """

    title: str
    detail: str
    url: str
    label: str
    due: datetime | None = None
    order: int = 100


@dataclass(frozen=True)
class Panel:
    """A section below the list: heading, template with its context, and where more of it is.

    side: in the narrow column. wide: across the page, below the columns.
    """

    key: str
    title: str
    template: str
    context: dict[str, Any]
    url: str = ""
    link: str = ""
    side: bool = False
    wide: bool = False


TodoProvider = Callable[[HttpRequest], Iterable[Todo]]
PanelProvider = Callable[[HttpRequest], Panel | None]
_todos: list[TodoProvider] = []
_panels: list[PanelProvider] = []


def register(provider: TodoProvider) -> None:
    """Add a source of things to do for the capacity of a request."""
    _todos.append(provider)


def register_panel(provider: PanelProvider) -> None:
    """Add a section of the to-do page; None where it does not concern the capacity of the request."""
    _panels.append(provider)


def todos(request: HttpRequest) -> list[Todo]:
    """Everything that waits for the reader: nearest deadline first, then by order. Found once per request."""
    kept: list[Todo] | None = getattr(request, "todos", None)
    if kept is None:
        kept = request.todos = _found(request)  # type: ignore[attr-defined]  # ours
    return kept


def _found(request: HttpRequest) -> list[Todo]:
    found = [todo for provider in _todos for todo in provider(request)]
    return sorted(
        found,
        key=lambda todo: (todo.due is None, todo.due.timestamp() if todo.due else todo.order, todo.title),
    )


def panels(request: HttpRequest) -> list[Panel]:
    """The sections of the page for this reader."""
    return [panel for provider in _panels if (panel := provider(request)) is not None]


def waiting(request: HttpRequest) -> int:
    """How many things wait for the reader."""
    return len(todos(request))
