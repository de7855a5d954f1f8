"""Which round stands for a program: the open one that closes first, else the next one, else the last one."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    Field,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Extract

from programs.catalog.models import ProgramQuerySet, Round, RoundQuerySet
from programs.policies.models import PolicyDocument

RANKS = {Round.Phase.OPEN: 0, Round.Phase.UPCOMING: 1, Round.Phase.CLOSED: 2}
NO_ROUND = 3
LEVELS = list(PolicyDocument.Level)
OF_PROVENANCE = {PolicyDocument.Provenance.DEMONSTRATION: 10.0, PolicyDocument.Provenance.MODEL_TEXT: 20.0}
NO_DOCUMENT = 30.0
LEADS = ("department", "standing__lead__department")


def ranked(rounds: RoundQuerySet, at: datetime) -> QuerySet[Any]:
    """Adds `phase_rank` (RANKS) and `nearness` (seconds since 1970; smaller comes first within a phase)."""
    opens, closes = (Extract(name, "epoch", tzinfo=UTC) for name in ("opens_at", "closes_at"))
    is_upcoming, is_closed = Q(opens_at__gt=at), Q(closes_at__lt=at)
    return rounds.annotate(
        phase_rank=Case(
            When(is_upcoming, then=Value(RANKS[Round.Phase.UPCOMING])),
            When(is_closed, then=Value(RANKS[Round.Phase.CLOSED])),
            default=Value(RANKS[Round.Phase.OPEN]),
            output_field=IntegerField(),
        ),
        nearness=Case(When(is_upcoming, then=opens), When(is_closed, then=-closes), default=closes),
    )


def in_order(rounds: RoundQuerySet, at: datetime) -> QuerySet[Any]:
    """Open rounds by deadline, then those to come, then the closed ones, the last first."""
    return ranked(rounds, at).order_by("phase_rank", F("nearness").asc(nulls_last=True), "-pk")


def nearness_of(rounds: QuerySet[Any]) -> Case:
    """Of the first of these rounds; without a round, by what the program rests on.

    Official documents come first, among them those of the higher level, model texts last.
    """
    return Case(
        When(Exists(rounds), then=Subquery(rounds.values("nearness")[:1])),
        default=_resting(),
        output_field=FloatField(),
    )


def _resting() -> Coalesce:
    levels = [When(level=level, then=Value(float(place))) for place, level in enumerate(LEVELS)]
    provenances = [When(provenance=value, then=Value(place)) for value, place in OF_PROVENANCE.items()]
    place = Case(*levels, default=Value(0.0)) + Case(*provenances, default=Value(0.0))
    documents = PolicyDocument.objects.filter(clauses__programs=OuterRef("pk")).order_by()
    places = documents.annotate(place=place).order_by("place").values("place")[:1]
    return Coalesce(Subquery(places, output_field=FloatField()), Value(NO_DOCUMENT))


def with_lead(programs: ProgramQuerySet, at: datetime, *, settled: bool = False) -> QuerySet[Any]:
    """Adds `lead_id`, `phase_rank` and `nearness` of the round that stands for each program at the moment.

    `settled`: every kept standing is true at the moment (see `standing.state`), so that they are read as they
    are, through their index. Else each is looked at: one that has lapsed is worked out from the rounds.
    """
    if settled:
        return programs.filter(standing__isnull=False).annotate(
            lead_id=F("standing__lead"), phase_rank=F("standing__rank"), nearness=F("standing__nearness")
        )
    rounds = in_order(Round.objects.filter(program=OuterRef("pk"), status=Round.Status.PUBLISHED), at)
    is_true = Q(standing__since__lte=at, standing__until__gt=at)

    def kept(name: str, worked_out: Any, kind: Field) -> Case:
        return Case(When(is_true, then=F(f"standing__{name}")), default=worked_out, output_field=kind)

    rank = Coalesce(Subquery(rounds.values("phase_rank")[:1]), Value(NO_ROUND))
    return programs.annotate(
        lead_id=kept("lead", Subquery(rounds.values("pk")[:1]), BigIntegerField()),
        phase_rank=kept("rank", rank, IntegerField()),
        nearness=kept("nearness", nearness_of(rounds), FloatField()),
    )


def attach_leads(programs: Iterable[Any], at: datetime) -> list[Any]:
    """Give each program of a page its `lead` (a Round or None) and the `phase` of it, in one query at most.

    None where the programs come with `select_related(*LEADS)` and their standings are true.
    """
    found = list(programs)
    known = {lead.pk: lead for program in found if (lead := _kept(program))}
    missing = {program.lead_id for program in found} - {None, *known}
    if missing:
        known |= Round.objects.select_related("department").in_bulk(missing)
    for program in found:
        program.lead = known.get(program.lead_id)
        program.phase = program.lead.phase(at) if program.lead else None
    return found


def _kept(program: Any) -> Round | None:
    """The round that came with the program's standing."""
    standing = program._state.fields_cache.get("standing")
    return standing._state.fields_cache.get("lead") if standing else None
