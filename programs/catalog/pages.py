"""What the public pages show, gathered in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from portal.accounts.models import Department
from portal.reference.models import Region
from programs.catalog.deadlines import moved_sentence
from programs.catalog.leading import RANKS, in_order, with_lead
from programs.catalog.models import Condition, Program, RequiredDocument, Round
from programs.policies.kinds import ASKED_FOR, Kind
from programs.policies.models import Clause, Target

KIND_ICONS = {
    Kind.VOUCHER: "ticket",
    Kind.SUBSIDY: "coins",
    Kind.SERVICE_PACKAGE: "briefcase",
    Kind.GRANT: "flask",
    Kind.COMMISSIONER: "user-cog",
    Kind.INTERNSHIP: "school",
    Kind.MENTOR: "users",
    Kind.RECOGNITION: "certificate",
    Kind.EVALUATION: "star",
    Kind.LOAN: "building-bank",
    Kind.MATCHMAKING: "arrows-exchange",
    Kind.INSTRUMENT_SHARING: "microscope",
    Kind.PROCUREMENT_CATALOG: "list-check",
    Kind.EVENT: "calendar-event",
    Kind.AWARD: "trophy",
}


@dataclass(frozen=True)
class KindCount:
    """A kind of programs with how many are published."""

    value: str
    label: str
    icon: str
    count: int


@dataclass
class Facets:
    """How many published programs each choice of a filter stands for."""

    kind: Counter[str] = field(default_factory=Counter)
    department: Counter[str] = field(default_factory=Counter)
    phase: Counter[str] = field(default_factory=Counter)


def facets(at: datetime) -> Facets:
    """Counts over all published programs, in one query."""
    phases = {rank: str(phase) for phase, rank in RANKS.items()}
    found = Facets()
    rows = with_lead(Program.objects.published(), at).values_list("kind", "department__code", "phase_rank")
    for kind, department, rank in rows:
        found.kind[kind] += 1
        found.department[department] += 1
        if rank in phases:
            found.phase[phases[rank]] += 1
    return found


def kinds(counts: Counter[str]) -> list[KindCount]:
    """The kinds that have programs, in the order of the model."""
    return [
        KindCount(kind.value, str(kind.label), KIND_ICONS[kind], counts[kind.value])
        for kind in ASKED_FOR
        if counts[kind.value]
    ]


def open_rounds(at: datetime) -> list[Round]:
    """Rounds taking applications, the next deadline first, those without one last."""
    rounds = Round.objects.open_at(at).select_related("program", "department")
    return list(in_order(rounds, at))


def promised() -> list[Target]:
    """Targets of the clauses on which published programs rest."""
    links = Program.clauses.through.objects.filter(program__status=Program.Status.PUBLISHED)
    targets = Target.objects.filter(clause__in=links.values("clause")).select_related("clause__document")
    return list(targets.order_by("clause__document", "clause__position", "pk"))


def rounds_of(program: Program, at: datetime, *, drafts: bool) -> list[Round]:
    """The rounds of a program with all that its page shows, in order; drafts only in a preview."""
    rounds = program.rounds.all() if drafts else program.rounds.filter(status=Round.Status.PUBLISHED)
    clauses = Clause.objects.select_related("document")
    lines = [
        Prefetch(name, model.objects.order_by("position", "pk").prefetch_related(Prefetch("clause", clauses)))
        for name, model in (("conditions", Condition), ("documents", RequiredDocument))
    ]
    return list(in_order(rounds, at).select_related("department", "notice").prefetch_related(*lines))


def start_address(round_: Round) -> str:
    """Where an application for the round starts; "" while nothing above takes applications."""
    try:
        return reverse("application_start", args=[round_.pk])
    except NoReverseMatch:
        return ""


def applicants(round_: Round) -> str:
    """Who may apply, in words."""
    words = {"organization": _("Organizations"), "team": _("Teams"), "person": _("Persons")}
    return _(", ").join(words.get(kind, kind) for kind in round_.applicant_kinds)


def program_context(program: Program, rounds: list[Round], wanted: str, at: datetime) -> dict[str, Any]:
    """Everything the page of a program shows about the round that is wanted, else the first."""
    chosen = next((r for r in rounds if str(r.pk) == wanted), rounds[0] if rounds else None)
    phase = chosen.phase(at) if chosen else None
    return {
        "program": program,
        "clauses": list(program.clauses.select_related("document").order_by("document__kind", "position")),
        "rounds": [(r, r.phase(at)) for r in rounds],
        "round": chosen,
        "phase": phase,
        "moved": moved_sentence(chosen) if chosen else "",
        "applicants": applicants(chosen) if chosen else "",
        "contact_department": chosen.department if chosen else program.department,
        "start_url": start_address(chosen) if chosen and phase == Round.Phase.OPEN else "",
    }


def regions_served() -> list[Region]:
    """Regions of the departments that handle published rounds."""
    return list(Region.objects.filter(pk__in=_handling_regions()).order_by("code"))


def _handling_regions() -> QuerySet[Department, str]:
    handling = Department.objects.filter(rounds__status=Round.Status.PUBLISHED)
    return handling.values_list("region", flat=True)
