"""A test as it was parsed: each node knows its canonical form, its check and the tests inside it."""

from dataclasses import dataclass
from typing import Any

from programs.eligibility.checks import Check
from programs.eligibility.standards.rules import Rule, Standard
from programs.eligibility.vocabulary import Operator, Testable


@dataclass(frozen=True, eq=False, kw_only=True)
class Node:
    """`canonical`: the test as stored; `check`: with its two readings; `children`: the tests inside."""

    canonical: dict[str, Any]
    check: Check
    children: tuple["Node", ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Leaf(Node):
    """One question. `value` is typed; `about`: the offset of the year, or the name of a program or group."""

    testable: Testable
    operator: Operator
    value: Any
    about: Any


@dataclass(frozen=True, eq=False, kw_only=True)
class Group(Node):
    """At least `count` of the tests inside; all of them where it is their number."""

    count: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Exempted(Node):
    """The first test inside, unless the second passes."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Norm(Node):
    """All rules of a standard that can be tested; `rules` are theirs, `declared` the others."""

    standard: Standard
    rules: tuple[Rule, ...]
    declared: tuple[Rule, ...]
