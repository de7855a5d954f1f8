"""Statements that hold, do not hold or are unknown, each with two readings from one definition.

Three values as Kleene has them: None in Python, NULL in SQL, whose AND, OR and NOT are his. No `Q` takes
part: it would add IS NOT NULL and so turn what is unknown into what fails.
"""

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Func, Value

from programs.eligibility.context import Reading
from programs.eligibility.tables import Expression, Table
from programs.eligibility.terms import Constant, Infix, Term

TRUTH = models.BooleanField(null=True)
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


class Check(ABC):
    """Something that holds or not, known or not."""

    __slots__ = ()

    @abstractmethod
    def value(self, reading: Reading) -> bool | None:
        """Whether it holds for the file, None where that is unknown."""

    @abstractmethod
    def sql(self, table: Table) -> Expression:
        """The same as an expression, NULL where it is unknown."""

    def parts(self) -> tuple[Any, ...]:
        """The terms and checks it is made of."""
        return ()


@dataclass(frozen=True, eq=False, slots=True)
class Compare(Check):
    """Two values of one type."""

    left: Term
    comparison: str
    right: Term

    def value(self, reading: Reading) -> bool | None:
        left, right = self.left.value(reading), self.right.value(reading)
        if left is None or right is None:
            return None
        return COMPARISONS[self.comparison](left, right)

    def sql(self, table: Table) -> Expression:
        return Infix(self.left.sql(table), self.comparison, self.right.sql(table), TRUTH)

    def parts(self) -> tuple[Any, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, eq=False, slots=True)
class OneOf(Check):
    """One of several words."""

    term: Term
    words: tuple[str, ...]

    def value(self, reading: Reading) -> bool | None:
        word = self.term.value(reading)
        return None if word is None else word in self.words

    def sql(self, table: Table) -> Expression:
        words = Func(*map(Value, self.words), template="(%(expressions)s)", output_field=TRUTH)
        return Infix(self.term.sql(table), "IN", words, TRUTH)

    def parts(self) -> tuple[Any, ...]:
        return (self.term,)


@dataclass(frozen=True, eq=False, slots=True)
class Begins(Check):
    """A code that begins with one of these: the codes of regions nest so."""

    code: Term
    prefixes: tuple[str, ...]

    def value(self, reading: Reading) -> bool | None:
        code = self.code.value(reading)
        return None if code is None else code.startswith(self.prefixes)

    def sql(self, table: Table) -> Expression:
        code = self.code.sql(table)
        return connected("OR", [Infix(code, "LIKE", Value(f"{prefix}%"), TRUTH) for prefix in self.prefixes])

    def parts(self) -> tuple[Any, ...]:
        return (self.code,)


@dataclass(frozen=True, eq=False, slots=True)
class Known(Check):
    """A value that is not unknown."""

    term: Term

    def value(self, reading: Reading) -> bool | None:
        return self.term.value(reading) is not None

    def sql(self, table: Table) -> Expression:
        return Func(self.term.sql(table), template="(%(expressions)s IS NOT NULL)", output_field=TRUTH)

    def parts(self) -> tuple[Any, ...]:
        return (self.term,)


@dataclass(frozen=True, eq=False, slots=True)
class Given(Check):
    """This answer where a fact is known, whatever it says; else unknown."""

    term: Term
    answer: bool

    def value(self, reading: Reading) -> bool | None:
        return None if self.term.value(reading) is None else self.answer

    def sql(self, table: Table) -> Expression:
        template = f"(CASE WHEN %(expressions)s IS NOT NULL THEN {str(self.answer).upper()} END)"
        return Func(self.term.sql(table), template=template, output_field=TRUTH)

    def parts(self) -> tuple[Any, ...]:
        return (self.term,)


@dataclass(frozen=True, eq=False, slots=True)
class AllOf(Check):
    """Each of them: false as soon as one is, else unknown if one is."""

    checks: tuple[Check, ...]

    def value(self, reading: Reading) -> bool | None:
        known: bool | None = True
        for check in self.checks:
            value = check.value(reading)
            if value is False:
                return False
            if value is None:
                known = None
        return known

    def sql(self, table: Table) -> Expression:
        return connected("AND", [check.sql(table) for check in self.checks])

    def parts(self) -> tuple[Any, ...]:
        return self.checks


@dataclass(frozen=True, eq=False, slots=True)
class AnyOf(Check):
    """One of them: true as soon as one is, else unknown if one is."""

    checks: tuple[Check, ...]

    def value(self, reading: Reading) -> bool | None:
        known: bool | None = False
        for check in self.checks:
            value = check.value(reading)
            if value is True:
                return True
            if value is None:
                known = None
        return known

    def sql(self, table: Table) -> Expression:
        return connected("OR", [check.sql(table) for check in self.checks])

    def parts(self) -> tuple[Any, ...]:
        return self.checks


@dataclass(frozen=True, eq=False, slots=True)
class Not(Check):
    """The opposite; what is unknown stays so."""

    check: Check

    def value(self, reading: Reading) -> bool | None:
        value = self.check.value(reading)
        return None if value is None else not value

    def sql(self, table: Table) -> Expression:
        return Func(self.check.sql(table), template="(NOT %(expressions)s)", output_field=TRUTH)

    def parts(self) -> tuple[Any, ...]:
        return (self.check,)


@dataclass(frozen=True, eq=False, slots=True)
class AtLeast(Check):
    """So many of them: unknown while those that are unknown could make the difference."""

    count: int
    checks: tuple[Check, ...]

    def value(self, reading: Reading) -> bool | None:
        values = [check.value(reading) for check in self.checks]
        if values.count(True) >= self.count:
            return True
        return None if len(values) - values.count(False) >= self.count else False

    def sql(self, table: Table) -> Expression:
        """The count-th highest of them, where unknown lies between false and true."""
        ranked = Func(
            *(check.sql(table) for check in self.checks),
            template="(SELECT CASE WHEN count(*) FILTER (WHERE holds) >= %(count)s THEN TRUE"
            " WHEN count(*) FILTER (WHERE holds IS NOT FALSE) < %(count)s THEN FALSE END"
            " FROM unnest(ARRAY[%(expressions)s]::boolean[]) AS holds)",
            count=self.count,
            output_field=TRUTH,
        )
        return ranked

    def parts(self) -> tuple[Any, ...]:
        return self.checks


def connected(word: str, expressions: list[Expression]) -> Expression:
    """`(a AND b)` as SQL knows it."""
    return Func(*expressions, template="(%(expressions)s)", arg_joiner=f" {word} ", output_field=TRUTH)


def compare(term: Term, comparison: str, constant: Any) -> Check:
    """A value against a number or a word."""
    return Compare(term, comparison, Constant(constant))
