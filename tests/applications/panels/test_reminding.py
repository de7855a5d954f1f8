"""Invitations that end, reviews that fall due, what is overdue, and a day that moves."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from applications.panels.models import Panel
from applications.panels.services import reviewing
from applications.panels.services.moving import move_due
from portal.accounts.models import Post, User
from portal.api.problems import Refused
from portal.history.services import Outcome, verify
from portal.inbox.models import Message
from portal.inbox.reminders import run, upcoming_for
from portal.inbox.workdays import end_of_day
from tests.applications.intake.asking import signed_in
from tests.factories import experts as made
from tests.factories import intake

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def told(kind: str) -> list[User]:
    return [row.recipient for row in Message.objects.filter(kind=kind).order_by("pk")]


def kinds(user: User | None) -> list[str]:
    assert user is not None
    found = [planned.kind for planned in upcoming_for(user, timezone.now())]
    return [kind for kind in found if kind.startswith("review")]


def test_an_invitation_reminds_until_it_is_answered_once_for_each_day() -> None:
    world = made.cast(experts=1, answered=False)
    expert, ends = world.experts[0].user, end_of_day(world.panel.answer_by)
    assert kinds(expert) == ["review_answer_due", "review_answer_due"]
    run(ends - 3 * DAY)
    assert told("review_answer_due") == []
    for moment in (ends - 2 * DAY, ends - 2 * DAY + MINUTE):
        run(moment + MINUTE)
    assert told("review_answer_due") == [expert]
    text = Message.objects.get(kind="review_answer_due")
    assert text.url == reverse("seat", args=[world.panel.seats.get().pk])
    run(ends - DAY + MINUTE)
    run(ends + DAY)
    assert told("review_answer_due") == [expert, expert]


def test_reviews_that_are_missing_remind_before_their_day() -> None:
    world = made.assigned(applications=2, experts=1)
    expert, due = world.experts[0].user, end_of_day(world.panel.due_on)
    assert kinds(expert) == ["review_due", "review_due"]
    text = made.written(world.panel)
    reviewing.hand_in(world.assignment.pk, text, by=world.writer, at=timezone.now())
    run(due - 7 * DAY + MINUTE)
    run(due - 7 * DAY + 2 * MINUTE)
    assert told("review_due") == [expert]
    assert "1" in Message.objects.get(kind="review_due").body
    other = world.panel.assignments.exclude(state="handed_in").get()
    reviewing.hand_in(other.pk, text, by=world.writer, at=timezone.now())
    run(due - DAY)
    assert told("review_due") == [expert]
    assert kinds(expert) == []


def test_whoever_runs_the_panel_hears_once_that_reviews_are_overdue() -> None:
    world = made.assigned(applications=1, experts=1)
    runs, colleague = world.official.user, intake.official(world.round.department).user
    due = end_of_day(world.panel.due_on)
    assert kinds(runs) == ["review_overdue"]
    run(due - MINUTE)
    assert told("review_overdue") == []
    run(due + MINUTE)
    run(due + DAY)
    assert told("review_overdue") == [runs]
    assert colleague not in told("review_overdue")


@pytest.mark.exhaustive
def test_where_who_set_it_up_has_left_the_department_hears() -> None:
    world = made.assigned(applications=1, experts=1)
    colleague = intake.official(world.round.department).user
    yesterday = timezone.localdate() - DAY
    Post.objects.filter(user=world.official.user).update(starts_on=yesterday, ends_on=yesterday)
    run(end_of_day(world.panel.due_on) + MINUTE)
    assert told("review_overdue") == [colleague]


def test_more_time_is_given_for_a_reason_and_the_experts_are_told() -> None:
    world = made.assigned(applications=1, experts=2)
    now, later = timezone.now(), world.panel.due_on + 10 * DAY
    for wrong, reason in ((world.panel.due_on, "出差"), (None, "出差"), (later, " ")):
        with pytest.raises(Refused):
            move_due(world.panel.pk, wrong, reason, by=world.official, at=now)
    with pytest.raises(Http404):
        move_due(world.panel.pk, later, "出差", by=world.writer, at=now)
    move_due(world.panel.pk, later, "两位专家出差", by=world.official, at=now)
    assert Panel.objects.get().due_on == later
    assert set(told("review_due_moved")) == {expert.user for expert in world.experts}
    event = world.panel.events.latest("seq")
    assert (event.kind, event.payload["reason"], event.payload["to"]) == (
        "due_moved",
        "两位专家出差",
        later.isoformat(),
    )
    assert {verdict.outcome for verdict in verify(world.panel.events.all())} == {Outcome.OK}


@pytest.mark.exhaustive
def test_a_moved_day_opens_the_reviews_and_their_reminders_again() -> None:
    world = made.assigned(applications=1, experts=1)
    due, later = end_of_day(world.panel.due_on), world.panel.due_on + 10 * DAY
    run(due + MINUTE)
    with pytest.raises(Refused):
        reviewing.save(world.assignment.pk, made.written(world.panel), by=world.writer, at=due + DAY)
    move_due(world.panel.pk, later, "出差", by=world.official, at=due + DAY)
    reviewing.save(world.assignment.pk, made.written(world.panel), by=world.writer, at=due + DAY)
    run(end_of_day(later) - 2 * DAY + MINUTE)
    run(end_of_day(later) + MINUTE)
    assert told("review_due") == [world.experts[0].user]
    assert told("review_overdue") == [world.official.user, world.official.user]


@pytest.mark.exhaustive
def test_a_closed_panel_moves_no_more() -> None:
    world = made.assigned(applications=1, experts=1)
    now = timezone.now()
    reviewing.hand_in(world.assignment.pk, made.written(world.panel), by=world.writer, at=now)
    reviewing.close(world.panel.pk, by=world.official, at=now)
    with pytest.raises(Refused):
        move_due(world.panel.pk, world.panel.due_on + DAY, "出差", by=world.official, at=now)
    run(end_of_day(world.panel.due_on) + MINUTE)
    assert told("review_overdue") == []


@pytest.mark.exhaustive
def test_the_day_is_moved_by_form_and_overdue_panels_are_seen() -> None:
    world = made.assigned(applications=1, experts=1)
    browser, address = signed_in(world.official), reverse("panel", args=[world.panel.pk])
    move = reverse("panel_action", args=[world.panel.pk, "due"])
    refused = browser.post(move, {"due_on": "2020-01-01", "reason": "出差"})
    assert refused.status_code == 409
    assert "2020-01-01" in refused.content.decode()
    later = world.panel.due_on + 10 * DAY
    assert browser.post(move, {"due_on": later.isoformat(), "reason": "出差"}).status_code == 302
    assert not browser.get(address).context["late"]
    Panel.objects.update(answer_by=timezone.localdate() - 9 * DAY, due_on=timezone.localdate() - DAY)
    assert browser.get(address).context["late"]
    assert browser.get(reverse("panel_list")).context["page"][0].late
    counts = {link.key: link.count for link in browser.get(address).context["nav_items"]}
    assert counts["panels"] == 1


@pytest.mark.exhaustive
def test_an_expert_finds_on_the_first_page_what_waits() -> None:
    asked = made.cast(applications=1, experts=1, answered=False)
    invited = signed_in(asked.writer).get(reverse("dashboard")).content.decode()
    assert reverse("seat", args=[asked.panel.seats.get().pk]) in invited
    busy = made.assigned(applications=1, experts=1)
    todos = signed_in(busy.writer).get(reverse("dashboard")).context["todos"]
    assert [todo.url for todo in todos] == [reverse("my_reviews")]
