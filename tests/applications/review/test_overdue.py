from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.services import perform
from portal.accounts.models import Post
from portal.inbox.models import Delivery, DigestEntry, Message
from portal.inbox.offsets import offsets
from portal.inbox.reminders import run, upcoming_for
from portal.inbox.workdays import add_workdays, end_of_day
from programs.catalog.services import change_reminders
from programs.catalog.stages import Stage
from tests.factories import intake
from tests.factories.catalog import LEVELS, administrator, commission

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def told(kind: str) -> list[int]:
    return [row.recipient_id for row in Message.objects.filter(kind=kind).order_by("recipient")]


def waiting() -> tuple[Application, int, int]:
    """An application to be checked, an official of its department, and the head."""
    application = intake.submitted()
    department = application.round.department
    clerk, head = intake.official(department).user, intake.official(department).user
    Post.objects.filter(user=head).update(rank=Post.Rank.HEAD)
    return application, clerk.pk, head.pk


def after(application: Application, days: int) -> datetime:
    """So many working days after it was due."""
    assert application.due_at is not None
    return end_of_day(add_workdays(timezone.localdate(application.due_at), days))


def test_officials_hear_once_then_their_head_once() -> None:
    application, clerk, head = waiting()
    assert application.due_at is not None
    run(application.due_at - MINUTE)
    assert told("overdue") == []
    for day in (0, 1, 2):
        run(after(application, day) + MINUTE)
    assert (told("overdue"), told("overdue_head")) == ([clerk, head], [])
    for day in (3, 4):
        run(after(application, day) + MINUTE)
    assert (told("overdue"), told("overdue_head")) == ([clerk, head], [head])


def test_an_approval_that_is_overdue_is_told_to_the_level_whose_turn_it_is() -> None:
    application = intake.in_status("approving", round_=intake.open_round(stages=[Stage.APPROVAL]))
    intake.official(application.round.department)
    first, second = (intake.official(commission(code), rank="head") for code in LEVELS)
    kinds = {one.kind for one in upcoming_for(first.user, timezone.now())}
    assert {"overdue", "overdue_head"} <= kinds
    assert not upcoming_for(second.user, timezone.now())
    run(after(application, 0) + MINUTE)
    assert told("overdue") == [first.user.pk]
    run(after(application, 3) + MINUTE)
    assert told("overdue_head") == [first.user.pk]


def test_what_is_done_in_time_is_nobodys_fault() -> None:
    application, _clerk, _head = waiting()
    intake.decided(application, "accept")
    run(after(application, 0) + MINUTE)
    assert told("overdue") == []


def test_who_has_left_hears_nothing() -> None:
    application, clerk, head = waiting()
    Post.objects.filter(user=clerk).update(ends_on=timezone.localdate())
    run(after(application, 0) + MINUTE)
    assert told("overdue") == [head]


def test_officials_get_it_in_their_collected_mail() -> None:
    application, _clerk, _head = waiting()
    mails = Delivery.objects.count()
    run(after(application, 0) + MINUTE)
    assert (Delivery.objects.count() - mails, DigestEntry.objects.count()) == (0, 2)


def test_a_round_may_set_when_the_head_hears() -> None:
    application, _clerk, head = waiting()
    change_reminders(application.round_id, {"overdue_head": offsets("1w")}, administrator())
    run(after(application, 1) + MINUTE)
    assert told("overdue_head") == [head]


def test_a_head_sees_what_will_come_and_why() -> None:
    application, clerk, head = waiting()
    assert application.due_at is not None
    now = application.due_at - MINUTE
    found = [(p.kind, p.at) for p in upcoming_for(Post.objects.get(user=head).user, now)]
    assert found == [("overdue", application.due_at), ("overdue_head", after(application, 3))]
    assert [p.kind for p in upcoming_for(Post.objects.get(user=clerk).user, now)] == ["overdue"]


def test_a_decision_overdue_is_told_anew() -> None:
    application, clerk, head = waiting()
    run(after(application, 0) + MINUTE)
    officer = intake.official(application.round.department)
    perform(application.pk, "accept", capacity=officer, at=after(application, 0) + 2 * MINUTE)
    application.refresh_from_db()
    run(after(application, 0) + MINUTE)
    assert told("overdue").count(clerk) == 2
    assert told("overdue").count(head) == 2


def test_what_lies_with_an_officer_concerns_them_alone_until_they_leave() -> None:
    application, clerk, _head = waiting()
    Application.objects.filter(pk=application.pk).update(handler=clerk)
    run(after(application, 0) + MINUTE)
    assert told("overdue") == [clerk]
    other, clerk, head = waiting()
    Application.objects.filter(pk=other.pk).update(handler=clerk)
    Post.objects.filter(user=clerk).update(ends_on=timezone.localdate())
    run(after(other, 0) + MINUTE)
    assert {clerk, head} & {*told("overdue")} == {head}
