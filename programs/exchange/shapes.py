"""The sheets of a spreadsheet: a row is an object, or a part of one."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from portal.accounts.editing import Reach, reach_of
from portal.accounts.models import User
from portal.ui.texts import labelled
from portal.versions.differences import Change
from programs.exchange.cells import as_text
from programs.exchange.columns import Column, Heading, column
from programs.exchange.names import Names, written

Cells = dict[str, Any]
Key = tuple[str, ...]


class Row(NamedTuple):
    """A row of a file: its number as the spreadsheet shows it, its cells by the names of columns."""

    number: int
    cells: Cells


@dataclass
class Run:
    """Working through a file: for whom, and what is looked up on the way."""

    by: User
    file: str
    lock: bool
    names: Names = field(default_factory=Names)

    def __post_init__(self) -> None:
        self.reach: Reach = reach_of(self.by)


Guard = Callable[[Any, Run], object]


@dataclass(frozen=True)
class Shape:
    """A sheet whose rows are objects.

    key: the fields that name a row; `names` has them too. guard: called with the row before and after a
    change; raises Refused where it is not theirs. refusal: why these fields of the row cannot change now.
    """

    name: str
    label: Any
    model: type[Model]
    key: Key
    names: Key
    guard: Guard
    related: Key = ()
    refusal: Callable[[Any, set[str]], str] = lambda row, names: ""
    after: Callable[[Any], object] = lambda row: None

    @property
    def columns(self) -> list[Column]:
        """Its columns in order."""
        return [column(self.model, name) for name in self.names]

    def objects(self) -> QuerySet[Any]:
        """Its rows with everything that their cells need."""
        several = [part.name for part in self.model._meta.many_to_many if part.name in self.names]
        nested = ["clauses__document" if name == "clauses" else name for name in several]
        rows: QuerySet[Any] = self.model._default_manager.all()
        return rows.select_related(*self.related).prefetch_related(*nested)

    def lines(self, rows: Iterable[Any]) -> Iterator[list[Any]]:
        """The rows as cells."""
        columns = self.columns
        for row in rows:
            yield [own.out(row) for own in columns]

    def key_of(self, row: Any) -> Key:
        """What names a row, as its cells say it."""
        return tuple(column(self.model, name).says(row) for name in self.key)

    def named(self, keys: Iterable[Key]) -> Q:
        """Rows of which each part of the name is among these: no fewer than those wanted."""
        parts = list(zip(*keys, strict=True))
        found = Q()
        for name, wanted in zip(self.key, parts, strict=True):
            relation = self.model._meta.get_field(name).is_relation
            found &= Q(**{f"{name}__slug__in" if relation else f"{name}__in": wanted})
        return found if parts else Q(pk__in=[])


def key_in(cells: Cells, names: Key) -> Key:
    """What names the row of a file; ValidationError where it cannot be read."""
    return tuple(as_text(cells[name]).strip() for name in names)


@dataclass(frozen=True)
class Parts(ABC):
    """A sheet whose rows are parts of objects of another: the objects change with all their rows at once."""

    name: str
    label: Any
    owner: Shape

    key: ClassVar[Key]  # the owner's column, then what tells its parts from each other

    @property
    @abstractmethod
    def columns(self) -> list[Column] | list[Heading]:
        """Its columns in order."""

    @abstractmethod
    def lines(self, rows: Iterable[Any]) -> Iterator[list[Any]]:
        """The parts of these owners as cells."""

    @abstractmethod
    def differing(self, owner: Any, rows: list[Row], has: set[str]) -> list[Row]:
        """Those that say something else, or cannot be read. `has`: the columns of the file."""

    @abstractmethod
    def write(self, owner: Any, rows: list[Row], has: set[str], names: Names) -> "Faults":
        """Write what can be read, and say what cannot by the number of the row; ValidationError for what is
        wrong with the whole."""

    @abstractmethod
    def told(self, before: Any, after: Any, owner: Any, row: Row) -> list[Change]:
        """What a row has changed, by the contents of its owner."""


Faults = dict[int, list[str]]
Sheet = Shape | Parts


def sentences(error: ValidationError, columns: Iterable[Column | Heading]) -> list[str]:
    """What is wrong, each with the column it is in."""
    if not hasattr(error, "error_dict"):
        return error.messages
    labels = {own.name: own.headers[0] for own in columns}
    return [
        labelled(labels[name], text) if name in labels else text
        for name, texts in error.message_dict.items()
        for text in texts
    ]


__all__ = [
    "Faults",
    "Guard",
    "Key",
    "Parts",
    "Row",
    "Run",
    "Shape",
    "Sheet",
    "key_in",
    "sentences",
    "written",
]
