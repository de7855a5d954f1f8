"""When something is judged, and the file it is judged for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.facts.reading import File
from portal.facts.values import Key


@dataclass(frozen=True, slots=True)
class Context:
    """The day, and the year from which "last year" counts: pinned by a published round, so that a figure of
    the last year does not become another one at New Year."""

    as_of: date
    reference_year: int


class Reading:
    """A file in a context: where the terms find what was stated. Remembers what it has worked out."""

    __slots__ = ("context", "file", "known")

    def __init__(self, file: File, context: Context) -> None:
        if file.as_of != context.as_of:
            raise ValueError("The file is of another day than the context.")
        self.file = file
        self.context = context
        self.known: dict[Any, Any] = {}

    def get(self, key: str, offset: int | None) -> Any:
        """A stated value, `offset` years from the reference year; None where it is unknown."""
        year = None if offset is None else self.context.reference_year + offset
        return self.file.values.get((key, year))


class Tracing(Reading):
    """A reading that notes which facts were asked for: the unknown ones, and the values of the others."""

    __slots__ = ("missed", "used")

    def __init__(self, file: File, context: Context) -> None:
        super().__init__(file, context)
        self.missed: list[Key] = []
        self.used: dict[Key, Any] = {}

    def get(self, key: str, offset: int | None) -> Any:
        value = super().get(key, offset)
        asked = (key, None if offset is None else self.context.reference_year + offset)
        if value is not None:
            self.used[asked] = value
        elif asked not in self.missed:
            self.missed.append(asked)
        return value
