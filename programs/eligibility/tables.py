"""Where SQL finds what was stated: the typed columns of today, or the statements that held on another day.

Every expression is over a queryset of `CurrentFacts`, one row per organization.
"""

from abc import ABC, abstractmethod
from typing import Any

from django.db import models
from django.db.models import F, FilteredRelation, Func, OuterRef, Q
from django.db.models.expressions import Combinable
from django.utils import timezone

from portal.facts.definitions import FACTS, Type
from portal.facts.models import CurrentFacts
from programs.eligibility.context import Context

Expression = Any  # what Django resolves: an expression or an F

TYPES = {Type.MONEY: "numeric", Type.COUNT: "numeric", Type.DATE: "date"}  # any other as text


class Table(ABC):
    """The facts of all organizations in a context."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @property
    def owner(self) -> OuterRef:
        """The organization of the row, for a subquery."""
        return OuterRef("organization_id")

    @abstractmethod
    def column(self, key: str, offset: int | None) -> Combinable:
        """A fact, `offset` years from the reference year; NULL where it is unknown."""

    def year(self, offset: int) -> int:
        return self.context.reference_year + offset


class Today(Table):
    """The columns of `CurrentFacts`, and of `YearlyFigures` through `with_figures`."""

    def column(self, key: str, offset: int | None) -> Combinable:
        return F(key) if offset is None else F(f"{alias_of(self.year(offset))}__{key}")


class History(Table):
    """Of each fact the statement that held on the day: the same choice as `Statement.objects.holding`."""

    def column(self, key: str, offset: int | None) -> Combinable:
        year = "IS NULL" if offset is None else f"= {self.year(offset)}"
        type_ = TYPES.get(FACTS[key].type, "text")
        holding = f"key = '{key}' AND year {year} AND since <= '{self.context.as_of.isoformat()}'"
        return Held(F("organization_id"), holding=holding, type=type_)


class Held(Func):
    """One subquery written out: a test may need a hundred, for which the ORM takes seconds."""

    template = (
        "(SELECT (value #>> '{}')::%(type)s FROM facts_statement"  # a scalar in JSON; its null is NULL
        " WHERE organization_id = %(expressions)s AND %(holding)s"
        " ORDER BY since DESC, stated_at DESC, id DESC LIMIT 1)"
    )
    output_field = models.TextField()


def table_of(context: Context) -> Table:
    """Where the facts of a day are."""
    return Today(context) if context.as_of == timezone.localdate() else History(context)


def alias_of(year: int) -> str:
    return f"figures_{year}"


def with_figures(rows: models.QuerySet[CurrentFacts], years: set[int]) -> models.QuerySet[CurrentFacts]:
    """The rows joined with the figures of these years, where there are any."""
    relations = {
        alias_of(year): FilteredRelation("figures", condition=Q(figures__year=year)) for year in sorted(years)
    }
    return rows.alias(**relations)
