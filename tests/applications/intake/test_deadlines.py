from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from applications.intake.models import Application, FinalCheck
from applications.intake.services import begin_final_check, lapse_overdue, perform, start
from applications.intake.services.transition import UNDER_WAY
from portal.api.problems import Refused
from portal.inbox.models import Message
from portal.inbox.workdays import add_workdays, end_of_day
from portal.organizations.models import Organization
from programs.catalog.models import Round
from programs.catalog.services import move_deadline
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake
from tests.factories.catalog import administrator
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db
CLOSES = datetime(2026, 11, 30, 9, 0, 0, tzinfo=UTC)
SECOND, MS, GRACE = timedelta(seconds=1), timedelta(milliseconds=1), timedelta(minutes=5)


@pytest.fixture
def waiting() -> Application:
    """A complete draft of a round that closes at CLOSES, with five minutes' grace."""
    round_ = intake.open_round(opens_at=CLOSES - timedelta(days=20), closes_at=CLOSES, grace_minutes=5)
    with time_machine.travel(CLOSES - timedelta(days=3), tick=False):
        return intake.filled(start(round_, capacity=member(), at=CLOSES - timedelta(days=3)))


@pytest.mark.parametrize("checked", [None, -MS, timedelta(0), MS])
@pytest.mark.parametrize(
    ("after", "in_grace"),
    [(-MS, None), (timedelta(0), None), (MS, True), (GRACE, True), (GRACE + MS, False)],
)
def test_received_at_decides_to_the_millisecond_and_the_grace_saves_whose_check_had_begun(
    waiting: Application, after: timedelta, in_grace: bool | None, checked: timedelta | None
) -> None:
    capacity, at = intake.holder(waiting), CLOSES + after
    if checked is not None:
        begin_final_check(waiting, capacity=capacity, at=CLOSES + checked)
    had_begun = checked is not None and checked <= timedelta(0)
    if in_grace is None or (in_grace and had_begun):
        assert perform(waiting.pk, "submit", capacity=capacity, at=at).submitted_at == at
    else:
        with pytest.raises(Refused) as refused:
            perform(waiting.pk, "submit", capacity=capacity, at=at)
        assert "2026年11月30日 17:00" in str(refused.value)
        waiting.refresh_from_db()
        assert (waiting.status, waiting.number) == ("draft", None)


def test_received_at_decides_on_the_page(waiting: Application) -> None:
    url = address(waiting, "application_action", "submit")
    with time_machine.travel(CLOSES + GRACE, tick=False):
        client = signed_in(intake.holder(waiting))
        client.post(url, {"declare": "yes"})
    assert not waiting.submissions.exists()
    with time_machine.travel(CLOSES, tick=False):
        client.post(url)  # the tick is missing: the press before the deadline has begun the final check
        assert not waiting.submissions.exists()
    with time_machine.travel(CLOSES + GRACE, tick=False):
        client.post(url, {"declare": "yes"})
    assert waiting.submissions.get().received_at == CLOSES + GRACE


def test_the_check_begins_the_grace_on_the_page_and_in_the_api(waiting: Application) -> None:
    page, api = address(waiting, "application_check"), f"/api/v1/applications/{waiting.pk}/check/"
    with time_machine.travel(CLOSES - MS, tick=False):
        client = signed_in(intake.holder(waiting))
        client.get(page)
        assert FinalCheck.objects.get().begun_at == CLOSES - MS
        FinalCheck.objects.all().delete()
        client.post(api)
        assert FinalCheck.objects.get().begun_at == CLOSES - MS
    with time_machine.travel(CLOSES, tick=False):
        assert client.get(page).context["grace_until"] is None
    assert FinalCheck.objects.get().begun_at == CLOSES - MS
    with time_machine.travel(CLOSES + MS, tick=False):
        assert client.get(page).context["grace_until"] == CLOSES + GRACE


def test_a_round_without_grace_and_readers_begin_no_final_check(waiting: Application) -> None:
    begin_final_check(waiting, capacity=member(waiting.organization, "viewer"), at=CLOSES)
    waiting.round.grace_minutes = 0
    begin_final_check(waiting, capacity=intake.holder(waiting), at=CLOSES)
    assert not FinalCheck.objects.exists()


def test_a_check_begun_after_an_earlier_deadline_saves_nothing(waiting: Application) -> None:
    capacity, earlier = intake.holder(waiting), CLOSES - GRACE / 2
    begin_final_check(waiting, capacity=capacity, at=CLOSES)
    Round.objects.filter(pk=waiting.round_id).update(closes_at=earlier)
    with pytest.raises(Refused):
        perform(waiting.pk, "submit", capacity=capacity, at=CLOSES + MS)


@pytest.mark.parametrize("action", ["take_back", "withdraw"])
def test_taking_back_alone_ends_with_the_round(waiting: Application, action: str) -> None:
    capacity = intake.holder(waiting)
    perform(waiting.pk, "submit", capacity=capacity, at=CLOSES)
    with pytest.raises(Refused):
        perform(waiting.pk, action, capacity=capacity, at=CLOSES + MS)
    assert perform(waiting.pk, action, capacity=capacity, at=CLOSES).status in ("draft", "withdrawn")


def test_a_number_stays_when_the_application_is_taken_back(waiting: Application) -> None:
    capacity = intake.holder(waiting)
    number = perform(waiting.pk, "submit", capacity=capacity, at=CLOSES).number
    perform(waiting.pk, "take_back", capacity=capacity, at=CLOSES)
    again = perform(waiting.pk, "submit", capacity=capacity, at=CLOSES)
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
    day = add_workdays(timezone.localdate(application.submitted_at), application.round.check_days)
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


def test_every_form_says_what_the_deadline_means(waiting: Application) -> None:
    with time_machine.travel(CLOSES - timedelta(hours=2), tick=False):
        client = signed_in(intake.holder(waiting))
        for page in (
            address(waiting, "application_section", "firm"),
            address(waiting, "application_check"),
            reverse("application_start", args=[waiting.round_id]),
        ):
            shown = client.get(page).content.decode()
            assert "以本门户收到您提交的时间（北京时间）为准" in shown, page
            assert "截止后5分钟内仍可提交" in shown, page
