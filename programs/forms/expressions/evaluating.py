"""What an expression is worth, in three values: unknown (None) goes through whatever it touches.

Values: Decimal (money in yuan), str, date, bool, a tuple for a list, None for unknown, and ABSENT where a
hidden question is named. "and", "or" and "not" are Kleene's. Nothing raises: what cannot be worked out,
such as a division by zero, is unknown.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from programs.forms.expressions import nodes
from programs.forms.expressions.functions import ABSENT, FUNCTIONS, RECKONING, finite
from programs.forms.expressions.nodes import Node

Value = Any  # Decimal | str | date | bool | tuple | Absent | None
UNITS = {
    "": Decimal(1),
    "%": Decimal("0.01"),
    "元": Decimal(1),
    "万元": Decimal(10**4),
    "亿元": Decimal(10**8),
}

__all__ = ["ABSENT", "Reading", "truth", "value"]


class Reading(Protocol):
    """Where the values of names come from."""

    # What a comparison with an absent value says: False in a condition (nobody will answer it), None
    # (unknown) in a rule, which must not be broken by a question that is not asked.
    absent: bool | None

    def named(self, path: tuple[str, ...]) -> Value:
        """The answer to a question, a column as a tuple without its empty cells, or one cell."""

    def is_empty(self, path: tuple[str, ...]) -> bool:
        """Whether nothing is answered there."""

    def fact(self, name: str, back: int | None) -> Value:
        """What the file says."""

    def given(self, what: str) -> Value:
        """What the round says."""


def truth(node: Node, reading: Reading) -> bool | None:
    """Whether it holds; None where that is unknown."""
    found = value(node, reading)
    if found is ABSENT:
        return reading.absent
    return found if isinstance(found, bool) else None


def value(node: Node, reading: Reading) -> Value:
    """The value of the whole."""
    match node:
        case nodes.And(items):
            return _first([truth(item, reading) for item in items], False)
        case nodes.Or(items):
            return _first([truth(item, reading) for item in items], True)
        case nodes.Not(of):
            found = truth(of, reading)
            return None if found is None else not found
        case nodes.Compare(operator, left, right):
            return _compared(operator, value(left, reading), value(right, reading), reading.absent)
        case nodes.In():
            return _among(node, reading)
        case nodes.Arithmetic(operator, left, right):
            return _reckoned(operator, value(left, reading), value(right, reading))
        case nodes.Minus(of):
            found = value(of, reading)
            return -found if isinstance(found, Decimal) else found if found is ABSENT else None
        case nodes.Call(function, arguments):
            return _called(function, arguments, reading)
    return _leaf(node, reading)


def _leaf(node: Node, reading: Reading) -> Value:
    match node:
        case nodes.Name(path):
            return reading.named(path)
        case nodes.Fact(fact, back):
            return reading.fact(fact, back)
        case nodes.Given(what):
            return reading.given(what)
        case nodes.Figure(written, unit):
            return Decimal(written) * UNITS[unit]
        case nodes.Words(written):
            return written
        case nodes.Day(written):
            return date.fromisoformat(written)
        case nodes.YesNo(said):
            return said
        case nodes.Listed(items):
            return tuple(value(item, reading) for item in items)
    raise TypeError(f"{type(node).__name__} has no value.")


def _first(found: Sequence[bool | None], decisive: bool) -> bool | None:
    """Kleene: one decisive value decides, else one unknown value leaves it open."""
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def _called(function: str, arguments: tuple[Node, ...], reading: Reading) -> Value:
    if function == "empty":
        asked = arguments[0] if arguments else None
        return reading.is_empty(asked.path) if isinstance(asked, nodes.Name) else None
    if not FUNCTIONS[function].takes(len(arguments)):
        return None
    return FUNCTIONS[function].work([value(argument, reading) for argument in arguments])


def _compared(operator: str, left: Value, right: Value, absent: bool | None) -> bool | None:
    if left is ABSENT or right is ABSENT:
        return None if absent is None else (operator == "!=") is not absent
    if left is None or right is None or type(left) is not type(right) or isinstance(left, tuple):
        return None
    if operator in ("=", "!="):
        return bool((left == right) is (operator == "="))
    if not isinstance(left, Decimal | date):
        return None
    less = left < right if operator in ("<", ">=") else left <= right
    return bool(less) if operator in ("<", "<=") else not less


def _among(node: nodes.In, reading: Reading) -> bool | None:
    what, options = value(node.what, reading), value(node.options, reading)
    if options is ABSENT or what is ABSENT:
        found = reading.absent
    elif isinstance(options, tuple):
        found = _first([_compared("=", what, item, reading.absent) for item in options], True)
    else:
        found = None
    return found if found is None or not node.negated else not found


def _reckoned(operator: str, left: Value, right: Value) -> Value:
    if left is ABSENT or right is ABSENT:
        return ABSENT
    if not (isinstance(left, Decimal) and isinstance(right, Decimal)):
        return None
    work = {
        "+": RECKONING.add,
        "-": RECKONING.subtract,
        "*": RECKONING.multiply,
        "/": RECKONING.divide,
    }[operator]
    return finite(work(left, right))
