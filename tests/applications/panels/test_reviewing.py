"""From the draw to the review that is handed in, through the services."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from applications.experts.models import Tie
from applications.experts.services import state_tie
from applications.intake.models import Application
from applications.panels.models import (
    Assignment,
    Band,
    Conflict,
    PanelEvent,
    Review,
    ReviewVersion,
    Seat,
)
from applications.panels.rules import unfinished
from applications.panels.services import assigning, inviting, reviewing, setting_up
from applications.panels.services.reviewing import Incomplete, Stale
from applications.panels.services.rubrics import faults, publish
from applications.ranking.sources import scores_of
from portal.api.problems import Refused
from portal.history.services import Outcome, verify
from portal.inbox.models import Message
from programs.catalog.stages import Stage
from tests.factories import experts as made
from tests.factories import intake

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> made.Cast:
    return made.assigned()


def hand_in(world: made.Cast, assignment: Assignment | None = None, **changes: Any) -> Review:
    row = assignment or world.assignment
    seen = Review.objects.filter(assignment=row).values_list("revision", flat=True).first() or 0
    text = made.written(world.panel, seen, **changes)
    return reviewing.hand_in(row.pk, text, by=made.reviewing(row.expert), at=timezone.now())


@pytest.mark.exhaustive
def test_everybody_gets_every_application_and_is_told(world: made.Cast) -> None:
    assert world.panel.assignments.count() == 4
    assert world.panel.state == "reviewing"
    told = Message.objects.filter(recipient=world.experts[0].user).values_list("kind", flat=True)
    assert set(told) == {"review_invited", "review_assigned"}


def test_a_review_is_saved_handed_in_and_counts(world: made.Cast) -> None:
    row, by, now = world.assignment, world.writer, timezone.now()
    saved = reviewing.save(row.pk, made.written(world.panel, opinion="短"), by=by, at=now)
    assert (saved.revision, saved.handed_in_at, saved.total) == (1, None, Decimal("80.00"))
    assert scores_of(world.round, 1) == []
    hand_in(world)
    counted = scores_of(world.round, 1)
    assert [(score.application, score.points) for score in counted] == [
        (str(row.application_id), Decimal(80))
    ]
    with pytest.raises(Refused):
        reviewing.save(row.pk, made.written(world.panel, 2), by=by, at=now)


def test_another_window_overwrites_nothing(world: made.Cast) -> None:
    row, by, now = world.assignment, world.writer, timezone.now()
    reviewing.save(row.pk, made.written(world.panel), by=by, at=now)
    with pytest.raises(Stale):
        reviewing.save(row.pk, made.written(world.panel, opinion="另一个窗口"), by=by, at=now)
    assert Review.objects.get().opinion == made.OPINION


@pytest.mark.exhaustive
def test_all_that_is_missing_is_said_at_once_and_nothing_is_lost(world: made.Cast) -> None:
    row = world.assignment
    with pytest.raises(Incomplete) as told:
        hand_in(world, first=5, recommendation="", opinion="太短")
    assert [problem.field.split("-")[0] for problem in told.value.problems] == [
        "reason",
        "recommendation",
        "opinion",
    ]
    assert Review.objects.get(assignment=row).opinion == "太短"
    with pytest.raises(Incomplete):
        hand_in(world, first=31)


@pytest.mark.exhaustive
def test_reopened_by_an_official_with_a_reason_both_versions_stay(world: made.Cast) -> None:
    hand_in(world)
    row, now = world.assignment, timezone.now()
    with pytest.raises(Refused):
        reviewing.reopen(row.pk, " ", by=world.official, at=now)
    reviewing.reopen(row.pk, "打分与意见矛盾", by=world.official, at=now)
    assert scores_of(world.round, 1) == []
    hand_in(world, first=27)
    versions = ReviewVersion.objects.order_by("number")
    assert [version.content["total"] for version in versions] == ["80.00", "86.00"]
    with pytest.raises(IntegrityError), transaction.atomic():
        versions.update(content_hash="x")
    assert {verdict.outcome for verdict in verify(PanelEvent.objects.all())} == {Outcome.OK}


@pytest.mark.exhaustive
def test_a_tie_stated_while_reviewing_ends_the_assignment(world: made.Cast) -> None:
    row, now = world.assignment, timezone.now()
    reviewing.recuse(row.pk, "申请单位负责人是我的学生", by=world.writer, at=now)
    assert Conflict.objects.get().kind == "stated"
    with pytest.raises(Http404):
        reviewing.save(row.pk, made.written(world.panel), by=world.writer, at=now)
    spare = made.ExpertFactory()
    setting_up.cast(world.panel.pk, {"technical": 1}, by=world.official, at=now)
    inviting.invite(world.panel.pk, by=world.official, at=now)
    seat = Seat.objects.get(expert=spare)
    inviting.accept(seat.pk, True, by=made.reviewing(spare), at=now)
    assigning.add_expert(world.panel.pk, row.application, by=world.official, at=now)
    assert Assignment.objects.get(expert=spare).application_id == row.application_id


@pytest.mark.exhaustive
def test_a_tie_that_comes_to_light_takes_even_a_review_that_was_handed_in(world: made.Cast) -> None:
    hand_in(world)
    row, now = world.assignment, timezone.now()
    firm = row.application.organization
    assert firm is not None
    tie = Tie(expert=row.expert, kind="advisor", uscc=firm.uscc)
    state_tie(tie, by=world.official, at=now)
    setting_up.find_conflicts(world.panel.pk, by=world.official, at=now)
    row.refresh_from_db()
    assert row.state == "recused"
    assert scores_of(world.round, 1) == []


def test_the_database_itself_refuses_an_assignment_in_conflict(world: made.Cast) -> None:
    row, other = world.assignment, made.ExpertFactory()
    Conflict.objects.create(
        panel=world.panel,
        application=row.application,
        expert=other,
        kind="employer",
        source="inferred",
        found_at=timezone.now(),
    )
    row.pk, row.expert = None, other
    with pytest.raises(IntegrityError, match="conflict"), transaction.atomic():
        row.save()


@pytest.mark.exhaustive
def test_the_expert_review_ends_when_all_of_it_is_handed_in(world: made.Cast) -> None:
    """Through the one door, which asks the panel."""
    from applications.intake.services import perform

    application = world.assignment.application
    now = timezone.now()
    assert unfinished(world.applications[0], None, now) is not None
    with pytest.raises(Refused):
        perform(application.pk, "conclude_review", capacity=world.official, at=now)
    for row in Assignment.objects.filter(application=application).select_related("expert"):
        hand_in(world, row)
    assert perform(application.pk, "conclude_review", capacity=world.official, at=now).status != "reviewing"


@pytest.mark.exhaustive
def test_a_second_round_that_is_on_has_to_come_too(world: made.Cast) -> None:
    row = world.assignment
    for one in Assignment.objects.filter(application=row.application).select_related("expert"):
        hand_in(world, one)
    application = Application.objects.select_related("round").get(pk=row.application_id)
    assert unfinished(application, None, timezone.now()) is None
    application.round.stages_on = [Stage.REVIEW, Stage.SECOND_REVIEW]
    assert unfinished(application, None, timezone.now()) is not None


@pytest.mark.exhaustive
def test_after_the_last_day_only_what_is_reopened_is_taken(world: made.Cast) -> None:
    late = timezone.now() + timedelta(days=22)
    with pytest.raises(Refused):
        reviewing.save(world.assignment.pk, made.written(world.panel), by=world.writer, at=late)


@pytest.mark.exhaustive
def test_an_invitation_is_accepted_with_the_promise_or_declined_in_time() -> None:
    world = made.cast(answered=False)
    seats, now = list(world.panel.seats.select_related("expert")), timezone.now()
    by = made.reviewing(seats[0].expert)
    with pytest.raises(Refused):
        inviting.accept(seats[0].pk, False, by=by, at=now)
    with pytest.raises(Refused):
        inviting.accept(seats[0].pk, True, by=by, at=now + timedelta(days=7))
    with pytest.raises(Http404):
        inviting.accept(seats[1].pk, True, by=by, at=now)
    inviting.decline(seats[0].pk, "出差", by=by, at=now)
    assert Seat.objects.visible_to(by).count() == 0
    assert Message.objects.filter(kind="review_declined").count() >= 1


@pytest.mark.exhaustive
def test_a_rubric_is_published_without_fault_and_stays() -> None:
    rubric = made.rubric(intake.open_round(), published=False)
    by = intake.auditing()
    Band.objects.filter(floor=0).update(floor=1)
    first = rubric.criteria.all()[0]
    first.weight = 50
    first.save()
    assert len(faults(rubric)) == 3
    with pytest.raises(Refused):
        publish(rubric.pk, by=by)
    Band.objects.filter(floor=1).update(floor=0)
    first.weight = 60
    first.save()
    publish(rubric.pk, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


def test_what_the_checker_complains_of_is_never_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checker is handed a plan with a fault by way of a solver that forgets one pair."""
    world = made.cast()
    real = assigning.assign

    def forgetful(task: Any) -> Any:
        plan = real(task)
        return type(plan)(plan.pairs - {min(plan.pairs)}, plan.most)

    monkeypatch.setattr(assigning, "assign", forgetful)
    with pytest.raises(Refused):
        assigning.assign_all(world.panel.pk, by=world.official, at=timezone.now())
    assert Assignment.objects.count() == 0
