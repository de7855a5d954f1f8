from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from portal.inbox import delivery, outbox
from portal.inbox.models import Delivery
from tests.factories.inbox import DeliveryFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def outcome(row):
    row.refresh_from_db()
    return row.status, row.attempts


def begun():
    """The one row that is due, its attempt on record."""
    [row] = delivery.reserve()
    assert outbox.begin(row)
    return row


def test_a_mail_arrives_whole(smtp_server):
    row = DeliveryFactory(subject="申请已收到", body="您好\n.\n结束", html="<p>您好</p>")
    assert delivery.run() == 1
    assert outcome(row) == ("sent", 1)
    assert (row.sent_at, row.claimed_until, row.last_error) == (NOW, None, "")
    [mail] = smtp_server.taken
    assert (mail["Subject"], mail["To"], mail["Message-ID"]) == (row.subject, row.to, row.message_id)
    assert str(mail["From"]) == "科创通 <no-reply@kechuang.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_body(("plain",)).get_content().split() == ["您好", ".", "结束"]
    assert mail.get_body(("html",)).get_content().strip() == "<p>您好</p>"


def test_many_mails_leave_over_one_session(smtp_server):
    DeliveryFactory.create_batch(3)
    assert delivery.run() == 3
    assert len(smtp_server.taken) == 3
    assert [line for line in smtp_server.commands if line.startswith("ehlo")] == smtp_server.commands[:1]


def test_nothing_due_opens_no_session(smtp_server):
    DeliveryFactory(due_at=NOW + timedelta(seconds=1))
    DeliveryFactory(status="dead")
    assert delivery.run() == 0
    assert smtp_server.commands == []


def test_without_a_server_mails_wait(settings):
    settings.SMTP_URL = ""
    row = DeliveryFactory()
    assert delivery.run() == 0
    assert outcome(row) == ("pending", 0)


def test_in_the_demo_without_a_server_mails_are_kept(settings):
    settings.SMTP_URL, settings.DEMO = "", True
    row = DeliveryFactory()
    assert delivery.run() == 1
    assert outcome(row) == ("sent", 1)


def test_temporary_refusals_back_off_and_end(smtp_server, clock):
    row = DeliveryFactory()
    smtp_server.answers["RCPT"] = ["450 mailbox busy"] * 5
    waits = []
    while row.status == "pending":
        delivery.run()
        row.refresh_from_db()
        waits.append((row.due_at - datetime.now(UTC)).total_seconds() / 60)
        clock.move_to(row.due_at)
    assert waits[:4] == [1, 5, 30, 120]
    assert (row.status, row.attempts, row.last_error) == ("dead", 5, "450 mailbox busy")


def test_a_temporary_refusal_is_forgotten_when_the_mail_leaves(smtp_server, clock):
    row = DeliveryFactory()
    smtp_server.answers["."] = ["451 later"]
    delivery.run()
    assert outcome(row) == ("pending", 1)
    clock.shift(timedelta(minutes=1))
    delivery.run()
    assert (*outcome(row), row.last_error) == ("sent", 2, "")
    assert smtp_server.ids == [row.message_id]


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "."])
def test_a_permanent_refusal_ends_it(smtp_server, command):
    row, other = DeliveryFactory(), DeliveryFactory()
    smtp_server.answers[command] = ["550 no such mailbox"]
    assert delivery.run() == 2
    assert (*outcome(row), row.last_error) == ("dead", 1, "550 no such mailbox")
    assert outcome(other) == ("sent", 1)


@pytest.mark.parametrize("field", [{"to": "用户@firm.example"}, {"subject": "two\nlines"}])
def test_what_no_mail_can_carry_ends_at_once(smtp_server, field):
    row = DeliveryFactory(**field)
    delivery.run()
    assert outcome(row) == ("dead", 1)
    assert row.last_error
    assert smtp_server.taken == []


def test_a_chinese_domain_is_reached_in_ascii(smtp_server):
    DeliveryFactory(to="info@企业.example")
    delivery.run()
    assert "rcpt TO:<info@xn--vhquv.example>" in smtp_server.commands


def test_an_unreachable_server_costs_no_attempt(smtp_server):
    row = DeliveryFactory()
    smtp_server.answers["connect"] = ["421 closed for tonight"]
    assert delivery.run() == 0
    assert outcome(row) == ("pending", 0)
    assert "421" in row.last_error
    assert delivery.run() == 1
    assert (*outcome(row), row.last_error) == ("sent", 1, "")


def test_a_refused_sign_in_costs_no_attempt(smtp_server, settings):
    settings.SMTP_URL = smtp_server.url.replace("//", "//user:secret@")
    row = DeliveryFactory()
    assert delivery.run() == 0
    assert outcome(row) == ("pending", 0)
    assert "secret" not in row.last_error


def test_a_session_that_breaks_leaves_the_others_waiting(smtp_server):
    first, second = DeliveryFactory(), DeliveryFactory()
    smtp_server.answers["MAIL"] = [""]
    assert delivery.run() == 1
    assert [outcome(first), outcome(second)] == [("pending", 0), ("pending", 0)]
    assert [first.due_at - NOW, second.due_at - NOW] == [timedelta(minutes=1), timedelta(0)]


def test_a_reserved_row_whose_worker_died_before_the_attempt_is_not_unanswered(smtp_server, clock):
    row = DeliveryFactory()
    for _worker in range(3):
        assert [found.pk for found in delivery.reserve()] == [row.pk]
        assert delivery.reserve() == []
        clock.shift(delivery.CLAIM)
    delivery.run()
    assert (*outcome(row), row.unknown) == ("sent", 1, 0)


def test_a_reservation_that_ran_out_is_not_begun(clock):
    DeliveryFactory()
    [slow] = delivery.reserve()
    clock.shift(delivery.CLAIM)
    [quick] = delivery.reserve()
    assert [outbox.begin(slow), outbox.begin(quick)] == [False, True]


def test_a_row_too_late_in_its_turn_is_not_begun(clock):
    row = DeliveryFactory(expires_at=NOW + timedelta(seconds=30))
    [reserved] = delivery.reserve()
    clock.shift(timedelta(seconds=30))
    assert not outbox.begin(reserved)
    assert outcome(row) == ("pending", 0)


def test_an_unknown_outcome_is_repeated_once_with_the_same_id(smtp_server, clock):
    row = DeliveryFactory()
    smtp_server.answers["."] = [""]
    delivery.run()
    assert outcome(row) == ("sending", 1)
    assert delivery.run() == 0  # the claim holds
    clock.shift(delivery.CLAIM)
    delivery.run()
    assert (*outcome(row), row.unknown) == ("sent", 2, 1)
    assert smtp_server.ids == [row.message_id]


def test_a_second_unknown_outcome_ends_it(smtp_server, clock):
    row = DeliveryFactory()
    smtp_server.answers["."] = ["", ""]
    for _attempt in range(3):
        delivery.run()
        clock.shift(delivery.CLAIM)
    assert (*outcome(row), row.unknown) == ("dead", 2, 2)
    assert row.last_error.startswith("No answer to 2 attempts. SMTPServerDisconnected")


def test_the_attempt_is_on_record_while_the_server_reads(smtp_server):
    row = DeliveryFactory()
    assert begun() == row
    assert outcome(row) == ("sending", 1)
    assert row.due_at == row.claimed_until == NOW + timedelta(minutes=2)


def test_a_late_worker_does_not_overwrite_the_next_ones_outcome(clock):
    row = DeliveryFactory()
    slow = begun()
    clock.shift(delivery.CLAIM)
    quick = begun()
    delivery.finish(quick, "", status="sent", claimed_until=None, sent_at=NOW)
    delivery.finish(slow, "550", status="dead", claimed_until=None)
    assert outcome(row) == ("sent", 2)


def test_the_table_refuses_half_states():
    row = DeliveryFactory()
    for change in ({"status": "sent"}, {"status": "sending"}, {"claimed_until": NOW}, {"sent_at": NOW}):
        with pytest.raises(IntegrityError, match="delivery_"), transaction.atomic():
            Delivery.objects.filter(pk=row.pk).update(**change)
