from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from applications.intake.models import Application
from applications.intake.services import lapse_overdue, perform, start
from applications.intake.services.transition import UNDER_WAY
from portal.api.problems import Refused
from portal.inbox.models import Message
from portal.inbox.workdays import add_workdays, end_of_day
from portal.organizations.models import Organization
from programs.catalog.services import move_deadline
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake
from tests.factories.catalog import administrator
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db
CLOSES = datetime(2026, 11, 30, 9, 0, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def waiting() -> Application:
    """A complete draft of a round that closes at CLOSES, with five minutes' grace."""
    round_ = intake.open_round(opens_at=CLOSES - timedelta(days=20), closes_at=CLOSES, grace_minutes=5)
    with time_machine.travel(CLOSES - timedelta(days=3), tick=False):
        return intake.filled(start(round_, capacity=member(), at=CLOSES - timedelta(days=3)))


@pytest.mark.parametrize(
    ("after", "in_time"),
    [
        (timedelta(0), True),
        (timedelta(minutes=5), True),
        (timedelta(minutes=5, microseconds=999_999), True),
        (timedelta(minutes=5, seconds=1), False),
    ],
)
def test_the_last_second_counts_and_the_next_does_not(
    waiting: Application, after: timedelta, in_time: bool
) -> None:
    capacity, at = intake.holder(waiting), CLOSES + after
    if in_time:
        assert perform(waiting.pk, "submit", capacity=capacity, at=at).submitted_at == at
    else:
        with pytest.raises(Refused) as refused:
            perform(waiting.pk, "submit", capacity=capacity, at=at)
        assert "2026年11月30日 17:00" in str(refused.value)
        waiting.refresh_from_db()
        assert (waiting.status, waiting.number) == ("draft", None)


def test_received_at_decides_on_the_page(waiting: Application) -> None:
    url = address(waiting, "application_action", "submit")
    with time_machine.travel(CLOSES + timedelta(minutes=5, seconds=1), tick=False):
        client = signed_in(intake.holder(waiting))
        client.post(url, {"declare": "yes"})
    assert not waiting.submissions.exists()
    with time_machine.travel(CLOSES + timedelta(minutes=5), tick=False):
        client.post(url, {"declare": "yes"})
    assert waiting.submissions.get().received_at == CLOSES + timedelta(minutes=5)


@pytest.mark.parametrize("action", ["take_back", "withdraw"])
def test_taking_back_alone_ends_with_the_round(waiting: Application, action: str) -> None:
    capacity = intake.holder(waiting)
    perform(waiting.pk, "submit", capacity=capacity, at=CLOSES)
    with pytest.raises(Refused):
        perform(waiting.pk, action, capacity=capacity, at=CLOSES + timedelta(minutes=6))
    assert perform(waiting.pk, action, capacity=capacity, at=CLOSES).status in ("draft", "withdrawn")


def test_a_number_stays_when_the_application_is_taken_back(waiting: Application) -> None:
    capacity = intake.holder(waiting)
    number = perform(waiting.pk, "submit", capacity=capacity, at=CLOSES).number
    perform(waiting.pk, "take_back", capacity=capacity, at=CLOSES)
    again = perform(waiting.pk, "submit", capacity=capacity, at=CLOSES + SECOND)
    assert again.number == number == "KC-2026-0001"
    assert [s.seq for s in again.submissions.order_by("seq")] == [1, 2]
    assert len({s.receipt_code for s in again.submissions.all()}) == 2


def test_a_correction_is_due_in_its_own_time_and_lapses_after_it() -> None:
    application = intake.in_status("returned")
    round_ = application.round
    round_.closes_at = round_.opens_at + timedelta(hours=1)
    round_.save()
    due = application.due_at
    assert due is not None
    assert lapse_overdue(due + UNDER_WAY) == 0
    with pytest.raises(Refused):
        perform(application.pk, "submit", capacity=intake.holder(application), at=due + SECOND)
    assert (
        perform(application.pk, "submit", capacity=intake.holder(application), at=due).status == "submitted"
    )
    other = intake.in_status("returned")
    assert lapse_overdue(other.due_at + UNDER_WAY + SECOND) == 1  # type: ignore[operator]  # a returned one has it
    other.refresh_from_db()
    assert other.status == "lapsed"
    assert lapse_overdue(due + timedelta(days=30)) == 0
    assert Message.objects.filter(kind="lapsed").count() == 1


def test_the_clock_of_the_official_counts_working_days() -> None:
    application = intake.submitted()
    day = add_workdays(application.submitted_at.date(), application.round.check_days)  # type: ignore[union-attr]
    assert application.due_at == end_of_day(day)


@pytest.mark.parametrize(
    ("verification", "allowed"), [("unverified", False), ("pending", True), ("verified", True)]
)
def test_proof_handed_in_never_costs_the_deadline(verification: str, allowed: bool) -> None:
    application = intake.filled(intake.draft(intake.open_round(needs_verification=True)))
    values: dict[str, object] = {"verification": verification}
    if verification == "verified":
        values |= {"verified_at": CLOSES, "verified_by": administrator()}
    Organization.objects.update(**values)
    submit: Callable[[], Application] = lambda: perform(  # noqa: E731
        application.pk, "submit", capacity=intake.holder(application), at=application.round.opens_at + SECOND
    )
    if allowed:
        assert submit().status == "submitted"
    else:
        with pytest.raises(Refused):
            submit()


def test_a_moved_deadline_is_told_to_every_draft_holder() -> None:
    application = intake.draft()
    organization = application.organization
    member(organization, "editor")
    member(organization, "viewer")
    intake.submitted(intake.draft(application.round))
    move_deadline(application.round_id, CLOSES + timedelta(days=300), "假期", administrator())
    told = Message.objects.filter(kind="deadline_moved")
    assert told.count() == 2
    assert all("假期" in message.body and "2027年" in message.body for message in told)
    for number, closes in enumerate((None, CLOSES + timedelta(days=300), None), 2):
        move_deadline(application.round_id, closes, "假期", administrator())
        assert told.all().count() == 2 * number
