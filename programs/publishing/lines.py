"""Lines of a round that upper apps keep and the guide asks for beside its stages."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Lines:
    """A model with a foreign key to the round: its fields, what one line and a further one are called."""

    model: type[Any]
    fields: tuple[str, ...]
    title: str | Promise
    another: str | Promise


_lines: list[Lines] = []


def register_lines(lines: Lines) -> None:
    """Have the step of stages ask for these lines too (from AppConfig.ready())."""
    _lines.append(lines)


def registered() -> list[Lines]:
    """In the order in which they were named."""
    return list(_lines)
