from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from applications.intake.services import start
from portal.accounts.models import User
from portal.api.problems import Refused
from portal.inbox.models import Message
from portal.operations.measuring import MINUTE, note
from programs.catalog.models import Extension, Round
from programs.publishing import services
from programs.publishing.extensions import propose_what_is_due
from programs.publishing.models import Order
from tests.factories import intake
from tests.factories.accounts import UserFactory
from tests.factories.catalog import administrator
from tests.factories.organizations import member
from tests.factories.policies import DocumentFactory

pytestmark = pytest.mark.django_db
CLOSES = datetime(2031, 3, 14, 9, 0, tzinfo=UTC)  # a Friday, 17:00 in Beijing
NEXT = datetime(2031, 3, 17, 9, 0, tzinfo=UTC)


def closing(**fields: Any) -> Round:
    return intake.open_round(opens_at=CLOSES - timedelta(days=20), closes_at=CLOSES, **fields)


def told(round_: Round) -> list[dict[str, Any]]:
    """The extensions that anybody reads."""
    found: list[dict[str, Any]] = Client().get(f"/api/v1/rounds/{round_.pk}/").json()["extensions"]
    return found


def down(first: int, last: int) -> None:
    """Served in every minute of the six hours before the deadline but those, counted from it."""
    for minute in range(-360, 1):
        if not first <= minute < last:
            note(CLOSES + minute * MINUTE, served=True)


@pytest.mark.parametrize(("minutes", "count"), [(30, 0), (31, 1)])
def test_more_than_the_set_time_proposes_one_extension(minutes: int, count: int) -> None:
    round_ = closing()
    down(-60, -60 + minutes)
    assert propose_what_is_due(CLOSES - MINUTE) == count
    assert propose_what_is_due(CLOSES) == 0
    assert Extension.objects.count() == Order.objects.live().count() == count
    round_.refresh_from_db()
    assert round_.closes_at == CLOSES


def test_a_person_confirms_it_and_everybody_with_a_draft_is_told() -> None:
    round_ = closing(station_closes_at=CLOSES + timedelta(days=5))
    start(round_, capacity=member(), at=CLOSES - timedelta(days=3))
    first, confirming = administrator(), administrator()
    down(-47, 0)
    propose_what_is_due(CLOSES + 20 * MINUTE)
    order = Order.objects.get()
    assert (order.asked_by, order.moves_to, order.extension.minutes) == (None, NEXT, 47)
    assert Message.objects.filter(kind="publication_asked", recipient=first).exists()
    assert told(round_) == [], "what is only proposed is nobody's business yet"
    done = services.confirm(order.pk, order.digest, by=confirming)
    round_.refresh_from_db()
    assert (round_.closes_at, round_.station_closes_at) == (NEXT, NEXT + timedelta(days=5))
    assert done.extension.order.state == "published"
    assert Extension.objects.get().applied_at is not None
    change = round_.changes.get(field="closes_at")
    assert (change.by, "47" in change.reason) == (confirming, True)
    message = Message.objects.get(kind="deadline_moved")
    assert "47" in message.body
    assert propose_what_is_due(CLOSES + 60 * MINUTE) == 0


def test_who_may_not_publish_does_not_confirm_and_a_refusal_says_why() -> None:
    closing()
    down(-47, 0)
    propose_what_is_due(CLOSES)
    order = Order.objects.get()
    with pytest.raises(Refused):
        services.confirm(order.pk, order.digest, by=UserFactory())
    with pytest.raises(Refused, match="Say why"):
        services.cancel(order.pk, "", by=administrator())
    with pytest.raises(Refused, match="The portal proposed it"):
        services.change_time(order.pk, None, by=administrator())
    services.cancel(order.pk, "当时无人填报", by=administrator())
    assert propose_what_is_due(CLOSES + MINUTE) == 0
    assert Round.objects.get().closes_at == CLOSES


def test_what_the_call_notice_announces_happens_by_itself() -> None:
    round_ = closing(extension="automatic", notice=DocumentFactory(notice=True))
    start(round_, capacity=member(), at=CLOSES - timedelta(days=3))
    down(-47, 0)
    assert propose_what_is_due(CLOSES) == 1
    round_.refresh_from_db()
    assert round_.closes_at == NEXT
    assert round_.changes.get(field="closes_at").by is None
    assert Extension.objects.get().applied_at == CLOSES
    assert Message.objects.filter(kind="deadline_moved").count() == 1
    assert not Order.objects.exists()
    (shown,) = told(round_)
    assert datetime.fromisoformat(shown["old_closes_at"]) == CLOSES
    assert datetime.fromisoformat(shown["new_closes_at"]) == NEXT
    assert (shown["automatic"], shown["minutes"], "47" in shown["reason"]) == (True, 47, True)


def test_a_failure_that_lasts_beyond_the_deadline_is_seen_when_the_portal_is_back() -> None:
    closing()
    down(-40, 1)
    assert propose_what_is_due(CLOSES + timedelta(days=2)) == 1
    assert Extension.objects.get().minutes == 40


def test_a_failure_long_before_the_deadline_moves_nothing() -> None:
    closing()
    down(0, 0)
    for minute in range(-500, -400):
        note(CLOSES + minute * MINUTE, reached=False)
    assert propose_what_is_due(CLOSES) == 0


def test_a_deadline_that_was_moved_meanwhile_makes_the_proposal_stale() -> None:
    round_ = closing()
    down(-47, 0)
    propose_what_is_due(CLOSES)
    order = Order.objects.get()
    Round.objects.filter(pk=round_.pk).update(closes_at=CLOSES + timedelta(days=1))
    with pytest.raises(Refused):
        services.confirm(order.pk, order.digest, by=administrator())


def listed(user: User, **query: str) -> Any:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client.get(reverse("admin:catalog_extension_changelist"), query)


def test_the_administration_lists_them_with_who_confirmed() -> None:
    _confirmed, automatic = closing(), closing(extension="automatic", notice=DocumentFactory(notice=True))
    down(-47, 0)
    propose_what_is_due(CLOSES)
    order, confirming = Order.objects.get(), administrator()
    services.confirm(order.pk, order.digest, by=confirming)
    page = listed(confirming).text
    assert f'href="{reverse("admin:publishing_order_change", args=[order.pk])}">{confirming}</a>' in page
    assert "the portal, as announced" in page
    assert reverse("policy", args=[automatic.notice.slug]) in page
    found = listed(confirming, automatic__exact="1").context["cl"].result_list
    assert [row.round for row in found] == [automatic]


def test_they_are_only_read_and_only_by_who_reaches_the_department() -> None:
    closing()
    down(-47, 0)
    propose_what_is_due(CLOSES)
    row = Extension.objects.get()
    one = reverse("admin:catalog_extension_change", args=[row.pk])
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(administrator())
    shown = client.get(one)
    assert "Waits for a second person" in shown.text
    assert client.post(one, {"minutes": "1"}).status_code == 403
    assert client.post(reverse("admin:catalog_extension_delete", args=[row.pk])).status_code == 403
    stranger = UserFactory(is_staff=True)
    client.force_login(stranger)
    assert client.get(one).status_code in {302, 403}


def test_the_list_goes_out_as_a_spreadsheet() -> None:
    closing()
    down(-47, 0)
    propose_what_is_due(CLOSES)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(administrator())
    chosen = {"action": "export", "_selected_action": [Extension.objects.get().pk]}
    answer = client.post(reverse("admin:catalog_extension_changelist"), chosen)
    sheet = load_workbook(BytesIO(answer.content)).active
    head, line = sheet.iter_rows(values_only=True)
    assert (head[7], line[1], line[2], line[3], line[7]) == (
        "confirmed by", "2031-03-14 17:00", "2031-03-17 17:00", 47, "Waits for a second person",
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_often_for_one_as_for_three(count: int, rf: Any) -> None:
    for _turn in range(count):
        closing()
    down(-47, 0)
    propose_what_is_due(CLOSES)
    site = admin.site.get_model_admin(Extension)
    request = rf.get("/")
    request.user = administrator()
    with CaptureQueriesContext(connection) as asked:
        for row in site.get_queryset(request).select_related(*site.list_select_related):
            assert site.confirmed(row)
            assert site.notice(row)
            assert str(row.round)
    assert len(asked) == 1
