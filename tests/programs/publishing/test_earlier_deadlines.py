"""A deadline that comes earlier: where the department asks for a second person, it waits for one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import Department
from portal.api.problems import Refused
from portal.inbox.models import Message
from programs.catalog.models import Program, Round, RoundChange
from programs.catalog.services import move_deadline
from programs.publishing import services
from programs.publishing.digests import digest_of_order
from programs.publishing.models import Order
from tests.factories import intake
from tests.programs.publishing.situations import editor

pytestmark = pytest.mark.django_db
REASON = "资金提前用完"
TODAY = timezone.now().replace(microsecond=0)


def days(count: int) -> datetime:
    return TODAY + timedelta(days=count)


@pytest.fixture
def round_() -> Round:
    """Published, with a draft, in a department that asks for two."""
    round_ = intake.draft().round
    Round.objects.filter(pk=round_.pk).update(closes_at=days(30))
    Department.objects.filter(pk=round_.department_id).update(second_person=True)
    return round_


def handed_over(round_: Round, day: int = 9) -> Order:
    move_deadline(round_.pk, days(day), REASON, editor("沈知远"))
    return Order.objects.live().get()


def closes(round_: Round) -> datetime:
    closes_at = Round.objects.get(pk=round_.pk).closes_at
    assert closes_at is not None
    return closes_at


def agreed(order: Order, by: Any) -> Order:
    return services.confirm(order.pk, order.digest, by=by)


def told_of_drafts() -> int:
    return Message.objects.filter(kind="deadline_moved").count()


def test_an_earlier_deadline_waits_and_then_comes_with_its_reason(round_: Round) -> None:
    before, second = closes(round_), editor("周怀瑾")
    order = handed_over(round_)
    assert (closes(round_), told_of_drafts(), order.state) == (before, 0, "waiting")
    asked = Message.objects.get(kind="publication_asked", recipient=second)
    assert "deadline moved earlier to" in asked.subject
    done = agreed(order, second)
    assert (done.state, closes(round_)) == ("published", order.moves_to)
    drafts = Message.objects.filter(kind="deadline_moved")
    assert drafts.count() == 1
    assert REASON in drafts.get().body
    history = RoundChange.objects.filter(round=round_, field="closes_at").order_by("pk")
    assert [(change.by, change.reason) for change in history] == [
        (order.asked_by, "Handed over."),
        (second, REASON),
    ]


def test_a_confirmation_serves_once(round_: Round) -> None:
    second = editor()
    order = agreed(handed_over(round_), second)
    move_deadline(round_.pk, days(20), "", second)
    move_deadline(round_.pk, order.moves_to, REASON, second)
    assert closes(round_) == days(20)
    assert Order.objects.live().count() == 1


def test_whoever_wants_it_earlier_does_not_confirm_it(round_: Round) -> None:
    editor()
    order = handed_over(round_)
    with pytest.raises(Refused, match="another person"):
        agreed(order, order.asked_by)
    assert closes(round_) != order.moves_to


def test_a_confirmation_of_a_deadline_that_moved_meanwhile_is_refused(round_: Round) -> None:
    second = editor()
    order = handed_over(round_)
    move_deadline(round_.pk, days(40), "", second)
    with pytest.raises(Refused, match="changed after it was handed over"):
        agreed(order, second)
    again = services.change_time(order.pk, None, by=order.asked_by)
    assert (again.state, again.moves_to, again.pk != order.pk) == ("waiting", order.moves_to, True)
    agreed(again, second)
    assert closes(round_) == order.moves_to


def test_a_second_wish_waits_for_the_first(round_: Round) -> None:
    second = editor()
    handed_over(round_)
    with pytest.raises(Refused, match="already waits for a second person"):
        move_deadline(round_.pk, days(5), REASON, second)


@pytest.mark.parametrize(("day", "two"), [(50, True), (9, False)])
def test_later_deadlines_and_other_departments_need_nobody_else(round_: Round, day: int, two: bool) -> None:
    Department.objects.filter(pk=round_.department_id).update(second_person=two)
    move_deadline(round_.pk, days(day), REASON, editor())
    assert (closes(round_), Order.objects.count()) == (days(day), 0)


def test_nothing_waits_where_nobody_else_may_confirm(round_: Round) -> None:
    get_user_model().objects.filter(is_staff=True).update(is_active=False)
    with pytest.raises(Refused, match="nobody else may publish yet"):
        handed_over(round_)
    assert (Order.objects.count(), RoundChange.objects.filter(reason="Handed over.").count()) == (0, 0)


def test_a_refused_wish_stays_refused(round_: Round) -> None:
    for closes_at, reason in ((days(9), " "), (days(-1), REASON)):
        with pytest.raises(Refused):
            move_deadline(round_.pk, closes_at, reason, editor())
    assert Order.objects.count() == 0


def test_the_database_keeps_a_move_whole(round_: Round) -> None:
    editor()
    order = handed_over(round_)
    for wrong in ({"move_reason": ""}, {"round": None}, {"publish_at": days(3)}, {"moves_to": None}):
        with pytest.raises(IntegrityError, match="order_move_is_whole"), transaction.atomic():
            Order.objects.filter(pk=order.pk).update(**wrong)


def test_the_pages_lead_from_the_wish_to_the_confirmation(round_: Round) -> None:
    first, second = (Client(headers={"Accept-Language": "en"}) for _ in range(2))
    first.force_login(editor("沈知远")), second.force_login(editor("周怀瑾"))
    day = timezone.localtime(days(9))
    wish = {"closes_at_0": f"{day:%Y-%m-%d}", "closes_at_1": f"{day:%H:%M:%S}", "reason": REASON}
    address = reverse("admin:catalog_round_move_deadline", args=[round_.pk])
    assert "Handed over." in first.post(address, wish, follow=True).content.decode()
    order = Order.objects.live().get()
    address = reverse("admin:publishing_order_change", args=[order.pk])
    assert "another person confirms it" in first.get(address).content.decode()
    page = second.get(address)
    assert REASON in page.content.decode()
    assert digest_of_order(order) in page.content.decode()
    second.post(address, {"confirm": "1", "seen": order.digest}, follow=True)
    assert closes(round_) == order.moves_to
    assert "Published" in second.get(address).content.decode()


def blocked() -> bool:
    """Whether somebody waits for a lock at the moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_a_wish_and_a_confirmation_do_not_wait_for_each_other(round_: Round) -> None:
    first = editor("沈知远")

    def wish() -> None:
        try:
            move_deadline(round_.pk, days(9), REASON, first)
        finally:
            connection.close()

    editor("周怀瑾")
    # As `confirm` begins: the program first, then the round.
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Program.objects.select_for_update(of=("self",)).get(pk=round_.program_id)
            waiting = pool.submit(wish)
            deadline = monotonic() + 10
            while not blocked() and monotonic() < deadline:
                sleep(0.01)
            assert Round.objects.select_for_update(of=("self",), nowait=True).get(pk=round_.pk)
        waiting.result()
    assert Order.objects.live().count() == 1
