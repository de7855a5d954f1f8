"""Which promises have a program behind them, and which not: counts per document, and the rows themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from programs.policies.models import Clause, Measure, PolicyDocument, Rule, Target
from programs.policies.uses import in_use


class Gap(TextChoices):
    """A group of rows. The first three are the measures one can ask for, each in exactly one of them."""

    LIVE = "measures_live", _("Measures with a program that is open or opening soon")
    NOT_OPEN = "measures_not_open", _("Measures whose program is not open")
    WITHOUT = "measures_without", _("Measures without a program")
    OWN = "measures_own", _("Measures nobody applies for")
    RULES_HELD = "rules_held", _("Rules for applicants held by a condition")
    RULES_APART = "rules_apart", _("Rules nobody has to meet in order to apply, with the reason")
    RULES_WITHOUT = "rules_without", _("Rules for applicants no condition holds yet")
    TARGETS_MEASURED = "targets_measured", _("Targets a program counts towards")
    TARGETS_WITHOUT = "targets_without", _("Targets nobody measures")
    CLAUSES_WITHOUT = "clauses_without", _("Clauses no program rests on")


MODELS: dict[Gap, type[Model]] = {
    Gap.LIVE: Measure,
    Gap.NOT_OPEN: Measure,
    Gap.WITHOUT: Measure,
    Gap.OWN: Measure,
    Gap.RULES_HELD: Rule,
    Gap.RULES_APART: Rule,
    Gap.RULES_WITHOUT: Rule,
    Gap.TARGETS_MEASURED: Target,
    Gap.TARGETS_WITHOUT: Target,
    Gap.CLAUSES_WITHOUT: Clause,
}


def conditions(at: datetime) -> dict[Gap, Q]:
    """The condition of each group on its own model."""
    live, used = in_use(Measure, at, live=True), in_use(Measure, at)
    held, asked = in_use(Rule, at), Q(asked_for=True)
    for_applicants, measured = Q(kind__in=Rule.FOR_APPLICANTS), in_use(Target, at)
    return {
        Gap.LIVE: asked & live,
        Gap.NOT_OPEN: asked & used & ~live,
        Gap.WITHOUT: asked & ~used,
        Gap.OWN: Q(asked_for=False),
        Gap.RULES_HELD: for_applicants & held,
        Gap.RULES_APART: for_applicants & ~held & ~Q(no_condition=""),
        Gap.RULES_WITHOUT: for_applicants & ~held & Q(no_condition=""),
        Gap.TARGETS_MEASURED: measured,
        Gap.TARGETS_WITHOUT: ~measured,
        Gap.CLAUSES_WITHOUT: ~in_use(Clause, at),
    }


@dataclass
class Line:
    """A document's counts: all clauses, measures, rules and targets, and each group."""

    document: PolicyDocument
    clauses: int
    measures: int
    rules: int
    targets: int
    groups: dict[Gap, int]

    @property
    def asked_for(self) -> int:
        """Measures one can ask for."""
        return sum(self.groups[gap] for gap in (Gap.LIVE, Gap.NOT_OPEN, Gap.WITHOUT))

    @property
    def shares(self) -> list[str]:
        """Percent of the measures one can ask for: open or opening soon, not open."""
        whole = self.asked_for or 1
        return [f"{100 * self.groups[gap] / whole:.1f}" for gap in (Gap.LIVE, Gap.NOT_OPEN)]

    @property
    def for_applicants(self) -> int:
        """Rules of interest to an applicant."""
        return sum(self.groups[gap] for gap in (Gap.RULES_HELD, Gap.RULES_APART, Gap.RULES_WITHOUT))


def lines(documents: Iterable[PolicyDocument], at: datetime) -> list[Line]:
    """The counts of the documents, in four queries however many there are."""
    documents = list(documents)
    models: list[type[Model]] = [Clause, Measure, Rule, Target]
    counts = {model: _counts(model, documents, at) for model in models}
    found = []
    for document in documents:
        rows = {model: counts[model].get(document.pk, {}) for model in counts}
        totals = {model: rows[model].get("total", 0) for model in counts}
        groups = {gap: rows[model].get(gap.value, 0) for gap, model in MODELS.items()}
        found.append(Line(document, totals[Clause], totals[Measure], totals[Rule], totals[Target], groups))
    return found


def promising() -> QuerySet[PolicyDocument]:
    """Documents that hold a measure, a rule or a target."""
    held = Q()
    for model in (Measure, Rule, Target):
        held |= Q(Exists(model._default_manager.filter(clause__document=OuterRef("pk"))))
    return PolicyDocument.objects.filter(held).order_by("slug")


def rows_of(gap: Gap, at: datetime, documents: Iterable[PolicyDocument]) -> QuerySet[Any]:
    """The rows of a group in some documents, in the order of the documents."""
    model = MODELS[gap]
    path = "" if model is Clause else "clause__"
    rows = model._default_manager.filter(conditions(at)[gap], **{f"{path}document__in": documents})
    return rows.select_related(f"{path}document").order_by(f"{path}document__slug", f"{path}position", "pk")


def _counts(model: type[Model], documents: list[PolicyDocument], at: datetime) -> dict[int, dict[str, int]]:
    path = "document" if model is Clause else "clause__document"
    groups = {
        gap.value: Count("pk", filter=condition)
        for gap, condition in conditions(at).items()
        if MODELS[gap] is model
    }
    rows = model._default_manager.filter(**{f"{path}__in": documents}).order_by()
    return {row[path]: row for row in rows.values(path).annotate(total=Count("pk"), **groups)}
