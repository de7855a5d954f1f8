"""What is odd about a rule set: tests that cannot both pass, and tests that nobody or everybody passes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from portal.reference.models import region_prefix
from programs.catalog.models import Condition
from programs.eligibility.context import Context
from programs.eligibility.grammar import parse
from programs.eligibility.nodes import Group, Leaf, Node
from programs.eligibility.querying import as_expression, rows

LOWER, UPPER = ("at_least", "more_than"), ("at_most", "less_than")
SPAN_DAYS = {"years": 366, "months": 31, "days": 1}


@dataclass(frozen=True)
class Counted:
    """How many registered organizations pass and fail a condition; the files of the rest do not say."""

    passed: int
    failed: int
    all: int

    @property
    def unknown(self) -> int:
        return self.all - self.passed - self.failed

    @property
    def warning(self) -> str:
        """A sentence where nobody passes it or everybody does, else ""."""
        if not self.all:
            return ""
        if self.failed == self.all:
            return _("No registered organization passes this test.")
        if self.passed == self.all:
            return _("Every registered organization passes this test: it leaves nobody out.")
        return ""


def counts(conditions: Sequence[Condition], context: Context) -> dict[int, Counted]:
    """By condition that has a test: one query over all organizations, judged in SQL."""
    tested = [(condition.pk, condition.test) for condition in conditions if condition.test]
    if not tested:
        return {}
    wanted: dict[str, Any] = {"everybody": Count("pk")}
    for number, (_key, test) in enumerate(tested):
        holds = as_expression(test, context)
        wanted |= {f"known_{number}": Count(holds), f"passed_{number}": Count("pk", filter=holds)}
    found = rows([test for _key, test in tested], context).aggregate(**wanted)
    return {
        key: Counted(
            found[f"passed_{number}"],
            found[f"known_{number}"] - found[f"passed_{number}"],
            found["everybody"],
        )
        for number, (key, _test) in enumerate(tested)
    }


def contradictions(conditions: Iterable[Condition]) -> list[str]:
    """Pairs of conditions that ask for what cannot be true at once, as sentences."""
    asked: dict[tuple[str, Any], list[tuple[int, Leaf]]] = defaultdict(list)
    for number, condition in enumerate(conditions, start=1):
        for leaf in _required(parse(condition.test)) if condition.test else ():
            asked[leaf.testable.key, leaf.about].append((number, leaf))
    sentence = _("Conditions %(one)s and %(other)s cannot both be met: both ask about “%(fact)s”.")
    itself = _("Condition %(one)s cannot be met: it contradicts itself about “%(fact)s”.")
    found = dict.fromkeys(
        (sentence if one != other else itself) % {"one": one, "other": other, "fact": left.testable.label}
        for leaves in asked.values()
        for (one, left), (other, right) in combinations(leaves, 2)
        if _exclude(left, right)
    )
    return list(found)


def _required(node: Node) -> Iterator[Leaf]:
    """The questions that each have to be answered with yes."""
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, Group) and node.count == len(node.children):
        for child in node.children:
            yield from _required(child)


def _exclude(left: Leaf, right: Leaf) -> bool:
    """Whether no value can pass both."""
    one, other = _set(left), _set(right)
    if one is not None and other is not None:
        return not one & other
    if left.operator.key == right.operator.key == "within":
        pairs = [(region_prefix(a), region_prefix(b)) for a in left.value for b in right.value]
        return not any(a.startswith(b) or b.startswith(a) for a, b in pairs)
    low, high = _bounds(left), _bounds(right)
    return low is not None and high is not None and (_above(low, high) or _above(high, low))


def _set(leaf: Leaf) -> set[Any] | None:
    """The answers that pass, where they are counted up."""
    match leaf.operator.key:
        case "equals":
            return {leaf.value}
        case "in" if leaf.testable.choices:
            return set(leaf.value)
        case _:
            return None


Bounds = tuple[Any, bool, Any, bool]  # lowest, whether it is included, highest, whether it is included


def _bounds(leaf: Leaf) -> Bounds | None:
    """Between what a value passes; None where it is no matter of more or less."""
    key, value = leaf.operator.key, leaf.value
    if key in LOWER:
        return value, key == "at_least", None, True
    if key in UPPER:
        return None, True, value, key == "at_most"
    if key == "between":
        return value[0], True, value[1], True
    if key == "equals" and not leaf.testable.choices:
        return value, True, value, True
    if key in ("older_than", "younger_than"):
        unit, count = next(iter(value.items()))
        days = count * SPAN_DAYS[unit]
        return (days, True, None, True) if key == "older_than" else (None, True, days, False)
    return None


def _above(one: Bounds, other: Bounds) -> bool:
    """Whether the whole of one lies above the whole of the other."""
    low, included, high, also = one[0], one[1], other[2], other[3]
    if low is None or high is None or isinstance(low, date) != isinstance(high, date):
        return False
    return bool(low > high or (low == high and not (included and also)))
