"""From reviews to a fixed list and its outcomes, with real applications."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.services import perform
from applications.intake.services.transition import Inputs
from applications.ranking import deciding, drawing, outcomes, reserve
from applications.ranking.models import Carrying, Ranking
from applications.ranking.reckoning import AMOUNT, MOVED, OUTCOME, SETTLED, Change
from applications.ranking.replaying import replay, verdict
from portal.api.problems import Refused
from tests.factories import intake, ranking
from tests.factories.accounts import DepartmentFactory

pytestmark = pytest.mark.django_db
STAGES = ("meeting", "notice")


@pytest.fixture
def head():
    return intake.official(rank="head")


@pytest.fixture
def round_():
    return intake.open_round(stages=STAGES, live_limit=9)


def order(found: Ranking) -> list[tuple[int, str, str]]:
    rows = found.places.order_by("position")
    return [(row.place, str(row.application_id), row.outcome) for row in rows]


def test_ranking_draws_the_line_and_marks_what_to_look_at(round_, head) -> None:
    low, high, tied = ranking.accepted(round_, (70, 72), (95, 60), (78, 77))
    found = ranking.drawn(round_, head, budget=Decimal(85000))
    assert order(found) == [
        (1, str(high.pk), "support"),
        (1, str(tied.pk), "reserve"),
        (3, str(low.pk), "reserve"),
    ]
    assert found.places.get(position=1).twice[:2] == ["far apart", "tied"]


def test_each_change_needs_its_reason_and_is_kept(round_, head) -> None:
    one, two = ranking.accepted(round_, (90, 91), (80, 81))
    found, at = ranking.drawn(round_, head, budget=Decimal(85000)), timezone.now()
    with pytest.raises(Refused):
        drawing.change(found.pk, Change(MOVED, str(two.pk), "1", " "), by=head, at=at)
    with pytest.raises(Refused):
        drawing.change(found.pk, Change(MOVED, str(two.pk), "3", "理由"), by=head, at=at)
    with pytest.raises(Refused):
        drawing.change(found.pk, Change(AMOUNT, str(two.pk), "1.234", "理由"), by=head, at=at)
    with pytest.raises(Refused):
        drawing.change(found.pk, Change(OUTCOME, str(two.pk), "support", "理由"), by=head, at=at)
    drawing.change(found.pk, Change(MOVED, str(two.pk), "1", "重点任务"), by=head, at=at)
    drawing.change(found.pk, Change(AMOUNT, str(two.pk), "5000", "核减重复部分"), by=head, at=at)
    assert order(found) == [(2, str(two.pk), "support"), (1, str(one.pk), "reserve")]
    drawing.change(found.pk, Change(OUTCOME, str(one.pk), "decline", "已获市级资助"), by=head, at=at)
    assert order(found)[1] == (1, str(one.pk), "decline")
    kinds = list(found.events.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["drawn_up", "moved", "amount_set", "outcome_set"]


def test_a_change_writes_the_lines_that_it_changes_and_no_other(round_, head) -> None:
    made = ranking.accepted(round_, (90, 91), (80, 81), (70, 71))
    found, at = ranking.drawn(round_, head), timezone.now()
    rows = {row.application_id: row.pk for row in found.places.all()}
    with CaptureQueriesContext(connection) as captured:
        drawing.change(found.pk, Change(MOVED, str(made[1].pk), "1", "重点任务"), by=head, at=at)
    written = " ".join(row["sql"] for row in captured if row["sql"].startswith('INSERT INTO "ranking_place"'))
    assert [one.pk.hex in written for one in made] == [True, True, False]
    assert {row.application_id: row.pk for row in found.places.all()} == rows


def test_another_department_neither_draws_up_nor_sees(round_, head) -> None:
    ranking.accepted(round_, (90,))
    elsewhere = intake.official(DepartmentFactory(code="elsewhere"), rank="head")
    with pytest.raises(Refused):
        ranking.drawn(round_, elsewhere)
    ranking.drawn(round_, head)
    assert not Ranking.objects.visible_to(elsewhere)
    assert not Ranking.objects.visible_to(intake.holder(Application.objects.first()))


def test_list_is_fixed_only_when_everything_is_looked_at(round_, head) -> None:
    (one,) = ranking.accepted(round_, (95, 60))
    found, at = ranking.drawn(round_, head), timezone.now()
    with pytest.raises(Refused, match=one.number):
        deciding.fix(found.pk, ranking.minutes(), by=head, at=at)
    drawing.change(found.pk, Change(SETTLED, str(one.pk), "", "第三位专家意见一致"), by=head, at=at)
    with pytest.raises(Refused):
        deciding.fix(found.pk, ranking.minutes(attendees=["林知远", "沈若溪"]), by=head, at=at)
    recusal = {"person": "江某", "number": one.number, "reason": "亲属"}
    with pytest.raises(Refused, match="江某"):
        deciding.fix(found.pk, ranking.minutes(recusals=[recusal]), by=head, at=at)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused):
        deciding.fix(found.pk, ranking.minutes(held_on=tomorrow), by=head, at=at)
    review = one.assignments.first().review
    review.total = Decimal(96)
    review.save()
    with pytest.raises(Refused):  # reviews changed since
        deciding.fix(found.pk, ranking.minutes(), by=head, at=at)


def test_nothing_is_proposed_without_the_meeting(round_, head) -> None:
    (one,) = ranking.accepted(round_, (90,))
    with pytest.raises(Refused):
        perform(one.pk, "propose", capacity=head, at=timezone.now(), inputs=Inputs(amount=Decimal(1)))


def fixed(round_, head) -> tuple[Ranking, list[Application]]:
    made = ranking.accepted(round_, (90, 91), (80, 81), (40, 41))
    found = ranking.drawn(round_, head, budget=Decimal(90000), least=Decimal(60))
    return deciding.fix(found.pk, ranking.minutes(), by=head, at=timezone.now()), made


def test_outcomes_reach_the_applications_once_and_the_decision_replays(round_, head) -> None:
    found, made = fixed(round_, head)
    assert outcomes.carry_out(found, timezone.now()) == 3
    outcomes.carry_out_all(timezone.now())
    statuses = [Application.objects.get(pk=row.pk).status for row in made]
    assert statuses == ["proposed", "reserved", "declined"]
    assert [row.events.filter(kind="proposed").count() for row in made] == [1, 0, 0]
    for row in made:
        row.refresh_from_db()
        assert verdict(replay(row)), replay(row)
    with pytest.raises(Refused):
        reserve.promote_next(found.pk, by=head, at=timezone.now())
    Application.objects.filter(pk=made[0].pk).update(status="withdrawn", amount_proposed=None)
    taken = reserve.promote_next(found.pk, by=head, at=timezone.now())
    assert (taken.pk, taken.status, taken.amount_proposed) == (made[1].pk, "proposed", Decimal(85000))


@pytest.mark.exhaustive
def test_interrupted_outcomes_go_on_and_say_what_is_wrong(round_, head) -> None:
    _fixed, made = fixed(round_, head)
    Application.objects.filter(pk=made[0].pk).update(status="withdrawn")
    outcomes.carry_out_all(timezone.now())
    stuck = Carrying.objects.get(done_at=None)
    assert stuck.place.application_id == made[0].pk
    assert stuck.problem


def test_a_fixed_list_changes_in_no_way(round_, head) -> None:
    found, made = fixed(round_, head)
    with pytest.raises(Refused):
        drawing.change(found.pk, Change(MOVED, str(made[0].pk), "2", "理由"), by=head, at=timezone.now())
    place = found.places.first()
    changes = (
        lambda: found.places.update(amount=1),
        lambda: Ranking.objects.filter(pk=found.pk).update(budget=1),
        lambda: type(place).objects.create(
            ranking=found, application=intake.draft(), position=9, place=9, amount=1, outcome="support"
        ),
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.exhaustive
def test_replay_shows_where_a_decision_differs(round_, head, monkeypatch) -> None:
    found, made = fixed(round_, head)
    outcomes.carry_out(found, timezone.now())
    made[0].refresh_from_db()
    place = found.places.get(application=made[0])
    monkeypatch.setattr(
        "applications.ranking.replaying.lines_of",
        lambda ranking: [replace(line, amount=Decimal(1)) for line in drawing.lines_of(ranking)],
    )
    differing = [(row.kept, row.found) for row in replay(made[0]) if not row.same]
    assert differing == [(f"{place.amount:,.2f}", "1.00")]
