"""Who qualifies for a round, judged in SQL."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from portal.facts.models import CurrentFacts
from programs.catalog.models import Condition, Round
from programs.eligibility.querying import judged
from programs.screening.rule_sets import rule_set_of
from programs.screening.whatif_counting import Asked, Counts, count
from programs.screening.whatif_groups import by_region, by_size


def tests_of(round_: Round) -> list[Any]:
    """The tests of its conditions; what applicants declare has none."""
    rows = Condition.objects.filter(round=round_, test__isnull=False).order_by("position", "pk")
    return list(rows.values_list("test", flat=True))


def audience_of(round_: Round, as_of: date | None = None) -> QuerySet[CurrentFacts]:
    """Every organization with its `verdict`: true, false or NULL where its file does not say."""
    context = rule_set_of(round_.program, round_, ()).context(as_of or timezone.localdate())
    return judged(tests_of(round_), context)


def audience_in_numbers(round_: Round) -> dict[str, Any] | None:
    """How many will be told that they qualify, for the checklist before publishing: in all, by district and
    size. None where no organization is told: none may apply, or no condition can be tested."""
    tests = tests_of(round_)
    if not tests or "organization" not in round_.applicant_kinds:
        return None
    context = rule_set_of(round_.program, round_, ()).context(timezone.localdate())
    counts: Counts = count(Asked(tests, tests), context)
    return {"counts": counts, "tables": [by_region(counts, None), by_size(counts, None)]}
