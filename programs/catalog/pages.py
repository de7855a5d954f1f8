"""What the public pages show, gathered in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from portal.accounts.models import Department
from portal.reference.models import Region
from programs.catalog.leading import RANKS, in_order, with_lead
from programs.catalog.models import Program, Round
from programs.policies.kinds import ASKED_FOR, Kind
from programs.policies.models import Target

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


def regions_served() -> list[Region]:
    """Regions of the departments that handle published rounds."""
    return list(Region.objects.filter(pk__in=_handling_regions()).order_by("code"))


def _handling_regions() -> QuerySet[Department, str]:
    handling = Department.objects.filter(rounds__status=Round.Status.PUBLISHED)
    return handling.values_list("region", flat=True)
