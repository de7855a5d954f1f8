"""Tells the pages of documents which published programs stand on a clause, measure, rule or target."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, Model, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from programs.catalog.models import Condition, Program, RequiredDocument, Round, RoundQuerySet
from programs.policies.models import Clause, Measure, Rule, Target
from programs.policies.uses import Ids, Loose, Openness, Use

# What a program names by itself: the model, the link and its column.
NAMED: dict[type[Model], tuple[type[Model], str]] = {
    Clause: (Program.clauses.through, "clause_id"),
    Measure: (Program.measures.through, "measure_id"),
    Target: (Program.targets.through, "target_id"),
}
ORDER = list(Openness)


@dataclass(frozen=True)
class Link:
    """A row, the program that stands on it, and the round if it is one of the round's conditions."""

    model: type[Model]
    row_id: int
    program_id: int
    round: Round | None = None


def uses(ids: Ids, at: datetime) -> Iterator[Use]:
    """Programs by row: the open ones first, then by title. A rule is held by conditions, of rounds or of
    programs that have none."""
    links = set(_links({model: list(rows) for model, rows in ids.items()}))
    programs = {program.pk: program for program in _openness({link.program_id for link in links}, at)}
    for link in sorted(links, key=lambda link: _place(link, programs[link.program_id], at)):
        program = programs[link.program_id]
        url = reverse("program", args=[program.slug])
        query = f"?round={link.round.pk}#who" if link.round else "#who" if link.model is Rule else ""
        openness = _of_round(link.round, at) if link.round else Openness(program.openness)
        yield Use(link.model, link.row_id, program, url + query, openness, link.round)


def in_use(model: type[Model], at: datetime, *, live: bool) -> Q:
    """Rows of published programs, or of those with a round open or coming."""
    rounds = _not_closed(at) if live else Round.objects.published()
    programs = Program.objects.published()
    held = Condition.objects.filter(Q(round__in=rounds) if live else _published(programs, rounds))
    if model is Rule:
        return _ids(held, "rule_id")
    if live:
        programs = programs.filter(pk__in=rounds.values("program"))
    link, column = NAMED[model]
    condition = _ids(link._default_manager.filter(program__in=programs), column)
    if model is Clause:
        documents = RequiredDocument.objects.filter(round__in=rounds)
        condition |= _ids(held, "clause_id") | _ids(documents, "clause_id")
    return condition


def loose() -> Iterator[Loose]:
    """Published programs that name no clause, by title."""
    for program in Program.objects.published().filter(clauses=None).order_by("title", "pk"):
        yield Loose(program, reverse("program", args=[program.slug]))


def _published(programs: QuerySet[Program], rounds: QuerySet[Round]) -> Q:
    """Conditions the public sees: of published rounds and of published programs."""
    return Q(round__in=rounds) | Q(program__in=programs)


def _ids(rows: QuerySet[Any], column: str) -> Q:
    return Q(pk__in=rows.filter(**{f"{column}__isnull": False}).values(column))


def _not_closed(at: datetime) -> RoundQuerySet:
    return Round.objects.published().filter(Q(closes_at__isnull=True) | Q(closes_at__gte=at))


def _links(ids: dict[type[Model], list[int]]) -> Iterator[Link]:
    published = Program.Status.PUBLISHED
    for model, (link, column) in NAMED.items():
        if rows := ids.get(model):
            found = link._default_manager.filter(**{f"{column}__in": rows}, program__status=published)
            yield from (Link(model, row, program) for row, program in found.values_list(column, "program_id"))
    clauses, rules = set(ids.get(Clause, [])), set(ids.get(Rule, []))
    if not clauses and not rules:
        return
    rounds = Round.objects.published()
    shown = _published(Program.objects.published(), rounds)
    about = Q(clause__in=clauses) | Q(rule__in=rules)
    conditions: Iterable[Any] = Condition.objects.filter(shown, about).select_related("round")
    for line in conditions:
        program_id = line.round.program_id if line.round else line.program_id
        if line.clause_id in clauses:
            yield Link(Clause, line.clause_id, program_id)
        if line.rule_id in rules:
            yield Link(Rule, line.rule_id, program_id, line.round)
    papers = RequiredDocument.objects.filter(clause__in=clauses, round__in=rounds)
    for clause_id, program_id in papers.values_list("clause_id", "round__program"):
        yield Link(Clause, clause_id, program_id)


def _openness(ids: Iterable[int], at: datetime) -> QuerySet[Any]:
    """The programs with their Openness as `openness`."""
    rounds = _not_closed(at).filter(program=OuterRef("pk"))
    openness = Case(
        When(Exists(rounds.filter(opens_at__lte=at)), then=Value(Openness.OPEN.value)),
        When(Exists(rounds), then=Value(Openness.UPCOMING.value)),
        default=Value(Openness.NOT_OPEN.value),
    )
    return Program.objects.filter(pk__in=ids).annotate(openness=openness)


def _of_round(round_: Round, at: datetime) -> Openness:
    phases = {Round.Phase.OPEN: Openness.OPEN, Round.Phase.UPCOMING: Openness.UPCOMING}
    return phases.get(round_.phase(at), Openness.NOT_OPEN)


def _place(link: Link, program: Any, at: datetime) -> tuple[Any, ...]:
    openness = _of_round(link.round, at) if link.round else Openness(program.openness)
    return (ORDER.index(openness), program.title, program.pk, link.round.name if link.round else "")
