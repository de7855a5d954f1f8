from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.inbox import addresses
from portal.inbox.backlog import backlog
from portal.inbox.models import CalendarDay, Delivery, Suppression
from tests.factories.accounts import UserFactory
from tests.factories.inbox import DeliveryFactory, MessageFactory

pytestmark = pytest.mark.django_db
PAGES = ["message", "delivery", "reminder", "heartbeat", "calendarday", "calendaryear", "suppression"]


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(admin=True))
    client.cookies["django_language"] = "en"
    return client


def listing(admin, model):
    response = admin.get(reverse(f"admin:inbox_{model}_changelist"))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("model", PAGES)
def test_every_list_opens_and_searches(admin, model):
    listing(admin, model)
    assert admin.get(reverse(f"admin:inbox_{model}_changelist"), {"q": "2026"}).status_code == 200


@pytest.mark.parametrize("factory", [MessageFactory, DeliveryFactory])
def test_what_was_sent_cannot_be_changed(admin, factory):
    row = factory()
    name = f"admin:inbox_{row._meta.model_name}"
    assert admin.get(reverse(f"{name}_add")).status_code == 403
    assert admin.post(reverse(f"{name}_change", args=[row.pk]), {"subject": "x"}).status_code == 403
    assert admin.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert admin.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200


def test_the_text_of_a_mail_is_not_shown(admin):
    row = DeliveryFactory(body="Your code is 482913")
    content = admin.get(reverse("admin:inbox_delivery_change", args=[row.pk])).content.decode()
    assert row.subject in content
    assert "482913" not in content


def test_a_dead_mail_is_sent_again_by_the_action(admin):
    dead, other = DeliveryFactory(status="dead", attempts=5), DeliveryFactory(attempts=1)
    response = admin.post(
        reverse("admin:inbox_delivery_changelist"),
        {"action": "retry_dead", "_selected_action": [dead.pk, other.pk]},
        follow=True,
    )
    assert "1 will be sent again." in response.content.decode()
    assert list(Delivery.objects.order_by("pk").values_list("status", "attempts")) == [
        ("pending", 0),
        ("pending", 1),
    ]


def test_who_may_only_look_cannot_send_again(client):
    from django.contrib.auth.models import Permission

    looker = UserFactory(is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_delivery"))
    client.force_login(looker)
    dead = DeliveryFactory(status="dead")
    client.post(
        reverse("admin:inbox_delivery_changelist"), {"action": "retry_dead", "_selected_action": [dead.pk]}
    )
    dead.refresh_from_db()
    assert dead.status == "dead"


def test_waiting_without_a_mail_server_is_said(admin, settings):
    settings.SMTP_URL = ""
    assert "No mail server is set" in listing(admin, "delivery")
    settings.SMTP_URL = "smtp://mail.example"
    assert "No mail server is set" not in listing(admin, "delivery")


@pytest.mark.parametrize(("today", "warned"), [("2025-06-01", False), ("2026-11-21", True)])
def test_years_not_entered_are_warned_of(admin, today, warned):
    with time_machine.travel(f"{today}T09:00:00+08:00", tick=False):
        for model in ("calendarday", "calendaryear"):
            assert ("2027 is not entered yet" in listing(admin, model)) is warned


def test_a_calendar_day_is_edited(admin):
    admin.post(reverse("admin:inbox_calendarday_add"), {"day": "2027-01-01", "name": "元旦"})
    assert CalendarDay.objects.get(day="2027-01-01").is_workday is False


STUCK = "admin:inbox_delivery_stuck"


def test_what_waits_is_given_up_by_the_action(admin):
    waiting, sending = DeliveryFactory(), DeliveryFactory()
    Delivery.objects.filter(pk=sending.pk).update(status="sending", claimed_until=timezone.now())
    admin.post(
        reverse("admin:inbox_delivery_changelist"),
        {"action": "stop_waiting", "_selected_action": [waiting.pk, sending.pk]},
    )
    found = dict(Delivery.objects.values_list("pk", "reason"))
    assert found == {waiting.pk: "stopped", sending.pk: ""}


def test_figures_say_what_waits_how_long_and_what_was_given_up():
    now = timezone.now()
    DeliveryFactory(due_at=now + timedelta(hours=1))
    DeliveryFactory(due_at=now - timedelta(minutes=1))
    oldest = DeliveryFactory(due_at=now - timedelta(hours=2))
    DeliveryFactory.create_batch(2, status="dead", reason="refused")
    DeliveryFactory(channel="sms", status="dead", reason="expired")
    mails, texts = backlog(now)[:2]
    assert (mails.waiting, mails.due, mails.late, mails.oldest_due) == (3, 2, 1, oldest.due_at)
    assert (mails.dead, texts.dead) == ({"refused": 2}, {"expired": 1})
    assert (mails.stuck, texts.stuck) == (True, False)


def test_what_one_reason_ended_is_sent_again(admin):
    refused, exhausted = (
        DeliveryFactory(status="dead", reason=reason) for reason in ("refused", "exhausted")
    )
    shown = " ".join(admin.get(reverse(STUCK)).content.decode().split())
    assert "Given up: Refused too often" in shown
    admin.post(reverse(STUCK), {"outbox": "email", "reason": "exhausted"})
    found = dict(Delivery.objects.values_list("pk", "status"))
    assert found == {refused.pk: "dead", exhausted.pk: "pending"}


def test_a_code_that_came_too_late_is_not_sent_again(admin):
    DeliveryFactory(channel="sms", status="dead", reason="expired")
    admin.post(reverse(STUCK), {"outbox": "sms", "reason": "expired"})
    assert Delivery.objects.get().status == "dead"


def test_the_page_of_what_is_stuck_is_for_who_may_see_deliveries(client):
    client.force_login(UserFactory(is_staff=True))
    assert client.get(reverse(STUCK)).status_code == 403
    assert client.post(reverse(STUCK), {"outbox": "email", "reason": "refused"}).status_code == 403


def test_stuck_rows_are_found_by_age(admin):
    old, new = DeliveryFactory(due_at=timezone.now() - timedelta(hours=2)), DeliveryFactory(subject="fresh")
    shown = admin.get(reverse("admin:inbox_delivery_changelist"), {"late": "60"}).content.decode()
    assert old.to in shown
    assert new.to not in shown


def test_an_address_is_tried_again_when_the_administrator_removes_it(admin):
    addresses.suppress("gone@firm.example", "550")
    row = Suppression.objects.get()
    admin.post(reverse("admin:inbox_suppression_delete", args=[row.pk]), {"post": "yes"})
    assert not addresses.is_suppressed("gone@firm.example")
