"""Objections and appeals remind those who have to answer them: before they are due, and once when late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.intake.services import assign
from applications.notices import appealing, objecting
from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.inbox.models import Message
from portal.inbox.reminders import run, upcoming_for
from portal.inbox.workdays import Workdays, end_of_day
from tests.applications.notices.test_notices import prepared, proposed, released, statement
from tests.factories import intake

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clerk() -> Capacity:
    return intake.official()


def told(kind: str) -> list[User]:
    return [row.recipient for row in Message.objects.filter(kind=kind).order_by("pk")]


def test_an_objection_reminds_its_officials_before_and_once_after(clerk) -> None:
    round_, head = intake.open_round(stages=("notice",), live_limit=9), intake.official(rank="head")
    proposed(round_, clerk)
    notice, at = released(prepared(round_, clerk), head), timezone.now()
    made, _code = objecting.make(notice, statement(), [], at=at)
    due = end_of_day(made.due_on)
    assert {"objection_due", "objection_late"} <= {one.kind for one in upcoming_for(clerk.user, at)}
    soon = end_of_day(Workdays().add(timezone.localdate(), 10))
    run(soon - timedelta(days=4))
    assert told("objection_due") == []
    run(soon + MINUTE)
    run(soon + 2 * MINUTE)
    assert told("objection_due").count(clerk.user) == 1
    message = Message.objects.filter(kind="objection_due").first()
    assert message is not None
    assert notice.title in message.body
    run(due + MINUTE)
    run(due + timedelta(days=1))
    assert told("objection_late").count(clerk.user) == 1
    assert not any("高某" in row.body for row in Message.objects.all())


def test_an_appeal_reminds_its_case_officer_alone_and_nobody_once_answered(clerk) -> None:
    application = intake.in_status("declined")
    other, at = intake.official(), timezone.now()
    assign(application.pk, clerk.user, capacity=intake.official(rank="head"), at=at)
    made = appealing.appeal(application.pk, "理由", capacity=intake.holder(application), at=at)
    due = end_of_day(made.due_on)
    assert "appeal_due" in {one.kind for one in upcoming_for(clerk.user, at)}
    assert "appeal_due" not in {one.kind for one in upcoming_for(other.user, at)}
    run(due - timedelta(days=1))
    assert told("appeal_due") == [clerk.user]
    appealing.answer(application.pk, False, "维持。", by=clerk, at=at)
    run(due + MINUTE)
    assert told("appeal_late") == []
