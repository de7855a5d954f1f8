"""Values with two readings from one definition: `value` for a file in Python, `sql` for all organizations.

None and NULL are unknown and pass through every operation. Amounts are exact: sums, differences and products
have no rounding in PostgreSQL's numeric, and `EXACT` refuses any in Python; a quotient is never formed but
compared cross-multiplied (see `ratios`).
"""

import decimal
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Coalesce

from portal.facts.definitions import FACTS, Type
from programs.eligibility.calendar import back, written
from programs.eligibility.context import Reading
from programs.eligibility.tables import Expression, Table

if TYPE_CHECKING:
    from programs.eligibility.checks import Check

EXACT = decimal.Context(prec=400, traps=[decimal.Inexact, decimal.InvalidOperation])
OPERATIONS: dict[str, Callable[[Any, Any], decimal.Decimal]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
}
Field = Any  # a model field, generic only for the type checker
NUMBER = models.DecimalField(max_digits=60, decimal_places=10)  # for Django; PostgreSQL sees plain numeric
TEXT = models.TextField()


class Term(ABC):
    """Something that has a value, known or not."""

    __slots__ = ()

    @abstractmethod
    def value(self, reading: Reading) -> Any:
        """The value of the file, None where it is unknown."""

    @abstractmethod
    def sql(self, table: Table) -> Expression:
        """The same as an expression, NULL where it is unknown."""

    def parts(self) -> tuple[Any, ...]:
        """The terms and checks it is made of."""
        return ()

    def field(self) -> Field:
        """Its type for Django."""
        return NUMBER


class Numeric(Func):
    """Exact and of any length: products of whole numbers would overflow."""

    template = "(%(expressions)s)::numeric"
    output_field = NUMBER


class Infix(Func):
    """`(a >= b)`: one operator between two expressions."""

    template = "(%(expressions)s)"

    def __init__(self, left: Any, operator: str, right: Any, output_field: Any) -> None:
        super().__init__(left, right, output_field=output_field)
        self.arg_joiner = f" {operator} "


@dataclass(frozen=True, eq=False, slots=True)
class Stated(Term):
    """A fact of the file; `offset` in years from the reference year, None for a fact without years."""

    key: str
    offset: int | None

    def value(self, reading: Reading) -> Any:
        return reading.get(self.key, self.offset)

    def sql(self, table: Table) -> Expression:
        return table.column(self.key, self.offset)

    def field(self) -> Field:
        return NUMBER if FACTS[self.key].type in (Type.MONEY, Type.COUNT) else TEXT


@cache
def stated(key: str, offset: int | None = None) -> Stated:
    """The one term of a fact."""
    return Stated(key, offset)


@dataclass(frozen=True, eq=False, slots=True)
class Constant(Term):
    """The same for everybody."""

    constant: Any

    def value(self, reading: Reading) -> Any:
        return self.constant

    def sql(self, table: Table) -> Expression:
        return Value(self.constant)

    def field(self) -> Field:
        return TEXT if isinstance(self.constant, str) else NUMBER


UNKNOWN = Constant(None)


@dataclass(frozen=True, eq=False, slots=True)
class Arithmetic(Term):
    """A sum, difference or product."""

    sign: str
    left: Term
    right: Term

    def value(self, reading: Reading) -> Any:
        left, right = self.left.value(reading), self.right.value(reading)
        return None if left is None or right is None else OPERATIONS[self.sign](left, right)

    def sql(self, table: Table) -> Expression:
        return Infix(Numeric(self.left.sql(table)), self.sign, Numeric(self.right.sql(table)), NUMBER)

    def parts(self) -> tuple[Any, ...]:
        return (self.left, self.right)


def total(*terms: Term) -> Term:
    """The sum of several; unknown when one is."""
    first, *rest = terms
    for term in rest:
        first = Arithmetic("+", first, term)
    return first


def product(*terms: Term) -> Term:
    """The product of several; unknown when one is."""
    first, *rest = terms
    for term in rest:
        first = Arithmetic("*", first, term)
    return first


@dataclass(frozen=True, eq=False, slots=True)
class Positive(Term):
    """A number above zero; anything else says nothing, as a divisor."""

    term: Term

    def value(self, reading: Reading) -> Any:
        value = self.term.value(reading)
        return value if value is not None and value > 0 else None

    def sql(self, table: Table) -> Expression:
        number = Numeric(self.term.sql(table))
        template = "NULLIF(GREATEST(%(expressions)s, 0), 0)"
        return Func(number, template=template, output_field=NUMBER)

    def parts(self) -> tuple[Any, ...]:
        return (self.term,)


@dataclass(frozen=True, eq=False, slots=True)
class Else(Term):
    """The first, or the second where the first is unknown."""

    first: Term
    second: Term

    def value(self, reading: Reading) -> Any:
        value = self.first.value(reading)
        return self.second.value(reading) if value is None else value

    def sql(self, table: Table) -> Expression:
        return Coalesce(Numeric(self.first.sql(table)), Numeric(self.second.sql(table)))

    def parts(self) -> tuple[Any, ...]:
        return (self.first, self.second)


@dataclass(frozen=True, eq=False, slots=True)
class Pick(Term):
    """One of two, by a check; unknown where the check is. Worked out once for each file."""

    check: "Check"
    yes: Term
    no: Term

    def value(self, reading: Reading) -> Any:
        if self in reading.known:
            return reading.known[self]
        holds = self.check.value(reading)
        value = None if holds is None else (self.yes if holds else self.no).value(reading)
        reading.known[self] = value
        return value

    def sql(self, table: Table) -> Expression:
        """NULL where the check is."""
        yes = Func(self.yes.sql(table), template="WHEN TRUE THEN %(expressions)s", output_field=self.field())
        no = Func(self.no.sql(table), template="WHEN FALSE THEN %(expressions)s", output_field=self.field())
        check, template = self.check.sql(table), "CASE %(expressions)s END"
        return Func(check, yes, no, template=template, arg_joiner=" ", output_field=self.field())

    def field(self) -> Field:
        return self.yes.field()

    def parts(self) -> tuple[Any, ...]:
        return (self.check, self.yes, self.no)


def pick(*cases: "tuple[Check, Term]", otherwise: Term) -> Term:
    """The term of the first check that holds; unknown as soon as a check is."""
    found = otherwise
    for check, term in reversed(cases):
        found = Pick(check, term, found)
    return found


@dataclass(frozen=True, eq=False, slots=True)
class Days(Term):
    """How many days have passed since a date."""

    since: Term

    def value(self, reading: Reading) -> int | None:
        since = self.since.value(reading)
        return None if since is None else (reading.context.as_of - since).days

    def sql(self, table: Table) -> Expression:
        as_of = Value(table.context.as_of, output_field=models.DateField())
        return Infix(as_of, "-", self.since.sql(table), models.IntegerField())

    def parts(self) -> tuple[Any, ...]:
        return (self.since,)


@dataclass(frozen=True, eq=False, slots=True)
class Years(Term):
    """How many full years have passed since a date; of 29 February they are full on 1 March."""

    since: Term

    def value(self, reading: Reading) -> int | None:
        since = self.since.value(reading)
        return None if since is None else (written(reading.context.as_of) - written(since)) // 10_000

    def sql(self, table: Table) -> Expression:
        day = written(table.context.as_of)
        template = f"floor(({day} - to_char(%(expressions)s, 'YYYYMMDD')::int) / 10000.0)"
        return Func(self.since.sql(table), template=template, output_field=NUMBER)

    def parts(self) -> tuple[Any, ...]:
        return (self.since,)


@dataclass(frozen=True, eq=False, slots=True)
class YearOf(Term):
    """The calendar year of a date, counted from the reference year."""

    day: Term

    def value(self, reading: Reading) -> int | None:
        day = self.day.value(reading)
        return None if day is None else day.year - reading.context.reference_year

    def sql(self, table: Table) -> Expression:
        template = f"(EXTRACT(YEAR FROM %(expressions)s) - {table.context.reference_year})"
        return Func(self.day.sql(table), template=template, output_field=NUMBER)

    def parts(self) -> tuple[Any, ...]:
        return (self.day,)


@dataclass(frozen=True, eq=False, slots=True)
class Back(Term):
    """The day so long before the day of the context."""

    years: int = 0
    months: int = 0
    days: int = 0

    def before(self, day: date) -> date:
        return back(day, years=self.years, months=self.months, days=self.days)

    def value(self, reading: Reading) -> date:
        return self.before(reading.context.as_of)

    def sql(self, table: Table) -> Expression:
        return Value(self.before(table.context.as_of), output_field=models.DateField())
