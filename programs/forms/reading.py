"""YAML read with its places, so that a fault says where it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml


class Unreadable(Exception):
    """A file that cannot be imported; the sentence names the file and the place."""


@dataclass(frozen=True)
class Place:
    """A value and where it stands, such as form/sections/2/questions/4."""

    file: Path
    path: str
    value: Any

    def fault(self, sentence: str) -> Unreadable:
        """The exception to raise about this place."""
        return Unreadable(f"{self.file.name}, {self.path or 'top'}: {sentence}")

    def __getitem__(self, name: str) -> "Place":
        if not isinstance(self.value, dict):
            raise self.fault("expected a block of names and values")
        if name not in self.value:
            raise self.fault(f"“{name}” is missing")
        return Place(self.file, f"{self.path}/{name}".lstrip("/"), self.value[name])

    def __iter__(self) -> Iterator["Place"]:
        if not isinstance(self.value, list):
            raise self.fault("expected a list")
        return iter(
            [Place(self.file, f"{self.path}/{n}", value) for n, value in enumerate(self.value, start=1)]
        )

    def has(self, name: str) -> bool:
        """Whether the block has a name."""
        return isinstance(self.value, dict) and name in self.value

    def get(self, name: str) -> Iterable["Place"]:
        """The list under a name; empty where there is none."""
        return self[name] if self.has(name) else ()

    def text(self) -> str:
        """The value as text; a fault where it is none."""
        if not isinstance(self.value, str):
            raise self.fault("expected text")
        return self.value

    def values(self, except_for: Iterable[str] = ()) -> dict[str, Any]:
        """The block without some of its names; figures with a point become Decimal."""
        if not isinstance(self.value, dict):
            raise self.fault("expected a block of names and values")
        return {
            name: Decimal(str(value)) if isinstance(value, float) else value
            for name, value in self.value.items()
            if name not in except_for
        }


def read_file(path: Path) -> Place:
    """A file's top place; Unreadable with line and column where it is not YAML."""
    try:
        with path.open(encoding="utf-8") as source:
            return Place(path, "", yaml.safe_load(source))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise Unreadable(f"{path.name}{where}: {getattr(error, 'problem', error)}") from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name}: not UTF-8 text (byte {error.start})") from error
