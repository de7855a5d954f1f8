"""Two real connections at once: locks, not luck."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from applications.intake.models import Application, Submission
from applications.intake.services import LimitReached, perform, save_answers, start
from portal.api.problems import Refused
from portal.inbox.models import Message
from programs.catalog.services import move_deadline
from tests.factories import intake
from tests.factories.catalog import administrator
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """What each job answers or raises, all started at the same moment in threads of their own."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return job()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def kinds(results: list[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def test_two_colleagues_starting_at_once_make_one_application() -> None:
    round_, first = intake.open_round(), member()
    second, at = member(first.organization, "editor"), timezone.now()
    results = at_once(
        lambda: start(round_, capacity=first, at=at), lambda: start(round_, capacity=second, at=at)
    )
    assert kinds(results) == ["Application", "LimitReached"]
    assert Application.objects.count() == 1
    assert next(r for r in results if isinstance(r, LimitReached)).existing == Application.objects.get()


def test_two_submissions_at_once_make_one_receipt_and_one_message() -> None:
    application, at = intake.filled(), timezone.now()
    capacity = intake.holder(application)
    job = lambda: perform(application.pk, "submit", capacity=capacity, at=at)  # noqa: E731
    assert kinds(at_once(job, job)) == ["Application", "Refused"]
    assert Submission.objects.count() == 1
    assert Message.objects.filter(kind="submitted").count() == 1


def test_numbers_of_many_at_once_have_no_gap() -> None:
    round_ = intake.open_round()
    ready = [intake.filled(intake.draft(round_)) for _n in range(4)]
    jobs = [
        lambda a=a: perform(a.pk, "submit", capacity=intake.holder(a), at=timezone.now())  # type: ignore[misc]
        for a in ready
    ]
    at_once(*jobs)
    year = timezone.localtime().year
    numbers = sorted(Application.objects.values_list("number", flat=True))
    assert numbers == [f"KC-{year}-{n:04d}" for n in range(1, 5)]


def test_a_submission_and_a_moving_deadline_take_turns() -> None:
    application = intake.filled()
    round_, now = application.round, timezone.now()
    capacity, late = intake.holder(application), round_.closes_at + timedelta(hours=1)
    later = round_.closes_at + timedelta(days=1)
    submit, move = at_once(
        lambda: perform(application.pk, "submit", capacity=capacity, at=late),
        lambda: move_deadline(round_.pk, later, "", administrator()),
    )
    application.refresh_from_db()
    assert move.closes_at == later
    assert (application.status == "submitted") == isinstance(submit, Application)
    if isinstance(submit, Refused):
        assert perform(application.pk, "submit", capacity=capacity, at=late).status == "submitted"
    assert now < later


def test_two_tabs_saving_different_questions_keep_both() -> None:
    application, at = intake.draft(), timezone.now()
    capacity = intake.holder(application)
    at_once(
        lambda: save_answers(application.pk, {"contact": "林"}, capacity=capacity, at=at, seen={}),
        lambda: save_answers(application.pk, {"staff": 21}, capacity=capacity, at=at, seen={}),
    )
    application.refresh_from_db()
    assert application.answers == {"contact": "林", "staff": 21}


def test_two_tabs_saving_the_same_question_overwrite_nothing() -> None:
    application, at = intake.draft(), timezone.now()
    capacity = intake.holder(application)
    results = at_once(
        lambda: save_answers(application.pk, {"contact": "林"}, capacity=capacity, at=at, seen={}),
        lambda: save_answers(application.pk, {"contact": "周"}, capacity=capacity, at=at, seen={}),
    )
    application.refresh_from_db()
    conflict = next(conflict for result in results for conflict in result.conflicts)
    assert {conflict.saved, conflict.typed} == {"林", "周"}
    assert application.answers["contact"] == conflict.saved
