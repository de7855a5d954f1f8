from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from portal.accounts.capacities import Capacity
from portal.inbox.models import Delivery, Message
from portal.inbox.outbox import retry
from portal.inbox.services import Note, in_language, mark_read, send, send_all
from tests.factories.accounts import UserFactory
from tests.factories.inbox import DeliveryFactory, MessageFactory

pytestmark = pytest.mark.django_db


def hello(recipient, key="k", **more):
    return send(recipient, "notice", key, "Hello", "A text.", **more)


def test_send_writes_a_message_and_an_outbox_row(settings):
    settings.SITE_URL = "https://kechuang.example/"
    reader = UserFactory(language="en")
    assert hello(reader, url="/todo/") is True
    message, mail = Message.objects.get(), Delivery.objects.get()
    assert (message.recipient, message.kind, message.url, message.read_at) == (
        reader,
        "notice",
        "/todo/",
        None,
    )
    assert (mail.to, mail.subject, mail.status) == (reader.email, "Hello", "pending")
    assert mail.body.startswith("A text.\n\nhttps://kechuang.example/todo/\n\n-- \nKechuang wrote to")
    assert mail.message_id.endswith("@kechuang.example>")


def test_send_of_the_same_key_is_not_new():
    reader = UserFactory()
    assert [hello(reader), hello(reader)] == [True, False]
    assert [Message.objects.count(), Delivery.objects.count()] == [1, 1]


def test_send_without_email_writes_only_the_message():
    hello(UserFactory(), email=False)
    hello(UserFactory(is_active=False), key="other")
    assert [Message.objects.count(), Delivery.objects.count()] == [2, 0]


def test_send_vanishes_with_the_callers_transaction():
    with transaction.atomic():
        hello(UserFactory())
        transaction.set_rollback(True)
    assert [Message.objects.count(), Delivery.objects.count()] == [0, 0]


def test_send_makes_a_subject_one_line_that_fits():
    send(UserFactory(), "notice", "k", "Many\nwords " * 50, "Text")
    subject = Message.objects.get().subject
    assert len(subject) == 200
    assert subject.startswith("Many words Many")


def test_send_refuses_an_address_elsewhere():
    with pytest.raises(IntegrityError, match="message_url_is_ours"), transaction.atomic():
        hello(UserFactory(), url="https://elsewhere.example/")


def test_send_all_takes_the_same_statements_for_many(django_assert_num_queries):
    reader = UserFactory()
    hello(reader, key="2")
    notes = [Note(reader, "notice", str(n), "Hello", "Text") for n in range(5)]
    with django_assert_num_queries(2):  # messages, deliveries
        assert send_all(iter(notes)) == 4


def test_send_all_of_nothing_is_nothing():
    assert send_all([]) == 0


def test_in_language_is_the_persons():
    with in_language(UserFactory(language="en")):
        assert get_language() == "en"


def test_mark_read_touches_only_ones_own():
    mine, other = MessageFactory(), MessageFactory()
    me = Capacity(mine.recipient, "self", "self", "")
    assert mark_read([mine.pk, other.pk], by=me, at=timezone.now()) == 1
    assert mark_read(None, by=me, at=timezone.now()) == 0
    mine.refresh_from_db()
    other.refresh_from_db()
    assert [mine.read_at is None, other.read_at is None] == [False, True]
    assert mark_read([mine.pk], by=me, at=timezone.now(), read=False) == 1


def test_retry_starts_a_dead_mail_again_and_no_other():
    dead = DeliveryFactory(
        status="dead", attempts=5, unknown=2, last_error="550", due_at=timezone.now() - timedelta(days=2)
    )
    sent = DeliveryFactory(status="sent", sent_at=timezone.now())
    now = timezone.now()
    assert retry(Delivery.objects.filter(pk__in=[dead.pk, sent.pk]), now) == 1
    dead.refresh_from_db()
    assert (dead.status, dead.attempts, dead.unknown, dead.last_error, dead.due_at) == (
        "pending",
        0,
        0,
        "",
        now,
    )
