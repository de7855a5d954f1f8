"""The dry run: which past decided applications of a program would stand otherwise under changed rules.

Each applicant's file as of the day it handed in is judged twice, under the conditions as they are and as they
would be. All files are read in a fixed number of queries, whatever their days. Reasons are put in words only
for what a page or an export shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property

from applications.intake.models import Application
from applications.intake.results import DECIDED
from applications.review.past_files import Pair, files_of
from portal.accounts.capacities import Capacity
from portal.facts.reading import File
from programs.catalog.models import Condition, Program
from programs.eligibility.context import Context, Reading
from programs.eligibility.explaining import Finding, explain
from programs.screening.showing import Check
from programs.screening.whatif import WhatIf
from programs.screening.whatif_thresholds import with_changes

MOST = 2_000  # of the newest decisions


@dataclass(frozen=True)
class Past:
    """A decided application with both verdicts on the day it was handed in."""

    application: Application
    context: Context
    before: bool | None
    after: bool | None

    @property
    def gained(self) -> bool:
        """Would newly qualify."""
        return self.after is True and self.before is not True

    @property
    def lost(self) -> bool:
        """Would no longer qualify."""
        return self.before is True and self.after is not True


@dataclass(frozen=True)
class Reason:
    """A condition that says something else under the changed rules, in words both ways."""

    condition: Condition
    before: Finding
    after: Finding

    @property
    def words(self) -> str:
        """Why, with the reason of each question inside."""
        return Check(self.condition, self.after, ()).in_full


def decided(program: Program, by: Capacity) -> Any:
    """Decided applications of organizations that the official handles or oversees; the admin's are all."""
    rows = Application.objects.ever_submitted() if by.kind == "admin" else Application.objects.visible_to(by)
    mine = rows.filter(round__program=program, status__in=DECIDED, organization__isnull=False)
    mine = mine.exclude(submitted_at=None).select_related("round", "organization")
    return mine.order_by("-decided_at", "pk")


def context_of(application: Application) -> Context:
    """The day it was handed in, and the reference year of its own round."""
    assert application.submitted_at is not None
    round_ = application.round
    year = round_.reference_year or timezone.localdate(round_.opens_at).year
    return Context(timezone.localdate(application.submitted_at), year)


@dataclass
class DryRun:
    """All past decisions under a question of the what-if page."""

    question: WhatIf
    by: Capacity

    @cached_property
    def applications(self) -> list[Application]:
        """The newest first; at most MOST."""
        return list(decided(self.question.subject.program, self.by)[:MOST])

    @cached_property
    def files(self) -> Mapping[Pair, File]:
        """Every applicant's, as of the day it handed in."""
        return files_of([_pair(row) for row in self.applications])

    @cached_property
    def past(self) -> list[Past]:
        """Each with its verdicts."""
        before, after = self.question.before, self.question.after
        found = []
        for row in self.applications:
            reading = Reading(self.files[_pair(row)], context_of(row))
            found.append(Past(row, reading.context, _verdict(before, reading), _verdict(after, reading)))
        return found

    @property
    def gained(self) -> list[Past]:
        return [row for row in self.past if row.gained]

    @property
    def lost(self) -> list[Past]:
        return [row for row in self.past if row.lost]

    @property
    def unknown(self) -> int:
        """How many cannot be told under the changed rules."""
        return sum(row.after is None for row in self.past)

    def reasons(self, rows: Sequence[Past]) -> dict[Any, list[Reason]]:
        """By application: the conditions that say something else, in a fixed number of queries."""
        changed = {address.split(".")[0] for address in self.question.changes}
        conditions = [row for row in self.question.conditions if str(row.pk) in changed]
        tests = with_changes(conditions, self.question.changes)
        return {
            row.application.pk: list(_reasons(row, conditions, tests, self.files[_pair(row.application)]))
            for row in rows
        }


def _pair(application: Application) -> Pair:
    """Whose file, and as of which day."""
    assert application.organization_id is not None
    return application.organization_id, context_of(application).as_of


def _verdict(tests: Sequence[Any], reading: Reading) -> bool | None:
    """Whether all pass; None where that is unknown or nothing is tested."""
    return explain({"all": list(tests)}, reading.file, reading.context, reading).holds if tests else None


def _reasons(row: Past, conditions: Sequence[Condition], tests: Any, file: File) -> Any:
    for condition in conditions:
        assert condition.test is not None
        before = explain(condition.test, file, row.context)
        after = explain(tests[condition.pk], file, row.context)
        if before.result != after.result:
            yield Reason(condition, before, after)
