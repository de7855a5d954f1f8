"""What pages, downloads and the API show of programs that were judged: their rows, loaded together."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from portal.facts.reading import File
from portal.facts.values import Key
from portal.ui.texts import localized
from programs.catalog.models import Condition, Program, Round
from programs.eligibility import naming
from programs.eligibility.explaining import Finding, Result
from programs.policies.models import Clause
from programs.screening.judging import Judged, judge
from programs.screening.rule_sets import rule_set_of

Place = Callable[[Key], str]  # where a missing fact can be filled in; "" where it cannot
DECLARED = "declared"
TONES = {Result.PASS: "green", Result.FAIL: "red", Result.UNKNOWN: "amber"}
ICONS = {Result.PASS: "circle-check", Result.FAIL: "circle-x", Result.UNKNOWN: "help-circle"}


@dataclass(frozen=True)
class Missing:
    """A fact that is not known. `url`: where to fill it in, or ""."""

    key: str
    year: int | None
    url: str

    @property
    def label(self) -> str:
        return naming.facts([(self.key, self.year)])


@dataclass(frozen=True)
class Part:
    """One of the questions inside a condition: the sentence of a standard's rule, "" otherwise, and why."""

    result: Result
    sentence: str
    reason: str

    @property
    def tone(self) -> str:
        return TONES[self.result]

    @property
    def icon(self) -> str:
        return ICONS[self.result]


def parts_of(finding: Finding) -> Iterator[Part]:
    """The single questions inside, in order."""
    if finding.rules:
        for rule, found in finding.rules:
            yield Part(found.result, localized(rule, "sentence"), found.reason)
        return
    for child in finding.children:
        if child.children:
            yield from parts_of(child)
        else:
            yield Part(child.result, "", child.reason)


@dataclass(frozen=True)
class Check:
    """A condition and what was found; `finding` None where the applicant declares it."""

    condition: Condition
    finding: Finding | None
    missing: tuple[Missing, ...]

    @property
    def outcome(self) -> str:
        """pass, fail, unknown or declared."""
        return self.finding.result.value if self.finding else DECLARED

    @property
    def reason(self) -> str:
        if self.finding:
            return self.finding.reason
        return _("You declare this when you apply.")

    @property
    def parts(self) -> list[Part]:
        """The questions inside a condition that asks several."""
        return list(parts_of(self.finding)) if self.finding else []

    @property
    def in_full(self) -> str:
        """The reason with that of each question inside."""
        inside = (f"{part.sentence} {part.reason}".strip() for part in self.parts)
        return _("; ").join([self.reason, *inside])

    @property
    def change(self) -> str:
        """What would turn it; "" where it passes."""
        return self.finding.change if self.finding and self.finding.result != Result.PASS else ""

    @property
    def way(self) -> str:
        """What would turn it, beside the reason, which names what is missing already."""
        return "" if self.missing else self.change

    @property
    def fillable(self) -> tuple[Missing, ...]:
        """What is missing and can be filled in by the reader."""
        return tuple(missing for missing in self.missing if missing.url)

    @property
    def tone(self) -> str:
        return TONES[self.finding.result] if self.finding else "ink3"

    @property
    def icon(self) -> str:
        return ICONS[self.finding.result] if self.finding else "circle-dashed"

    @property
    def word(self) -> str:
        words = {"pass": _("Met"), "fail": _("Not met"), "unknown": _("To be confirmed")}
        return words.get(self.outcome, _("To be declared"))


@dataclass(frozen=True)
class Shown:
    """A program with its round and its checks."""

    judged: Judged
    program: Program
    round: Round | None
    phase: Round.Phase | None
    checks: list[Check]

    @property
    def missing(self) -> list[Missing]:
        """Every fact that is not known, once."""
        return list(dict.fromkeys(missing for check in self.checks for missing in check.missing))

    @property
    def next_step(self) -> Check | None:
        """The one to look at first: what fails, else what is unknown."""
        for outcome in ("fail", "unknown"):
            for check in self.checks:
                if check.outcome == outcome:
                    return check
        return None


def show(found: Iterable[Judged], at: datetime, place: Place) -> list[Shown]:
    """Load what the rows show, in five queries at most."""
    rows = list(found)
    programs = Program.objects.select_related("department").in_bulk([row.rule_set.program for row in rows])
    leads = {row.rule_set.round.pk for row in rows if row.rule_set.round}
    rounds = Round.objects.select_related("department").in_bulk(leads)
    wanted = [rule.condition for row in rows for rule in row.rule_set.rules]
    conditions = Condition.objects.in_bulk(wanted)
    attach_clauses(conditions.values())
    made = []
    for row in rows:
        program = programs.get(row.rule_set.program)
        if program is None:
            continue  # withdrawn since the rules were read
        lead = rounds.get(row.rule_set.round.pk) if row.rule_set.round else None
        made.append(
            Shown(row, program, lead, lead.phase(at) if lead else None, checks_of(row, conditions, place))
        )
    return made


def show_one(program: Program, round_: Round | None, file: File, at: datetime, place: Place) -> Shown:
    """A program and one of its rounds, drafts too, in two queries."""
    conditions = list((round_ or program).conditions.order_by("position", "pk"))
    attach_clauses(conditions)
    judged = judge(rule_set_of(program, round_, conditions), file)
    checks = checks_of(judged, {row.pk: row for row in conditions}, place)
    return Shown(judged, program, round_, round_.phase(at) if round_ else None, checks)


def checks_of(judged: Judged, conditions: dict[int, Condition], place: Place) -> list[Check]:
    """One per condition that is still there, in their order."""
    pairs = zip(judged.rule_set.rules, judged.findings, strict=True)
    return [
        Check(conditions[rule.condition], finding, missing_of(finding, place))
        for rule, finding in pairs
        if rule.condition in conditions
    ]


def missing_of(finding: Finding | None, place: Place) -> tuple[Missing, ...]:
    if finding is None or finding.result != Result.UNKNOWN:
        return ()
    return tuple(Missing(*key, place(key)) for key in finding.missing)


def attach_clauses(lines: Iterable[Any]) -> None:
    """Give each line its clause with its document, in one query."""
    found = list(lines)
    clauses = Clause.objects.select_related("document").in_bulk({line.clause_id for line in found} - {None})
    for line in found:
        if line.clause_id:
            line.clause = clauses[line.clause_id]
