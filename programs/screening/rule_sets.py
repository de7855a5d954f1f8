"""What each published program asks for, kept in memory as long as the catalog stays as it is."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, Min, Q
from django.utils import timezone

from programs.catalog.filters import BY_DEADLINE
from programs.catalog.leading import with_lead
from programs.catalog.models import Condition, Program, Round
from programs.catalog.models.standings import EVER, NEVER
from programs.catalog.standing import AFTER, State, state
from programs.eligibility.context import Context
from programs.eligibility.grammar import parse
from programs.eligibility.nodes import Node

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition as it is judged. `test`: None where the applicant declares it; like tests are one node."""

    condition: int
    test: Node | None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The conditions of the round that stands for a program, else the standing ones of the program."""

    program: int
    slug: str
    kind: str
    department: int
    round: Round | None
    reference_year: int | None
    rules: tuple[Rule, ...]

    def phase(self, at: datetime) -> Round.Phase | None:
        """Of its round; None without one."""
        return self.round.phase(at) if self.round else None

    @property
    def is_for_organizations(self) -> bool:
        """Whether organizations may apply; who may is open as long as there is no round."""
        return self.round is None or "organization" in self.round.applicant_kinds

    def context(self, as_of: date) -> Context:
        """The day, and the year whose "last year" counts: that of its round, else that of the day."""
        return Context(as_of, self.reference_year or as_of.year)


@dataclass(frozen=True)
class Kept:
    """All of them, true in one edition of the catalog for moments from `since` until before `until`."""

    edition: str
    since: datetime
    until: datetime
    rule_sets: tuple[RuleSet, ...]

    def holds(self, now: State) -> bool:
        """Whether nothing changed and no phase began or ended since they were read."""
        return self.edition == now.edition and self.since <= now.at < self.until


_kept: Kept | None = None


def rule_sets(at: datetime) -> tuple[RuleSet, ...]:
    """Those of all published programs, the next deadline first; one query while the catalog stays."""
    global _kept
    now = state(at)
    if _kept is None or not _kept.holds(now):
        _kept = Kept(now.edition, *_span(now.at), tuple(_read(now)))
    return _kept.rule_sets


def _span(at: datetime) -> tuple[datetime, datetime]:
    """From when until before when every published round has the phase it has at the moment."""
    edges = Round.objects.published().aggregate(
        opened=Max("opens_at", filter=Q(opens_at__lte=at)),
        closed=Max("closes_at", filter=Q(closes_at__lt=at)),
        opens=Min("opens_at", filter=Q(opens_at__gt=at)),
        closes=Min("closes_at", filter=Q(closes_at__gte=at)),
    )
    closed, closes = (moment and moment + AFTER for moment in (edges["closed"], edges["closes"]))
    return max(edges["opened"] or NEVER, closed or NEVER), min(edges["opens"] or EVER, closes or EVER)


def rule_set_of(program: Program, round_: Round | None, conditions: Iterable[Condition]) -> RuleSet:
    """That of one program for one of its rounds, drafts too; the conditions are given in order."""
    rules = tuple(_rule(row.pk, row.test) for row in conditions)
    year = _reference_year(round_)
    return RuleSet(program.pk, program.slug, program.kind, program.department_id, round_, year, rules)


def _reference_year(round_: Round | None) -> int | None:
    """As pinned, else the year in which the round opens."""
    if round_ is None:
        return None
    return round_.reference_year or timezone.localdate(round_.opens_at).year


def _read(now: State) -> Iterable[RuleSet]:
    programs = with_lead(Program.objects.published(), now.at, settled=now.settled).order_by(*BY_DEADLINE)
    rows = list(programs.values_list("pk", "slug", "kind", "department_id", "lead_id"))
    leads = {row[-1] for row in rows} - {None}
    rounds = Round.objects.defer("terms", "hant", "reminders").in_bulk(leads)
    alone = [pk for pk, *_rest, lead in rows if lead is None]
    by_owner: dict[tuple[int | None, int | None], list[Rule]] = defaultdict(list)
    for owner, rule in _rules(Q(round__in=leads) | Q(program__in=alone)):
        by_owner[owner].append(rule)
    for pk, slug, kind, department, lead in rows:
        owner = (lead, None) if lead else (None, pk)
        round_ = rounds.get(lead)
        year = _reference_year(round_)
        yield RuleSet(pk, slug, kind, department, round_, year, tuple(by_owner[owner]))


def _rules(owner: Q) -> Iterable[tuple[tuple[int | None, int | None], Rule]]:
    rows = Condition.objects.filter(owner).order_by("position", "pk")
    for pk, round_, program, test in rows.values_list("pk", "round_id", "program_id", "test"):
        yield (round_, program), _rule(pk, test)


def _rule(condition: int, test: Any) -> Rule:
    """A test that is not understood is left to a person, and to whoever reads the log."""
    if not test:
        return Rule(condition, None)
    try:
        return Rule(condition, parse(test))
    except ValidationError:
        logger.error("The test of condition %s is not understood.", condition)
        return Rule(condition, None)
