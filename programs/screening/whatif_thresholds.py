"""The numbers in the tests of a rule set: where they stand, which may be changed, and the tests with others.

An address names a number: the id of the condition, then the way through its test, all joined by dots
("12.all.0.value"). A condition that rests on a clause of a policy is fixed by it; one that rests on a call
notice, or on no source, is the department's own to change.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import cached_property

from programs.catalog.models import Condition
from programs.policies.models import PolicyDocument

Path = tuple[str | int, ...]
Changes = Mapping[str, Decimal]

# Where more is asked for, and where less.
FLOORS = frozenset({"at_least", "more_than", "older_than", "clean"})
CEILINGS = frozenset({"at_most", "less_than", "younger_than"})
COUNT = "count"  # how many of a group have to be met


@dataclass(frozen=True)
class Threshold:
    """One number of a test. `fact` is "" and `op` COUNT where it says how many of a group have to be met.

    `span`: years, months or days, where that is what is counted. `leaf`: the comparison it stands in.
    """

    condition: Condition
    path: Path
    fact: str
    op: str
    value: Decimal
    span: str = ""
    leaf: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def address(self) -> str:
        return ".".join(map(str, (self.condition.pk, *self.path)))

    @cached_property
    def is_fixed(self) -> bool:
        """Whether a policy states it."""
        clause = self.condition.clause
        return clause is not None and clause.document.kind != PolicyDocument.Kind.CALL_NOTICE

    @property
    def is_floor(self) -> bool:
        """Whether a smaller number lets more in."""
        return self.op in FLOORS or self.op == COUNT or (self.op == "between" and self.path[-1] == 0)

    def loosens(self, value: Decimal) -> bool:
        """Whether another number would let more in."""
        return value < self.value if self.is_floor else value > self.value


def thresholds_of(conditions: Iterable[Condition]) -> list[Threshold]:
    """Every number that a test compares with, in the order of the conditions.

    The conditions come with `select_related("clause__document")`.
    """
    return [found for condition in conditions for found in _walk(condition, condition.test, ())]


def _walk(condition: Condition, test: Any, path: Path) -> Iterator[Threshold]:
    if isinstance(test, list):
        for index, part in enumerate(test):
            yield from _walk(condition, part, (*path, index))
    elif isinstance(test, dict) and "fact" in test:
        yield from _of_leaf(condition, test, path)
    elif isinstance(test, dict):
        if "of" in test and isinstance(test.get("at_least"), int):
            yield Threshold(condition, (*path, "at_least"), "", COUNT, Decimal(test["at_least"]))
        for key, part in test.items():
            yield from _walk(condition, part, (*path, key))


def _of_leaf(condition: Condition, leaf: dict[str, Any], path: Path) -> Iterator[Threshold]:
    fact, op, value = str(leaf["fact"]), str(leaf["op"]), leaf.get("value")
    if op in {"older_than", "younger_than", "clean"} and isinstance(value, dict):
        numbers = [(key, value[key]) for key in ("years", "months", "days") if key in value]
        for unit, number in numbers:
            yield Threshold(condition, (*path, "value", unit), fact, op, Decimal(number), unit, leaf)
    elif op == "between" and isinstance(value, list):
        for index, number in enumerate(value):
            if (found := _number(number)) is not None:
                yield Threshold(condition, (*path, "value", index), fact, op, found, leaf=leaf)
    elif op in FLOORS | CEILINGS and (found := _number(value)) is not None:
        yield Threshold(condition, (*path, "value"), fact, op, found, leaf=leaf)


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def changed(found: Iterable[Threshold], values: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Of the values by address those that differ from what holds, of numbers that may be changed."""
    known = {row.address: row for row in found if not row.is_fixed}
    return {
        address: value
        for address, value in values.items()
        if address in known and value != known[address].value
    }


def with_changes(conditions: Iterable[Condition], changes: Changes) -> dict[int, Any]:
    """The test of each condition that has one, by its id, with other numbers in it."""
    tests = {row.pk: copy.deepcopy(row.test) for row in conditions if row.test is not None}
    for address, value in changes.items():
        condition, *path = address.split(".")
        if (test := tests.get(int(condition))) is not None:
            _put(test, [int(step) if step.isdigit() else step for step in path], value)
    return tests


def _put(test: Any, path: list[str | int], value: Decimal) -> None:
    *ways, last = path
    for step in ways:
        test = test[step]
    whole = isinstance(test[last], int)
    test[last] = int(value) if whole else plain(value)


def plain(value: Decimal) -> str:
    """A number as the tests write it: no exponent, no zeros at the end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
