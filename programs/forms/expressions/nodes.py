"""An expression as a tree, and the same tree as JSON."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Node:
    """A part of an expression; `at`: the character (from 0) where it begins, for sentences about it."""

    at: int = field(default=0, compare=False, repr=False, kw_only=True)

    def parts(self) -> Iterator["Node"]:
        """The expressions directly inside, in order."""
        for name in FIELDS[type(self)]:
            inside = getattr(self, name)
            if isinstance(inside, Node):
                yield inside
            elif isinstance(inside, tuple):
                yield from (item for item in inside if isinstance(item, Node))


@dataclass(frozen=True)
class Figure(Node):
    """A number in figures, such as 0.5, with its unit: "", "%", "元", "万元" or "亿元"."""

    value: str
    unit: str = ""


@dataclass(frozen=True)
class Words(Node):
    """A text, or the value of a choice."""

    value: str


@dataclass(frozen=True)
class Day(Node):
    """A day, YYYY-MM-DD."""

    value: str


@dataclass(frozen=True)
class YesNo(Node):
    """Yes or no."""

    value: bool


@dataclass(frozen=True)
class Name(Node):
    """A question ("amount",), a column ("budget", "grant") or a cell ("budget", "equipment", "grant")."""

    path: tuple[str, ...]


@dataclass(frozen=True)
class Fact(Node):
    """What the organization's file says; `back`: years from the reference year (-1: the year before it)."""

    fact: str
    back: int | None = None


@dataclass(frozen=True)
class Given(Node):
    """What the round gives: "round.cap", "today" or "closing_day"."""

    what: str


@dataclass(frozen=True)
class Call(Node):
    """A function of `programs.forms.expressions.functions` with its arguments."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Minus(Node):
    """The negative of a figure."""

    of: Node


@dataclass(frozen=True)
class Arithmetic(Node):
    """+, -, * or /."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Compare(Node):
    """=, !=, <, <=, > or >=."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Listed(Node):
    """Values in brackets, to the right of `in`."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class In(Node):
    """Whether something is among the values of a list."""

    what: Node
    options: Node
    negated: bool = False


@dataclass(frozen=True)
class Not(Node):
    """The contrary."""

    of: Node


@dataclass(frozen=True)
class And(Node):
    """All of them hold."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Or(Node):
    """One of them holds."""

    items: tuple[Node, ...]


CLASSES: dict[str, type[Node]] = {
    cls.__name__.lower(): cls
    for cls in (
        Figure, Words, Day, YesNo, Name, Fact, Given, Call, Minus, Arithmetic, Compare, Listed, In, Not, And,
        Or,
    )
}  # fmt: skip
FIELDS = {cls: tuple(f.name for f in fields(cls) if f.name != "at") for cls in CLASSES.values()}


def to_json(node: Node) -> dict[str, Any]:
    """The tree as JSON: {"is": the class in lower case, and its fields}."""
    inside = {name: _plain(getattr(node, name)) for name in FIELDS[type(node)]}
    return {"is": type(node).__name__.lower(), **inside}


def _plain(value: Any) -> Any:
    if isinstance(value, Node):
        return to_json(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def from_json(data: dict[str, Any]) -> Node:
    """The tree that `to_json` wrote."""
    inside = {name: _tree(value) for name, value in data.items() if name != "is"}
    return CLASSES[data["is"]](**inside)


def _tree(value: Any) -> Any:
    if isinstance(value, dict):
        return from_json(value)
    return tuple(_tree(item) for item in value) if isinstance(value, list) else value


def walk(node: Node) -> Iterator[Node]:
    """The node and everything inside, in the order it is written."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting += reversed(list(here.parts()))


def depth(node: Node) -> int:
    """How many nodes lie inside each other; counted without recursion."""
    levels, here = 0, [node]
    while here:
        levels += 1
        here = [part for above in here for part in above.parts()]
    return levels


def names(node: Node) -> list[tuple[str, ...]]:
    """The questions, columns and cells it names, each once, in order."""
    return list(dict.fromkeys(found.path for found in walk(node) if isinstance(found, Name)))


def facts(node: Node) -> list[str]:
    """The facts of the file it names, each once, in order."""
    return list(dict.fromkeys(found.fact for found in walk(node) if isinstance(found, Fact)))
