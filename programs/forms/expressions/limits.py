"""What can be said of an expression before anything is answered, from constants and limits alone."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from programs.forms.expressions import nodes
from programs.forms.expressions.evaluating import UNITS
from programs.forms.expressions.nodes import Node

Bounds = tuple[Decimal | None, Decimal | None]  # least and most; None: no limit
BoundsOf = Callable[[tuple[str, ...]], Bounds]
OPEN: Bounds = (None, None)
MIRRORED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def certain(node: Node, limits: BoundsOf) -> bool | None:
    """What it says of every answer within the limits; None where answers can make a difference."""
    match node:
        case nodes.And(items):
            found = [certain(item, limits) for item in items]
            if False in found or _contradict(items, limits):
                return False
            return True if all(item is True for item in found) else None
        case nodes.Or(items):
            found = [certain(item, limits) for item in items]
            return True if True in found else False if all(item is False for item in found) else None
        case nodes.Not(of):
            inside = certain(of, limits)
            return None if inside is None else not inside
        case nodes.YesNo(said):
            return said
        case nodes.Compare(operator, left, right):
            return _compared(operator, left, right, limits)
    return None


def _compared(operator: str, left: Node, right: Node, limits: BoundsOf) -> bool | None:
    constants = (_constant(left), _constant(right))
    if None not in constants and operator in ("=", "!="):
        return bool((constants[0] == constants[1]) is (operator == "="))
    (a, b), (c, d) = bounds(left, limits), bounds(right, limits)
    if operator in ("=", "!="):
        apart = _less(b, c) or _less(d, a)
        return (operator == "!=") if apart else None
    if operator in (">", ">="):
        (a, b), (c, d), operator = (c, d), (a, b), MIRRORED[operator]
    if operator == "<":
        return True if _less(b, c) else False if _at_most(d, a) else None
    return True if _at_most(b, c) else False if _less(d, a) else None


def _less(left: Decimal | None, right: Decimal | None) -> bool:
    return left is not None and right is not None and left < right


def _at_most(left: Decimal | None, right: Decimal | None) -> bool:
    return left is not None and right is not None and left <= right


def bounds(node: Node, limits: BoundsOf) -> Bounds:
    """Between which figures it lies."""
    match node:
        case nodes.Figure(value, unit):
            figure = Decimal(value) * UNITS[unit]
            return figure, figure
        case nodes.Name(path):
            return limits(path)
        case nodes.Minus(of):
            low, high = bounds(of, limits)
            return _negative(high), _negative(low)
        case nodes.Arithmetic("+" | "-" as operator, left, right):
            (a, b), (c, d) = bounds(left, limits), bounds(right, limits)
            if operator == "-":
                c, d = _negative(d), _negative(c)
            return _sum(a, c), _sum(b, d)
        case nodes.Arithmetic(operator, left, right):
            return _scaled(operator, bounds(left, limits), bounds(right, limits))
        case nodes.Call("sum", (nodes.Name(path),)):
            low, high = limits(path)
            return (Decimal(0) if _at_most(Decimal(0), low) else None), None
        case nodes.Call("count"):
            return Decimal(0), None
    return OPEN


def _negative(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def _sum(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    return None if left is None or right is None else left + right


def _scaled(operator: str, left: Bounds, right: Bounds) -> Bounds:
    """By a factor above zero; anything else stays open."""
    if operator == "*" and left[0] == left[1]:
        left, right = right, left
    factor = right[0]
    if factor is None or factor != right[1] or factor <= 0:
        return OPEN
    low, high = (None if end is None else end * factor if operator == "*" else end / factor for end in left)
    return low, high


def _constant(node: Node) -> Any:
    match node:
        case nodes.Figure(value, unit):
            return Decimal(value) * UNITS[unit]
        case nodes.Words(value) | nodes.Day(value):
            return value
        case nodes.YesNo(value):
            return value
    return None


def _contradict(items: Iterable[Node], limits: BoundsOf) -> bool:
    """Whether comparisons of one question with constants leave it no answer."""
    equal: dict[tuple[str, ...], set[Any]] = defaultdict(set)
    between: dict[tuple[str, ...], list[tuple[str, Decimal]]] = defaultdict(list)
    for item in items:
        if not isinstance(item, nodes.Compare):
            continue
        operator, name, constant = item.operator, item.left, _constant(item.right)
        if constant is None:
            operator, name, constant = MIRRORED[operator], item.right, _constant(item.left)
        if not isinstance(name, nodes.Name) or constant is None:
            continue
        if operator == "=":
            equal[name.path].add(constant)
        if isinstance(constant, Decimal) and operator != "!=":
            between[name.path].append((operator, constant))
    return any(len(values) > 1 for values in equal.values()) or any(map(_shut, between.values()))


def _shut(compared: list[tuple[str, Decimal]]) -> bool:
    """Whether no figure lies above and below all of these."""
    low = max(
        ((value, operator == ">") for operator, value in compared if operator in ("=", ">", ">=")),
        default=None,
    )
    high = min(
        ((value, operator != "<") for operator, value in compared if operator in ("=", "<", "<=")),
        default=None,
    )
    if low is None or high is None:
        return False
    return low[0] > high[0] or (low[0] == high[0] and (low[1] or not high[1]))
