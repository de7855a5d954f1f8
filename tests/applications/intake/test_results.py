"""How a round turned out: counted with each decision, whatever happens at the same time."""

from contextlib import suppress
from decimal import Decimal
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import transaction
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.results import tally
from applications.intake.services import perform
from applications.intake.services.transition import Inputs
from programs.catalog.models import RoundResult
from programs.catalog.results import Tally, keep_result
from tests.applications.intake.test_concurrency import at_once
from tests.factories import intake
from tests.factories.organizations import member


def counted(round_id: int) -> tuple[int, int, int, int, Decimal]:
    result = RoundResult.objects.get(pk=round_id)
    return (result.applied, result.decided, result.supported, result.funded, result.amount)


@pytest.mark.django_db
def test_result_counts_what_became_of_each_application() -> None:
    round_ = intake.open_round(live_limit=9)
    for status in ("draft", "submitted", "withdrawn", "refused", "declined", "approved"):
        intake.in_status(status, member(), round_)
    assert counted(round_.pk) == (4, 2, 1, 1, Decimal(80_000))


@pytest.mark.django_db
def test_result_is_counted_again_when_one_is_withdrawn() -> None:
    first = intake.in_status("approved")
    second = intake.submitted(intake.draft(first.round, member()))
    third = intake.decided(intake.submitted(intake.draft(first.round, member())), "accept", "decline")
    assert counted(third.round_id) == (3, 2, 1, 1, Decimal(80_000))
    perform(second.pk, "withdraw", capacity=intake.holder(second), at=timezone.now())
    assert counted(third.round_id) == (2, 2, 1, 1, Decimal(80_000))


@pytest.mark.django_db
def test_result_takes_a_reversed_decision_out_again() -> None:
    application = intake.in_status("approved")
    Application.objects.filter(pk=application.pk).update(
        status="withdrawn", decided_at=None, amount_approved=None
    )
    keep_result(application.round_id, partial(tally, application.round_id))
    assert counted(application.round_id) == (0, 0, 0, 0, Decimal(0))


@pytest.mark.django_db(transaction=True)
def test_result_counts_two_decisions_made_at_once() -> None:
    round_ = intake.open_round(live_limit=9)
    intake.in_status("approved", member(), round_)
    ready = [intake.in_status("accepted", member(), round_) for _n in range(2)]
    both_count = Barrier(2)

    def count() -> Tally:
        """Counts while the other does, unless the lock lets only one of them."""
        with suppress(BrokenBarrierError):
            both_count.wait(timeout=0.5)
        return tally(round_.pk)

    def decide(application: Application) -> None:
        with transaction.atomic():
            decided = Application.objects.filter(pk=application.pk)
            decided.update(status="approved", decided_at=timezone.now(), amount_approved=10_000)
            keep_result(round_.pk, count)

    at_once(*(partial(decide, application) for application in ready))
    assert counted(round_.pk) == (3, 3, 3, 3, Decimal(100_000))


@pytest.mark.django_db(transaction=True)
def test_first_decisions_of_a_round_made_at_once_are_counted() -> None:
    round_ = intake.open_round(live_limit=9)
    ready = [intake.in_status("accepted", member(), round_) for _n in range(3)]
    officer, at = intake.official(round_.department), timezone.now()
    inputs = Inputs(note="说明", amount=Decimal(10_000))
    jobs = [
        partial(perform, application.pk, action, capacity=officer, at=at, inputs=inputs)
        for application, action in zip(ready, ("approve", "approve", "decline"), strict=True)
    ]
    assert {type(done) for done in at_once(*jobs)} == {Application}
    assert counted(round_.pk) == (3, 3, 2, 2, Decimal(20_000))
