"""For whose rules somebody may ask “what if”: those of the own department and below; the admin all."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from portal.accounts.capacities import Capacity
from portal.facts.models import CurrentFacts
from portal.reference.models import region_prefix
from programs.catalog.models import Condition, Program, ProgramQuerySet, Round, RoundQuerySet
from programs.eligibility.context import Context
from programs.screening.rule_sets import rule_set_of


@dataclass(frozen=True)
class Subject:
    """A rule set: the conditions of a round, or the standing ones of a program that has none."""

    program: Program
    round: Round | None

    @property
    def row(self) -> Program | Round:
        return self.round or self.program

    @property
    def args(self) -> list[Any]:
        """What an address of its pages carries."""
        return ["round" if self.round else "program", self.row.pk]

    def context(self, as_of: date) -> Context:
        """The day, and the round's reference year."""
        return rule_set_of(self.program, self.round, ()).context(as_of)

    def conditions(self) -> list[Condition]:
        """In order, with their clauses."""
        rows = Condition.objects.filter(round=self.round) if self.round else self.program.conditions.all()
        return list(rows.select_related("clause__document").order_by("position", "pk"))


def programs_of(by: Capacity) -> ProgramQuerySet:
    """Programs, drafts too."""
    return Program.objects.filter(_within(by, "department"))


def rounds_of(by: Capacity) -> RoundQuerySet:
    """Rounds, drafts too, that the department handles or whose program it owns."""
    return Round.objects.filter(_within(by, "department") | _within(by, "program__department"))


def _within(by: Capacity, lookup: str) -> Q:
    if by.kind == "admin":
        return Q()
    if by.kind == "department" and by.department:
        return Q(**{f"{lookup}__path__startswith": by.department.path})
    return Q(pk__in=[])


def find(kind: str, pk: int, by: Capacity) -> Subject:
    """The rule set an address names; Http404 for one out of reach."""
    if kind == "round":
        round_ = rounds_of(by).select_related("program__department", "department").filter(pk=pk).first()
        if round_:
            return Subject(round_.program, round_)
    elif kind == "program":
        program = programs_of(by).select_related("department").filter(pk=pk).first()
        if program:
            return Subject(program, None)
    raise Http404


def seen_by(rows: QuerySet[CurrentFacts], by: Capacity) -> QuerySet[CurrentFacts]:
    """Of organizations those one sees, as `Organization.visible_to`, by the regions in their facts."""
    if by.kind == "admin":
        return rows
    if by.kind != "department" or by.department is None:
        return rows.none()
    prefix = region_prefix(by.department.region_id)
    return rows.filter(Q(registered_region__startswith=prefix) | Q(tax_region__startswith=prefix))
