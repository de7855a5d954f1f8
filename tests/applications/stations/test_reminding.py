"""Stages remind those who have to do them, and tell the department above when they are late: once each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.models import User
from portal.inbox.models import Message
from portal.inbox.reminders import run, upcoming_for
from portal.inbox.workdays import add_workdays, end_of_day
from programs.catalog.models import Round, RoundStage
from programs.catalog.stages import Stage
from tests.factories import intake
from tests.factories.catalog import LEVELS, commission

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def told(kind: str) -> list[User]:
    return [row.recipient for row in Message.objects.filter(kind=kind).order_by("pk")]


def escalating(stage: Stage) -> Round:
    """A round whose stage takes ten working days, reminds two before and escalates to the bureau."""
    round_ = intake.open_round(stages=[stage], draft=True)
    RoundStage.objects.filter(round=round_).update(escalate_to=commission("bureau"))
    head = intake.official(commission("bureau"), rank="head").user
    Round.objects.filter(pk=round_.pk).update(
        status="published", published_at=timezone.now(), published_by=head
    )
    return Round.objects.get(pk=round_.pk)


def test_a_stage_reminds_before_its_end_and_escalates_after_it() -> None:
    application = intake.in_status("presenting", round_=escalating(Stage.PRESENTATION))
    clerk = intake.official(application.round.department).user
    head = User.objects.get(posts__department__code="bureau")
    today = timezone.localdate()
    assert application.due_at == end_of_day(add_workdays(today, 10))
    soon = end_of_day(add_workdays(today, 8))
    assert {planned.kind for planned in upcoming_for(clerk, timezone.now())} >= {"stage_due"}
    assert [planned.kind for planned in upcoming_for(head, timezone.now())] == ["stage_late"]
    run(soon - timedelta(days=2))
    assert told("stage_due") == []
    run(soon + MINUTE)
    run(soon + 2 * MINUTE)
    assert told("stage_due").count(clerk) == 1
    assert told("stage_late") == []
    run(application.due_at + MINUTE)
    run(application.due_at + 2 * MINUTE)
    assert told("stage_late") == [head]


def test_a_station_is_reminded_of_what_it_has_to_recommend() -> None:
    application = intake.in_status("recommending")
    clerk = intake.official(application.station).user
    assert [planned.kind for planned in upcoming_for(clerk, timezone.now())] == ["stage_due"]
    run(end_of_day(add_workdays(timezone.localdate(), 8)) + MINUTE)
    assert told("stage_due") == [clerk]


def test_an_approval_that_is_due_reminds_the_level_whose_turn_it_is() -> None:
    application = intake.in_status("approving", round_=intake.open_round(stages=[Stage.APPROVAL]))
    first, second = (intake.official(commission(code), rank="head") for code in LEVELS)
    clerk = intake.official(application.round.department)
    soon = end_of_day(add_workdays(timezone.localdate(), 8)) + MINUTE

    def planned() -> list[bool]:
        people = (first.user, second.user, clerk.user)
        return ["stage_due" in {one.kind for one in upcoming_for(who, timezone.now())} for who in people]

    assert planned() == [True, False, False]
    intake.perform(application.pk, "approve_level", capacity=first, at=timezone.now())
    assert planned() == [False, True, False]
    run(soon)
    assert told("stage_due") == [second.user]
