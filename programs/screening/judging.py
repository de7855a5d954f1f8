"""What a file says to the rules of programs: how far an organization is from each of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.facts.reading import File
from portal.facts.values import Key
from programs.eligibility.context import Context, Reading
from programs.eligibility.explaining import Finding, Result, explain
from programs.eligibility.nodes import Node
from programs.screening.rule_sets import RuleSet, rule_sets

# What an organization can still change before it applies; figures of past years, its kind and its age stay,
# and nobody moves to another place for one program.
CHANGEABLE = frozenset(
    {
        "legal_form",
        "registered_capital",
        "actual_controller",
        "qualifications",
        "rights",
        "rights_class_one",
        "rights_class_two",
    }
)


class Group(models.TextChoices):
    """How far an organization is from a program."""

    ELIGIBLE = "eligible", gettext_lazy("Conditions met")
    ONE_STEP = "one_step", gettext_lazy("One step away")
    NOT_NOW = "not_now", gettext_lazy("Not at present")
    UNCHECKABLE = "uncheckable", gettext_lazy("The portal cannot check")


class Verdict(models.TextChoices):
    """What the tests of a program say together."""

    ELIGIBLE = "eligible", gettext_lazy("eligible")
    NOT_ELIGIBLE = "not_eligible", gettext_lazy("not eligible")
    UNKNOWN = "unknown", gettext_lazy("unknown")


@dataclass(frozen=True)
class Judged:
    """A program's rules and what was found of each; None where the applicant declares it."""

    rule_set: RuleSet
    findings: tuple[Finding | None, ...]

    @cached_property
    def results(self) -> list[Result]:
        """Of the rules that have a test."""
        return [finding.result for finding in self.findings if finding is not None]

    def count(self, result: Result) -> int:
        return self.results.count(result)

    @property
    def passed(self) -> int:
        return self.count(Result.PASS)

    @property
    def failed(self) -> int:
        return self.count(Result.FAIL)

    @property
    def open(self) -> int:
        """Conditions that cannot be told yet, those to be declared included."""
        return len(self.findings) - self.passed - self.failed

    @property
    def missing(self) -> tuple[Key, ...]:
        """The facts that are unknown and were asked for, once each."""
        asked = (key for finding in self.findings if finding is not None for key in finding.missing)
        return tuple(dict.fromkeys(asked))

    @property
    def refusal(self) -> str:
        """Why no organization can apply, whatever its file says; "" where one can."""
        return "" if self.rule_set.is_for_organizations else _("Organizations cannot apply for this round.")

    @property
    def verdict(self) -> Verdict:
        if self.failed or self.refusal:
            return Verdict.NOT_ELIGIBLE
        is_known = self.results and self.passed == len(self.results)
        return Verdict.ELIGIBLE if is_known else Verdict.UNKNOWN

    @cached_property
    def group(self) -> Group:
        """One step away: nothing fails but something is unknown, or all passes but one that may change."""
        if self.refusal:
            return Group.NOT_NOW
        if not self.results:
            return Group.UNCHECKABLE
        if not self.failed:
            return Group.ELIGIBLE if self.passed == len(self.results) else Group.ONE_STEP
        is_last = self.failed == 1 and self.passed == len(self.results) - 1
        return Group.ONE_STEP if is_last and self._can_change() else Group.NOT_NOW

    def _can_change(self) -> bool:
        pairs = zip(self.rule_set.rules, self.findings, strict=True)
        failed = next(rule for rule, found in pairs if found is not None and found.result == Result.FAIL)
        return failed.test is not None and facts_in(failed.test.canonical) <= CHANGEABLE


def facts_in(test: Any) -> set[str]:
    """The keys of all facts a test asks for; a named standard counts as one that no one can change."""
    if isinstance(test, list):
        return set().union(*map(facts_in, test))
    if not isinstance(test, dict):
        return set()
    own = {str(test[key]) for key in ("fact", "standard") if key in test}
    return own.union(*(facts_in(part) for part in test.values()))


class Judge:
    """Judges one file. Equal tests of several programs are judged once."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.known: dict[Context, tuple[Reading, dict[Node, Finding]]] = {}

    def judge(self, rule_set: RuleSet) -> Judged:
        context = rule_set.context(self.file.as_of)
        if context not in self.known:
            self.known[context] = Reading(self.file, context), {}
        reading, known = self.known[context]
        findings: list[Finding | None] = []
        for rule in rule_set.rules:
            test = rule.test
            if test is not None and test not in known:
                known[test] = explain(test, self.file, context, reading)
            findings.append(None if test is None else known[test])
        return Judged(rule_set, tuple(findings))


def judge(rule_set: RuleSet, file: File) -> Judged:
    """One rule set on the day of the file."""
    return Judge(file).judge(rule_set)


def screen(file: File, at: datetime) -> list[Judged]:
    """Every published program, the next deadline first. No query but that of `rule_sets`."""
    return list(map(Judge(file).judge, rule_sets(at)))
