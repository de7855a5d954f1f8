"""What would be if: organizations, money and targets under changed thresholds. Nothing is decided by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from portal.accounts.capacities import Capacity
from portal.facts.models import CurrentFacts
from programs.catalog.models import Condition, RoundResult
from programs.eligibility.context import Context
from programs.policies.models import Comparison, Target
from programs.screening import whatif_chart
from programs.screening.whatif_access import Subject, seen_by
from programs.screening.whatif_chart import Chart
from programs.screening.whatif_controls import WhatIfForm
from programs.screening.whatif_counting import Asked, Counts, count, judged_twice
from programs.screening.whatif_thresholds import Changes, Threshold, thresholds_of, with_changes

ORGANIZATIONS = ("家", "户", "个")  # units of targets that count organizations


def usual_amount(subject: Subject) -> Decimal | None:
    """Yuan that one applicant gets: the average of the program's last round that tells it, else the cap."""
    results = RoundResult.objects.filter(round__program=subject.program).order_by("-round__opens_at", "-pk")
    averages = (result.average for result in results[:5])
    if found := next((average for average in averages if average is not None), None):
        return found
    cap = subject.round.amount_cap if subject.round else None
    return cap if cap is not None else subject.program.amount_max


@dataclass
class WhatIf:
    """One question: a rule set, its changed thresholds, whose organizations; the answer when it is read."""

    subject: Subject
    by: Capacity
    conditions: Sequence[Condition]
    changes: Changes
    amount: Decimal | None = None
    usual: Decimal | None = None
    shown: str = ""

    @cached_property
    def as_of(self) -> date:
        return timezone.localdate()

    @cached_property
    def context(self) -> Context:
        return self.subject.context(self.as_of)

    @cached_property
    def thresholds(self) -> list[Threshold]:
        return thresholds_of(self.conditions)

    @property
    def before(self) -> list[Any]:
        """The tests as they are."""
        return list(with_changes(self.conditions, {}).values())

    @property
    def after(self) -> list[Any]:
        """The tests as they would be."""
        return list(with_changes(self.conditions, self.changes).values())

    @cached_property
    def drawn(self) -> Threshold | None:
        """The threshold of the chart: the one asked for, else the first that was changed, else the first."""
        found = [row for row in self.thresholds if whatif_chart.can_be_drawn(row)]
        found.sort(key=lambda row: (row.address != self.shown, row.address not in self.changes, row.is_fixed))
        return found[0] if found else None

    def value_of(self, threshold: Threshold) -> Decimal:
        """The number that is tried."""
        return self.changes.get(threshold.address, threshold.value)

    def rows(self) -> QuerySet[CurrentFacts]:
        """Every organization one sees with `verdict` and `after`."""
        return self.seen(judged_twice(self.before, self.after, self.context))

    def seen(self, rows: QuerySet[CurrentFacts]) -> QuerySet[CurrentFacts]:
        """Those of the organizations that one sees."""
        return seen_by(rows, self.by)

    @cached_property
    def counts(self) -> Counts:
        """One statement over all organizations one sees."""
        bars: list[Any] = []
        if self.drawn:
            edges = whatif_chart.edges_of(self.drawn, self.value_of(self.drawn))
            bars = whatif_chart.parting_tests(self.drawn, edges)
        return count(Asked(self.before, self.after, bars), self.context, self.seen)

    @cached_property
    def chart(self) -> Chart | None:
        if self.drawn is None:
            return None
        return whatif_chart.chart(self.drawn, self.value_of(self.drawn), self.counts.parts["bar"])

    @property
    def money(self) -> "Money | None":
        """None where no amount is known."""
        if self.amount is None:
            return None
        usual = self.amount if self.usual is None else self.usual
        budget = self.subject.round.budget if self.subject.round else None
        return Money(usual * self.counts.all.before, self.amount * self.counts.all.after, budget)

    def targets(self) -> list["Reached"]:
        """Targets of the program that count organizations."""
        rows = self.subject.program.targets.filter(unit__in=ORGANIZATIONS, number__gt=0)
        plain = rows.exclude(comparison__in=[Comparison.RISE, Comparison.BETWEEN])
        return [Reached(target, self.counts.all.before, self.counts.all.after) for target in plain]


@dataclass(frozen=True)
class Money:
    """Yuan needed as it is and as it would be, and what there is."""

    before: Decimal
    after: Decimal
    budget: Decimal | None

    @property
    def change(self) -> Decimal:
        return self.after - self.before

    @property
    def left(self) -> Decimal | None:
        """Below zero where it does not suffice."""
        return None if self.budget is None else self.budget - self.after

    @property
    def share(self) -> Decimal:
        """Percent of the budget needed."""
        return _percent(self.after, self.budget)

    @property
    def share_before(self) -> Decimal:
        return _percent(self.before, self.budget)


@dataclass(frozen=True)
class Reached:
    """How far a target is reached if all that qualify come."""

    target: Target
    before: int
    after: int

    @property
    def number(self) -> int:
        return int(self.target.number or 0)

    @property
    def over(self) -> int:
        return self.after - self.number

    @property
    def share(self) -> Decimal:
        return _percent(Decimal(self.after), Decimal(self.number))

    @property
    def share_before(self) -> Decimal:
        return _percent(Decimal(self.before), Decimal(self.number))


def _percent(part: Decimal, whole: Decimal | None) -> Decimal:
    """At most 100, with one place."""
    return min(Decimal(100), 100 * part / whole).quantize(Decimal("0.1")) if whole else Decimal(0)


def asked(subject: Subject, by: Capacity, data: Any) -> tuple[WhatIfForm, WhatIf]:
    """What an address asks. Nothing is changed while something in it is wrong."""
    conditions, usual = subject.conditions(), usual_amount(subject)
    form = WhatIfForm(conditions, thresholds_of(conditions), usual, data)
    question = WhatIf(
        subject, by, conditions, form.changes, form.amount_for_each, usual, data.get("chart", "")
    )
    return form, question
