"""What every type of a term's value can do."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise

Words = str | Promise


class Wrong(ValueError):
    """A value a term does not take; the sentence says what it takes."""


@dataclass(frozen=True)
class Box:
    """A field in which a person types a value, or a part of it.

    `name`: within the term, "" for its only field. `options`: codes and words to choose from; `many`: more
    than one of them. `unit`: what stands behind the field. `ends_line`: what follows begins a new line.
    """

    name: str = ""
    label: Words = ""
    unit: Words = ""
    options: tuple[tuple[str, Words], ...] = ()
    many: bool = False
    ends_line: bool = False


class ValueType(ABC):
    """A kind of value; `code` names it in the API. Canonical values are JSON: what `clean` returns, `clean`
    takes and leaves as it is."""

    code: ClassVar[str]

    @abstractmethod
    def clean(self, raw: Any) -> Any:
        """The canonical JSON of a value; raises Wrong with a sentence."""

    @abstractmethod
    def words(self, value: Any) -> str:
        """A canonical value in plain words of the active language."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of canonical values."""

    @abstractmethod
    def boxes(self) -> list[Box]:
        """The fields in which a person types it."""

    def typed(self, value: Any) -> dict[str, Any]:
        """What stands in the boxes for a canonical value, by name."""
        return {"": value}

    def read(self, typed: dict[str, Any]) -> Any:
        """What was typed as `clean` takes it; None where nothing was. Raises Wrong."""
        return typed.get("") or None
