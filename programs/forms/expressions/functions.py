"""The functions: what they take, what they are worth, and how they are worked out.

A function gets its arguments as `programs.forms.expressions.evaluating` has them: None is unknown, ABSENT
what a hidden question would have said, a tuple a list whose items may be None.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from programs.forms.expressions import nodes
from programs.forms.expressions.faults import Fault
from programs.forms.expressions.nodes import Node
from programs.forms.expressions.sorts import DATE, NUMBER, YES_NO, Sort, Type


class Absent:
    """What a hidden question says: less than unknown, since nobody will ever answer it."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent()

# 40 digits; nothing raises, what is no number any more becomes unknown.
RECKONING = Context(prec=40, rounding=ROUND_HALF_UP, traps=[])
MOST_PLACES = 6


@dataclass(frozen=True)
class Function:
    """`fits`: the type of the result, from the types and the nodes of the arguments, or a Fault. `least` and
    `most`: how many there are."""

    fits: Callable[[list[Type], "nodes.Call"], Type]
    work: Callable[[Sequence[Any]], Any]
    least: int = 1
    most: int | None = 1

    def takes(self, count: int) -> bool:
        """Whether it takes so many arguments."""
        return self.least <= count and (self.most is None or count <= self.most)


def finite(value: Decimal) -> Decimal | None:
    """The number; None where the reckoning left the numbers."""
    return value if value.is_finite() else None


def require_count(call: nodes.Call) -> None:
    """Fault where the function does not take so many values."""
    function = FUNCTIONS[call.function]
    if function.takes(len(call.arguments)):
        return
    words = {"name": call.function, "count": len(call.arguments)}
    words |= {"least": function.least, "most": function.most}
    if function.most is None:
        raise Fault(_("%(name)s(): values given %(count)s, needed %(least)s or more.") % words, call.at)
    if function.most == function.least:
        raise Fault(_("%(name)s(): values given %(count)s, needed %(least)s.") % words, call.at)
    raise Fault(_("%(name)s(): values given %(count)s, needed %(least)s to %(most)s.") % words, call.at)


def wrong(call: nodes.Call, position: int, given: Type, wanted: str) -> Fault:
    """The complaint about one argument."""
    words = {"name": call.function, "wanted": wanted, "given": given.words}
    return Fault(_("%(name)s() takes %(wanted)s here, not %(given)s.") % words, call.arguments[position].at)


def _sum_fits(given: list[Type], call: nodes.Call) -> Type:
    if given[0].sort not in (Sort.NUMBER, Sort.MONEY) or not given[0].many:
        raise wrong(call, 0, given[0], _("a column of numbers or money"))
    return given[0].one


def _sum(values: Sequence[Any]) -> Any:
    if not isinstance(values[0], tuple):
        return None if values[0] is None else values[0]
    total = Decimal(0)
    for item in values[0]:
        if not isinstance(item, Decimal):
            return None
        total = RECKONING.add(total, item)
    return finite(total)


def _count_fits(given: list[Type], call: nodes.Call) -> Type:
    if not given[0].many and given[0].sort != Sort.ROWS:
        raise wrong(call, 0, given[0], _("a table or a list"))
    return NUMBER


def _count(values: Sequence[Any]) -> Any:
    return Decimal(len(values[0])) if isinstance(values[0], tuple) else values[0]


def _extreme_fits(given: list[Type], call: nodes.Call) -> Type:
    if len(given) == 1:
        if not (given[0].many and given[0].one.ordered):
            raise wrong(call, 0, given[0], _("a column, or several values,"))
        return given[0].one
    for position, type_ in enumerate(given):
        if not type_.ordered or type_.sort != given[0].sort:
            wanted = given[0].words if given[0].ordered else _("numbers, money or dates")
            raise wrong(call, position, type_, wanted)
    return given[0]


def _extreme(choose: Callable[[Any], Any]) -> Callable[[Sequence[Any]], Any]:
    def work(values: Sequence[Any]) -> Any:
        items = values[0] if len(values) == 1 else values
        if not isinstance(items, Sequence):
            return items
        there = [item for item in items if item is not ABSENT]
        if not all(isinstance(item, Decimal | date) for item in there) or len(set(map(type, there))) > 1:
            return None
        return choose(there) if there else (ABSENT if items else None)

    return work


def _round_fits(given: list[Type], call: nodes.Call) -> Type:
    if not given[0].figure:
        raise wrong(call, 0, given[0], _("a number or money"))
    if len(given) == 2:
        places = call.arguments[1]
        if not (isinstance(places, nodes.Figure) and not places.unit and places.value in "0123456"):
            raise wrong(call, 1, given[1], _("the number of decimal places, 0 to 6,"))
    return given[0]


def _round(values: Sequence[Any]) -> Any:
    if not isinstance(values[0], Decimal):
        return values[0]
    places = int(values[1]) if len(values) > 1 and isinstance(values[1], Decimal) else 0
    return finite(RECKONING.quantize(values[0], Decimal(1).scaleb(-min(places, MOST_PLACES))))


def _between_fits(given: list[Type], call: nodes.Call) -> Type:
    for position, type_ in enumerate(given):
        if type_ != DATE:
            raise wrong(call, position, type_, DATE.words)
    return NUMBER


def _between(work: Callable[[date, date], int]) -> Callable[[Sequence[Any]], Any]:
    def between(values: Sequence[Any]) -> Any:
        begin, end = values
        if ABSENT in (begin, end):
            return ABSENT
        if not (isinstance(begin, date) and isinstance(end, date)):
            return None
        return Decimal(work(begin, end))

    return between


def _years(begin: date, end: date) -> int:
    """Whole years; below zero where the end comes first."""
    if end < begin:
        return -_years(end, begin)
    return end.year - begin.year - ((end.month, end.day) < (begin.month, begin.day))


def _empty_fits(given: list[Type], call: nodes.Call) -> Type:
    if not isinstance(call.arguments[0], nodes.Name):
        raise wrong(call, 0, given[0], _("a question"))
    return YES_NO


def _coalesce_fits(given: list[Type], call: nodes.Call) -> Type:
    for position, type_ in enumerate(given):
        if type_.many or type_.sort == Sort.ROWS or type_.sort != given[0].sort:
            one = given[0].words if not given[0].many else given[0].one.words
            raise wrong(call, position, type_, one)
    return given[0]


def _coalesce(values: Sequence[Any]) -> Any:
    known = [item for item in values if item is not None and item is not ABSENT]
    if known:
        return known[0]
    return None if None in values else ABSENT


FUNCTIONS = {
    "sum": Function(_sum_fits, _sum),
    "count": Function(_count_fits, _count),
    "min": Function(_extreme_fits, _extreme(min), most=None),
    "max": Function(_extreme_fits, _extreme(max), most=None),
    "round": Function(_round_fits, _round, most=2),
    "years_between": Function(_between_fits, _between(_years), 2, 2),
    "days_between": Function(_between_fits, _between(lambda begin, end: (end - begin).days), 2, 2),
    "empty": Function(_empty_fits, lambda values: values[0]),
    "coalesce": Function(_coalesce_fits, _coalesce, 2, None),
}


def zero(node: Node) -> bool:
    """A bare 0, which is nothing in any unit."""
    return isinstance(node, nodes.Figure) and not node.unit and not Decimal(node.value)
