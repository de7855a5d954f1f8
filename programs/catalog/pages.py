"""What the public pages show, gathered in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from portal.accounts.models import Department
from portal.reference.models import Region
from programs.catalog.leading import RANKS, with_lead
from programs.catalog.models import Program, Round
from programs.policies.kinds import Kind

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


def regions_served() -> list[Region]:
    """Regions of the departments that handle published rounds."""
    return list(Region.objects.filter(pk__in=_handling_regions()).order_by("code"))


def _handling_regions() -> QuerySet[Department, str]:
    handling = Department.objects.filter(rounds__status=Round.Status.PUBLISHED)
    return handling.values_list("region", flat=True)
