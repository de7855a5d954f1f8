from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programs.catalog.models import Condition
from programs.screening.rule_sets import RuleSet, rule_sets
from tests.factories.catalog import ProgramFactory, RoundFactory
from tests.programs.screening.situations import FIRM, REVENUE, asking, conditions

pytestmark = pytest.mark.django_db


def found(at=None) -> list[RuleSet]:
    return list(rule_sets(at or timezone.now()))


def asked_by(rule_set: RuleSet) -> list[object]:
    return [rule.test and rule.test.canonical["fact"] for rule in rule_set.rules]


def test_the_leading_round_stands_for_its_program() -> None:
    round_ = asking(FIRM, None)
    asking(REVENUE, program=round_.program, closed=True)
    conditions((REVENUE,), program=round_.program)
    (rule_set,) = found()
    assert (rule_set.round, asked_by(rule_set)) == (round_, ["kind", None])


def test_without_a_round_the_standing_conditions_count_and_drafts_never() -> None:
    program = ProgramFactory()
    conditions((REVENUE,), program=program)
    asking(FIRM, program=program, draft=True)
    ProgramFactory(draft=True)
    (rule_set,) = found()
    assert (rule_set.round, asked_by(rule_set)) == (None, ["revenue"])


def test_rules_are_read_once_until_the_catalog_changes() -> None:
    program = asking(FIRM).program
    found()
    with CaptureQueriesContext(connection) as queries:
        (kept,) = found()
    assert len(queries) == 1
    condition = Condition.objects.get()
    condition.test = REVENUE
    condition.save()
    (changed,) = found()
    assert (asked_by(kept), asked_by(changed)) == (["kind"], ["revenue"])
    program.status = "draft"
    program.save()
    assert found() == []


def test_rules_are_read_anew_when_a_phase_begins_or_ends() -> None:
    now = timezone.now()
    first = asking(FIRM, closes_at=now + timedelta(hours=1))
    second = asking(REVENUE, program=first.program, opens_at=now, closes_at=now + timedelta(days=3))
    assert [row.round for row in found(now)] == [first]
    assert [row.round for row in found(first.closes_at)] == [first]
    assert [row.round for row in found(first.closes_at + timedelta(microseconds=1))] == [second]
    assert [row.round for row in found(first.closes_at)] == [first]


def test_last_year_is_that_of_the_round() -> None:
    round_ = RoundFactory(reference_year=2024)
    (rule_set,) = found()
    assert rule_set.context(timezone.localdate()).reference_year == 2024
    round_.reference_year = None
    round_.save()
    (rule_set,) = found()
    opened = timezone.localdate(round_.opens_at).year
    assert rule_set.context(timezone.localdate() + timedelta(days=800)).reference_year == opened


def test_a_test_that_is_not_understood_is_left_to_a_person(caplog: pytest.LogCaptureFixture) -> None:
    condition = asking(FIRM).conditions.get()
    Condition.objects.filter(pk=condition.pk).update(test={"fact": "shoe_size"})
    (rule_set,) = found()
    assert [rule.test for rule in rule_set.rules] == [None]
    assert f"condition {condition.pk} is not understood" in caplog.text
