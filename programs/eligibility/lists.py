"""What a file lists: rights, qualifications, credit records and support, counted or looked for.

One that is in the list counts at once; one that is not in it is absent only when somebody said that the list
is complete.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count, Exists, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from portal.facts.models import CreditRecord, Qualification, Right, SupportReceived
from programs.eligibility.calendar import back
from programs.eligibility.checks import AllOf, AnyOf, Check, Given, Not
from programs.eligibility.context import Reading
from programs.eligibility.tables import Expression, Table
from programs.eligibility.terms import NUMBER, Term, stated


def found_or_unknown(check: Check, listed_on: str) -> Check:
    """True when found; else false only if the list is complete."""
    return AnyOf((check, Given(stated(listed_on), answer=False)))


def absent_or_unknown(check: Check, listed_on: str) -> Check:
    """False when found; else true only if the list is complete."""
    return AllOf((Not(check), Given(stated(listed_on), answer=True)))


@dataclass(frozen=True, eq=False, slots=True)
class InForce(Check):
    """A qualification of one of these kinds is in force on the day; `years`: and was obtained in the so many
    years before it."""

    kinds: tuple[str, ...]
    years: int | None = None

    def first_day(self, as_of: date) -> date:
        return date.min if self.years is None else back(as_of, years=self.years)

    def counts(self, row: Qualification, as_of: date) -> bool:
        """Whether a qualification in force is one of them."""
        return row.kind in self.kinds and row.holds_from >= self.first_day(as_of)

    def value(self, reading: Reading) -> bool | None:
        as_of = reading.context.as_of
        return any(self.counts(row, as_of) for row in reading.file.qualifications)

    def sql(self, table: Table) -> Expression:
        as_of = table.context.as_of
        rows = Qualification.objects.filter(organization=table.owner, kind__in=self.kinds)
        if self.years is not None:
            rows = rows.filter(holds_from__gte=self.first_day(as_of))
        return Exists(rows.holding(as_of))


@dataclass(frozen=True, eq=False, slots=True)
class Recorded(Check):
    """A credit record of one of these kinds is in force on the day; `years`: or began in its calendar year or
    in the so many before it."""

    kinds: tuple[str, ...]
    years: int | None

    def first_day(self, as_of: date) -> date:
        return date.max if self.years is None else date(as_of.year - self.years, 1, 1)

    def counts(self, row: CreditRecord, as_of: date) -> bool:
        """Whether a record that began by the day is one of them."""
        lasts = row.holds_to is None or row.holds_to >= as_of
        return row.kind in self.kinds and (lasts or row.holds_from >= self.first_day(as_of))

    def value(self, reading: Reading) -> bool | None:
        as_of = reading.context.as_of
        return any(self.counts(row, as_of) for row in reading.file.credits)

    def sql(self, table: Table) -> Expression:
        as_of = table.context.as_of
        rows = CreditRecord.objects.stated().filter(
            Q(holds_from__gte=self.first_day(as_of)) | Q(holds_to=None) | Q(holds_to__gte=as_of),
            organization=table.owner,
            kind__in=self.kinds,
            holds_from__lte=as_of,
        )
        return Exists(rows)


@dataclass(frozen=True, eq=False, slots=True)
class Rights(Term):
    """How many rights of these categories are listed and in force on the day."""

    categories: tuple[str, ...]

    def value(self, reading: Reading) -> int:
        as_of = reading.context.as_of
        return sum(
            row.category in self.categories and (row.holds_to is None or row.holds_to >= as_of)
            for row in reading.file.rights
        )

    def sql(self, table: Table) -> Expression:
        rows = Right.objects.filter(organization=table.owner, category__in=self.categories)
        held = rows.holding(table.context.as_of).order_by().values("organization")
        count: Any = held.values(count=Count("pk"))
        return Coalesce(Subquery(count), 0, output_field=models.IntegerField())


@dataclass(frozen=True, eq=False, slots=True)
class Support(Term):
    """What was granted in the calendar year of the day, until the day, under a program or an exclusion
    group; in yuan. Always known: the portal keeps it."""

    of: str

    def value(self, reading: Reading) -> Decimal:
        year = reading.context.as_of.year
        granted = (
            row.amount
            for row in reading.file.supports
            if row.granted_on.year == year and self.of in (row.program, row.group)
        )
        return sum(granted, Decimal(0))

    def sql(self, table: Table) -> Expression:
        as_of = table.context.as_of
        rows = SupportReceived.objects.filter(
            Q(program=self.of) | Q(group=self.of),
            organization=table.owner,
            granted_on__gte=date(as_of.year, 1, 1),
            granted_on__lte=as_of,
        )
        total: Any = rows.order_by().values("organization").values(total=Sum("amount"))
        return Coalesce(Subquery(total), Decimal(0), output_field=NUMBER)
