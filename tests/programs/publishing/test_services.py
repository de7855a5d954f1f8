"""Handing over, the second person, set times: nothing becomes public behind anybody's back."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.models import Department, User
from portal.api.problems import Refused
from portal.inbox.models import Delivery, Message
from programs.catalog import services as catalog
from programs.catalog.models import Condition, Program, Round, RoundChange
from programs.forms.models import Question
from programs.publishing import services
from programs.publishing.digests import digest_of
from programs.publishing.models import Order
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProgramFactory
from tests.programs.publishing.situations import confirmed, editor, for_two, handed_over, ready

pytestmark = pytest.mark.django_db
SOON = timedelta(hours=3)


def told(kind: str) -> set[User]:
    return {message.recipient for message in Message.objects.filter(kind=f"publication_{kind}")}


def publish_later(round_: Round, by: User) -> Order:
    return handed_over(round_, by, timezone.now() + SOON)


def clock() -> None:
    services.publish_due(timezone.now() + SOON + timedelta(minutes=1))


def status(round_: Round) -> str:
    return str(Round.objects.get(pk=round_.pk).status)


def test_hand_over_publishes_program_and_round_at_once() -> None:
    round_, first = ready(program__draft=True), editor()
    order = handed_over(round_, first)
    round_.refresh_from_db()
    assert (order.state, round_.status, round_.published_by) == ("published", "published", first)
    assert round_.program.status == Program.Status.PUBLISHED
    assert Message.objects.count() == 0


def test_hand_over_is_refused_with_what_is_missing() -> None:
    round_ = ready(conditions=[])
    with pytest.raises(Refused, match="The round lists no condition"):
        handed_over(round_, editor())
    assert Order.objects.count() == 0


def test_hand_over_is_refused_to_others() -> None:
    with pytest.raises(Refused, match="Only administrators"):
        handed_over(ready(), UserFactory())


def test_hand_over_twice_is_refused() -> None:
    round_ = ready()
    publish_later(round_, editor())
    with pytest.raises(Refused, match="already handed over"):
        publish_later(round_, editor())


@pytest.mark.parametrize(
    ("hours", "sentence"), [(-1, "This time has passed"), (24 * 11, "would close before it is public")]
)
def test_a_time_that_makes_no_sense_is_refused(hours: int, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        handed_over(ready(), editor(), timezone.now() + timedelta(hours=hours))


def test_a_program_alone_is_published() -> None:
    program = ProgramFactory(draft=True)
    order = services.hand_over(program.pk, None, None, by=editor())
    assert (order.state, Program.objects.get(pk=program.pk).status) == ("published", "published")


def test_a_second_person_publishes_and_both_are_on_record() -> None:
    round_, first, second = for_two(program__draft=True), editor("周怀瑾"), editor("沈知行")
    order = handed_over(round_, first)
    assert (order.state, status(round_), told("asked")) == ("waiting", "draft", {second})
    confirmed(order, second)
    round_.refresh_from_db()
    assert (round_.status, round_.published_by) == ("published", second)
    changes = RoundChange.objects.filter(round=round_, field="status").order_by("pk")
    assert list(changes.values_list("by", "before", "after", "reason")) == [
        (first.pk, "draft", "waiting", "Handed over."),
        (second.pk, "waiting", "published", "Confirmed as a second person."),
    ]
    assert told("published") == {first}
    assert Delivery.objects.filter(kind="publication_asked", recipient=second).exists()


def test_the_same_person_cannot_confirm() -> None:
    first = editor()
    editor("沈知行")
    order = handed_over(for_two(), first)
    with pytest.raises(Refused, match="another person has to confirm"):
        confirmed(order, first)


def test_the_database_refuses_the_same_person_too() -> None:
    first = editor()
    editor("沈知行")
    order = handed_over(for_two(), first)
    with pytest.raises(IntegrityError, match="order_second_person"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(
            state="scheduled", publish_at=timezone.now(), confirmed_by=first, confirmed_at=timezone.now()
        )


def test_without_a_colleague_nothing_is_handed_over() -> None:
    with pytest.raises(Refused, match="nobody else may publish yet"):
        handed_over(for_two(), editor())


def test_no_other_door_leads_round_the_second_person() -> None:
    round_, first = for_two(), editor()
    editor("沈知行")
    with pytest.raises(Refused, match="asks for a second person"):
        catalog.publish_round(round_.pk, first)
    order = handed_over(round_, first)
    with pytest.raises(Refused, match="already handed over"):
        catalog.publish_round(round_.pk, first)
    services.cancel(order.pk, "", by=first)
    with pytest.raises(Refused, match="asks for a second person"):
        catalog.publish_round(round_.pk, first)


def test_no_other_door_leads_a_program_round_the_second_person() -> None:
    round_ = for_two(program__draft=True)
    with pytest.raises(Refused, match="asks for a second person"):
        catalog.publish_program(round_.program, editor())


@pytest.mark.parametrize("whose", ["program", "round"])
def test_either_department_may_ask_for_the_second_person(whose: str) -> None:
    round_, first = ready(), editor()
    editor("沈知行")
    asking = Department.objects.create(
        code="second", name="高新处", region=round_.department.region, second_person=True
    )
    row: Any = round_ if whose == "round" else round_.program
    row.department = asking
    row.save()
    assert handed_over(round_, first).state == "waiting"


def edited(round_: Round) -> None:
    Round.objects.filter(pk=round_.pk).update(budget=1)


def asked_more(round_: Round) -> None:
    Question.objects.filter(section__form__program=round_.program).update(help="新的说明")


def one_more_condition(round_: Round) -> None:
    Condition.objects.create(round=round_, sentence="成立满一年", clause=round_.conditions.get().clause)


def renamed(round_: Round) -> None:
    Program.objects.filter(pk=round_.program_id).update(summary="新的说法")


@pytest.mark.parametrize("change", [edited, asked_more, one_more_condition, renamed])
def test_what_changed_since_cannot_be_confirmed(change: Any) -> None:
    """Else whoever confirms could slip in words that nobody else has seen, or the other way about."""
    round_, second = for_two(), editor("沈知行")
    order = handed_over(round_, editor())
    change(round_)
    with pytest.raises(Refused, match="changed after it was handed over"):
        confirmed(order, second)
    assert status(round_) == "draft"


def test_what_the_page_showed_must_be_what_is_confirmed() -> None:
    round_, second = for_two(), editor("沈知行")
    order = handed_over(round_, editor())
    with pytest.raises(Refused, match="changed after it was handed over"):
        services.confirm(order.pk, "0" * 64, by=second)


def test_the_clock_publishes_at_the_set_time_and_not_before() -> None:
    round_, first = ready(program__draft=True), editor()
    publish_later(round_, first)
    assert services.publish_due(timezone.now()) == 0
    assert status(round_) == "draft"
    clock()
    assert (status(round_), told("published")) == ("published", {first})
    clock()
    assert RoundChange.objects.filter(round=round_, field="status").count() == 1


def test_the_clock_publishes_nothing_when_something_is_missing_by_then() -> None:
    round_, first = ready(program__draft=True), editor()
    order = publish_later(round_, first)
    round_.conditions.all().delete()
    clock()
    order.refresh_from_db()
    round_.program.refresh_from_db()
    assert (order.state, status(round_), round_.program.status) == ("failed", "draft", "draft")
    assert "The round lists no condition" in order.reason
    assert "The round lists no condition" in Message.objects.get(recipient=first).body
    assert Delivery.objects.filter(kind="publication_failed", recipient=first).exists()


def test_the_clock_publishes_a_confirmed_round_only_as_it_was_confirmed() -> None:
    round_, first, second = for_two(), editor(), editor("沈知行")
    confirmed(publish_later(round_, first), second)
    assert told("confirmed") == {first}
    edited(round_)
    clock()
    assert (status(round_), told("failed")) == ("draft", {first, second})


def test_the_clock_publishes_nothing_for_who_left_office() -> None:
    round_, first = ready(), editor()
    order = publish_later(round_, first)
    User.objects.filter(pk=first.pk).update(is_staff=False)
    clock()
    order.refresh_from_db()
    assert (status(round_), order.reason) == (
        "draft",
        "Whoever handed it over or confirmed it may no longer publish.",
    )


def test_the_clock_asks_for_the_second_person_that_a_department_wants_by_then() -> None:
    round_, first = ready(), editor()
    order = publish_later(round_, first)
    Department.objects.update(second_person=True)
    clock()
    order.refresh_from_db()
    assert (status(round_), order.state) == ("draft", "failed")
    assert "asks for a second person" in order.reason


def test_one_order_that_breaks_keeps_back_no_other(caplog: pytest.LogCaptureFixture) -> None:
    broken, good, first = ready(), ready(), editor()
    for round_ in (broken, good):
        publish_later(round_, first)
    Question.objects.filter(section__form__program=broken.program, key="staff").update(kind="robot")
    clock()
    assert (status(good), status(broken)) == ("published", "draft")
    assert "it is tried again in a minute" in caplog.text


def test_a_time_that_passed_before_the_confirmation_publishes_at_once() -> None:
    round_, first, second = for_two(), editor(), editor("沈知行")
    order = publish_later(round_, first)
    with time_machine.travel(timezone.now() + SOON * 2):
        confirmed(order, second)
    assert status(round_) == "published"


def test_another_time_takes_the_old_ones_place_and_is_confirmed_anew() -> None:
    round_, first, second = for_two(), editor(), editor("沈知行")
    order = confirmed(publish_later(round_, first), second)
    new = services.change_time(order.pk, timezone.now() + SOON * 2, by=second)
    order.refresh_from_db()
    assert (order.state, new.state, new.asked_by) == ("canceled", "waiting", second)
    clock()
    assert status(round_) == "draft"


def test_sending_back_needs_a_reason_and_tells_who_handed_it_over() -> None:
    round_, first, second = for_two(), editor(), editor("沈知行")
    order = handed_over(round_, first)
    with pytest.raises(Refused, match="Say why"):
        services.cancel(order.pk, " ", by=second)
    services.cancel(order.pk, "预算写错了", by=second)
    assert told("canceled") == {first}
    assert "预算写错了" in Message.objects.get(kind="publication_canceled").body
    assert handed_over(round_, first).state == "waiting"


def test_a_settled_order_is_neither_canceled_nor_confirmed() -> None:
    round_, first, second = for_two(), editor(), editor("沈知行")
    order = handed_over(round_, first)
    confirmed(order, second)
    with pytest.raises(Refused, match="settled already"):
        services.cancel(order.pk, "", by=first)
    with pytest.raises(Refused, match="no longer waits"):
        services.confirm(order.pk, digest_of(order.program, order.round), by=second)
