"""Where programs stand is kept, true at the moment of every request, and left by no change of a round."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.catalog.filters import BY_DEADLINE
from programs.catalog.leading import attach_leads, with_lead
from programs.catalog.models import Edition, Program, Round, Standing
from programs.catalog.services import move_deadline
from programs.catalog.standing import add_up_editions, refresh_lapsed, state
from programs.policies.models import PolicyDocument
from tests.factories.catalog import ProgramFactory, RoundFactory, administrator
from tests.factories.policies import ClauseFactory, DocumentFactory

START = datetime(2026, 6, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(microseconds=1)
Change = Callable[[Round], Any]


def stood(at: datetime) -> list[tuple[Any, ...]]:
    """What lists say at a moment."""
    rows = with_lead(Program.objects.all(), at, settled=state(at).settled).order_by("pk")
    return [(row.pk, row.lead_id, row.phase_rank, row.nearness) for row in rows]


def worked_out(at: datetime) -> list[tuple[Any, ...]]:
    """What the rounds themselves say."""
    Standing.objects.update(until=START - 1000 * HOUR)
    return stood(at)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rounds=st.lists(st.tuples(st.integers(0, 9), st.integers(1, 6) | st.none()), max_size=4),
    kept_at=st.integers(0, 16),
    read_at=st.integers(0, 16),
    edge=st.sampled_from([-SECOND, timedelta(0), SECOND]),
)
def test_what_is_kept_says_what_the_rounds_say(
    rounds: list[tuple[int, int | None]], kept_at: int, read_at: int, edge: timedelta
) -> None:
    """Worked out at any hour and read at any other, to the microsecond."""
    Round.objects.all().delete()
    Program.objects.all().delete()
    program = ProgramFactory(clauses=[])
    for opens, length in rounds:
        closes = None if length is None else START + (opens + length) * HOUR
        RoundFactory(program=program, opens_at=START + opens * HOUR, closes_at=closes, conditions=[])
    refresh_lapsed(START + kept_at * HOUR)
    at = START + read_at * HOUR + edge
    assert stood(at) == worked_out(at)


@pytest.mark.django_db
def test_nothing_is_lapsed_after_the_clock() -> None:
    RoundFactory()
    now = timezone.now()
    assert not state(now).settled
    refresh_lapsed(now)
    assert state(now).settled


@pytest.mark.django_db
def test_a_phase_ends_by_itself(client: Client) -> None:
    """A standing that was true a minute ago is not used once its phase is over."""
    round_ = RoundFactory()
    assert round_.closes_at
    refresh_lapsed(round_.closes_at)
    for at, phase in ((round_.closes_at, Round.Phase.OPEN), (round_.closes_at + SECOND, Round.Phase.CLOSED)):
        rows = with_lead(Program.objects.all(), at, settled=state(at).settled)
        assert [row.phase for row in attach_leads(rows, at)] == [phase]
        assert [row.phase_rank for row in rows] == [0 if phase == Round.Phase.OPEN else 2]


CHANGES: list[Change] = [
    lambda round_: Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now() + HOUR),
    lambda round_: Round.objects.filter(pk=round_.pk).update(opens_at=timezone.now() - HOUR),
    lambda round_: Round.objects.filter(pk=round_.pk).update(program=ProgramFactory()),
    lambda round_: round_.delete(),
    lambda round_: RoundFactory(program=round_.program),
]


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_any_change_of_a_round_lets_the_standing_lapse(change: Change) -> None:
    round_ = RoundFactory(conditions=[])
    refresh_lapsed(timezone.now())
    change(round_)
    assert not state(timezone.now()).settled


@pytest.mark.django_db
@pytest.mark.parametrize("settled", [True, False])
def test_without_a_round_official_documents_come_before_model_texts(settled: bool) -> None:
    for name, fields in (
        ("model", {"model_text": True, "level": "city"}),
        ("shown", {"provenance": "demonstration", "level": "city"}),
        ("district", {"level": "district"}),
        ("city", {"level": "city"}),
    ):
        ProgramFactory(title=name, clauses=[ClauseFactory(document=DocumentFactory(**fields))])
    both = [row.clauses.get() for row in Program.objects.filter(title__in=["model", "city"])]
    ProgramFactory(title="both", clauses=both)
    ProgramFactory(title="none", clauses=[])
    RoundFactory(program=ProgramFactory(title="closed"), closed=True)
    now = timezone.now()
    refresh_lapsed(now)
    if not settled:
        Standing.objects.update(until=START - HOUR)
    rows = with_lead(Program.objects.all(), now, settled=settled).order_by(*BY_DEADLINE)
    titles = [row.title for row in rows]
    assert titles == ["closed", "city", "both", "district", "shown", "model", "none"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda program: program.clauses.clear(),
        lambda program: program.clauses.add(ClauseFactory()),
        lambda program: PolicyDocument.objects.update(provenance="model_text"),
        lambda program: PolicyDocument.objects.update(level="town"),
    ],
)
def test_any_change_of_what_a_program_rests_on_lets_its_standing_lapse(change: Callable[[Any], Any]) -> None:
    program = ProgramFactory()
    refresh_lapsed(timezone.now())
    change(program)
    assert not state(timezone.now()).settled


@pytest.mark.django_db
def test_a_program_made_without_services_stands_too() -> None:
    program = ProgramFactory()
    program.pk, program.slug = None, "another"
    Program.objects.bulk_create([program])
    assert Standing.objects.count() == Program.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda round_: Program.objects.update(title="一"),
        lambda round_: round_.program.clauses.clear(),
        lambda round_: Round.objects.update(name="一"),
        lambda round_: round_.delete(),
    ],
)
def test_any_change_of_the_catalog_has_an_edition_of_its_own(change: Change) -> None:
    round_ = RoundFactory(conditions=[])
    before = state(timezone.now()).edition
    change(round_)
    assert state(timezone.now()).edition != before


@pytest.mark.django_db
def test_editions_are_added_up() -> None:
    for _ in range(4):
        ProgramFactory()
    before = sum(Edition.objects.values_list("count", flat=True))
    add_up_editions(keep=2)
    assert Edition.objects.count() == 3
    assert sum(Edition.objects.values_list("count", flat=True)) == before


@pytest.mark.django_db
def test_moved_deadline_counts_at_once() -> None:
    round_ = RoundFactory()
    move_deadline(round_.pk, timezone.now() + HOUR, "因系统升级", administrator())
    assert state(timezone.now()).settled
    assert stood(timezone.now()) == worked_out(timezone.now())


@pytest.mark.django_db(transaction=True)
def test_the_clock_never_keeps_what_another_transaction_is_changing() -> None:
    """The row another transaction let lapse is left alone; what is kept afterwards is what it wrote."""
    round_ = RoundFactory()
    changed, looked = Event(), Event()
    wanted = timezone.now() + 99 * HOUR

    def change() -> None:
        with transaction.atomic():
            Round.objects.filter(pk=round_.pk).update(closes_at=wanted)
            changed.set()
            looked.wait(10)
        connection.close()

    other = Thread(target=change)
    other.start()
    assert changed.wait(10)
    refresh_lapsed(timezone.now())
    looked.set()
    other.join(10)
    assert not state(timezone.now()).settled
    refresh_lapsed(timezone.now())
    assert Standing.objects.get().nearness == pytest.approx(wanted.timestamp())
