"""Limits per applicant and per project leader across programs and rounds: asked when an application is
started, before it is handed in, and before it is accepted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from applications.intake.models import Application
from applications.intake.results import SUPPORTED
from applications.intake.workflow import STATES, Status
from applications.review.models import LimitRule
from portal.accounts.capacities import Capacity
from portal.inbox.remembering import Remembered
from portal.privacy import numbers
from portal.ui.texts import localized
from programs.catalog.models import Program, Round

LEADER = "leader"  # the key of the question that names the project leader
NUMBERS_SHOWN = 5
COUNTED: dict[str, list[Status]] = {
    LimitRule.Counts.LIVE: [
        status for status, state in STATES.items() if state.live and status != Status.DRAFT
    ],
    LimitRule.Counts.SUPPORTED: [*SUPPORTED],
}


@dataclass(frozen=True)
class Who:
    """For whom is counted: the applicant's columns, and the leader as `leader_of` names one."""

    applicant: dict[str, Any]
    name: str
    leader: str = ""
    leader_name: str = ""


def _rules() -> list[tuple[LimitRule, frozenset[int]]]:
    rows = LimitRule.objects.prefetch_related("programs").order_by("pk")
    return [(rule, frozenset(program.pk for program in rule.programs.all())) for rule in rows]


rules = Remembered(_rules)


def rules_for(program: Program) -> list[tuple[LimitRule, frozenset[int]]]:
    """The rules that cover a program, each with the programs it names."""
    group = program.exclusion_group
    return [
        (rule, named)
        for rule, named in rules()
        if program.pk in named or (group and rule.exclusion_group == group)
    ]


def counts_leaders(program: Program) -> bool:
    """Whether a limit per project leader covers the program."""
    return any(rule.per == LimitRule.Per.LEADER for rule, _named in rules_for(program))


def start_refusal(round_: Round, applicant: dict[str, Any], capacity: Capacity) -> str | None:
    """Why nothing more may be started: limits per applicant; the leader is not known yet."""
    mine = {key: value for key, value in applicant.items() if key in ("organization", "person")}
    return refused(rules_for(round_.program), Who(mine, capacity.label), None, capacity)


def refusal(application: Application, capacity: Capacity | None, at: datetime) -> str | None:
    """Why the application may not be handed in or accepted; None when no limit is reached."""
    found = rules_for(application.round.program)
    return refused(found, who_of(application), application, capacity) if found else None


def refused(
    found: Iterable[tuple[LimitRule, frozenset[int]]],
    who: Who,
    but: Application | None,
    capacity: Capacity | None,
) -> str | None:
    """The sentence of the first rule that is reached by other applications than this one."""
    for rule, named in found:
        rows = counted(rule, named, who)
        if rows is None:
            continue
        _take_turns(rule, who)
        others = rows.exclude(pk=but.pk) if but else rows
        count = others.count()
        if count >= rule.at_most:
            return sentence(rule, who, count, others, capacity)
    return None


def counted(rule: LimitRule, named: frozenset[int], who: Who) -> QuerySet[Application] | None:
    """What counts for them under a rule; None where nobody is known for whom it could count."""
    covered = Q(round__program__in=named)
    if rule.exclusion_group:
        covered |= Q(round__program__exclusion_group=rule.exclusion_group)
    rows = Application.objects.filter(covered, status__in=COUNTED[rule.counts])
    if rule.per == LimitRule.Per.APPLICANT:
        return rows.filter(**who.applicant)
    return rows.filter(handed_in_text__leader__in=same_leader(who.leader)) if who.leader else None


def _take_turns(rule: LimitRule, who: Who) -> None:
    """Two applications that would reach the limit together are looked at one after the other."""
    ids = [getattr(row, "pk", row) for row in who.applicant.values()]
    key = who.leader if rule.per == LimitRule.Per.LEADER else f"{sorted(who.applicant)}{ids}"
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [key, rule.pk])


def sentence(
    rule: LimitRule, who: Who, count: int, others: QuerySet[Application], capacity: Capacity | None
) -> str:
    """Says who reached which limit; numbers only of what the reader may see."""
    per_leader = rule.per == LimitRule.Per.LEADER
    seen = Application.objects.visible_to(capacity).filter(pk__in=others.values("pk"))
    shown = [str(row) for row in seen.order_by("number")[:NUMBERS_SHOWN]]
    values = {
        "rule": localized(rule, "name"),
        "who": who.leader_name if per_leader else who.name,
        "n": count,
        "most": rule.at_most,
        "numbers": _(", ").join(shown),
    }
    if shown:
        return (
            _("“%(rule)s”: %(who)s has %(n)d that count (%(numbers)s); at most %(most)d are allowed.")
            % values
        )
    return _("“%(rule)s”: %(who)s has %(n)d that count; at most %(most)d are allowed.") % values


def who_of(application: Application) -> Who:
    """For whom an application counts, by its answers as they are now."""
    name = "organization" if application.organization_id else "person"
    applicant = {name: application.organization_id or application.person_id}
    leader, leader_name = leader_of(application, application.answers)
    return Who(applicant, application.applicant_name, leader, leader_name)


def leader_of(application: Application, answers: dict[str, Any]) -> tuple[str, str]:
    """The project leader, as they are kept and by name; two empty texts where none is named.

    With an identity number it is this person wherever they lead; a name alone says so of one applicant only.
    """
    answer = answers.get(LEADER)
    said = list(answer.values()) if isinstance(answer, dict) else [answer]
    texts = [value for value in said if isinstance(value, str) and value.strip()]
    name = answer.get("name", "") if isinstance(answer, dict) else answer
    name = " ".join(name.split()) if isinstance(name, str) and not numbers.is_kept(name) else ""
    kept = next((value for value in texts if numbers.is_kept(value)), "")
    if kept:
        return f"number:{numbers.id_of(kept)}", name
    owner = f"o{application.organization_id}" if application.organization_id else f"p{application.person_id}"
    return (f"name:{owner}:{name}"[:200], name) if name else ("", "")


def same_leader(leader: str) -> list[str]:
    """All ways in which this person is kept: each application encrypts the number anew."""
    kind, _colon, key = leader.partition(":")
    if kind != "number":
        return [leader]
    return [f"number:{pk}" for pk in numbers.twins(key)] or [leader]
