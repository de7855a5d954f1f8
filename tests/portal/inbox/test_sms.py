import hashlib
import hmac
import signal
import socket
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.inbox import delivery, posting, sms
from portal.inbox.models import Delivery
from tests.factories.inbox import DeliveryFactory
from tests.portal.inbox.http_server import http_server
from tests.portal.inbox.processes import in_parallel, worker_process

pytestmark = pytest.mark.django_db

NUMBER = "+8613812345678"
SMS = Delivery.Channel.SMS


@pytest.fixture
def provider(settings):
    """A provider that settings name."""
    with http_server() as server:
        settings.SMS_URL = server.url
        yield server


def text_message(**fields):
    return DeliveryFactory(channel=SMS, to=NUMBER, subject="", **({"body": "验证码 123456"} | fields))


def run():
    return delivery.run(SMS)


def outcome(row):
    row.refresh_from_db()
    return row.status, row.reason, row.attempts, row.unknown


def test_a_text_arrives_signed(provider, settings):
    settings.SMS_AUTHORIZATION, settings.SMS_SECRET = "Bearer key", "secret"
    row = text_message()
    assert run() == 1
    [posted] = provider.taken
    assert posted.json == {"phone": NUMBER, "content": "【科创通】验证码 123456", "id": row.message_id}
    assert posted.headers["authorization"] == "Bearer key"
    assert posted.headers["x-signature"] == hmac.new(b"secret", posted.body, hashlib.sha256).hexdigest()
    assert outcome(row) == ("sent", "", 1, 0)


def test_a_text_cannot_become_part_of_the_request(provider):
    text_message(body='{number}", "x": "{id}')
    run()
    assert provider.taken[0].json["content"] == '【科创通】{number}", "x": "{id}'


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (201, ("sent", "", 1, 0)),
        ((400, "bad number"), ("dead", "refused", 1, 0)),
        (429, ("pending", "", 1, 0)),
        (500, ("pending", "", 1, 0)),
        (302, ("dead", "refused", 1, 0)),
        (504, ("sending", "", 1, 0)),
        (b"garbage\r\n\r\n", ("sending", "", 1, 0)),
        (b"", ("sending", "", 1, 0)),
    ],
)
def test_answers_and_what_becomes_of_the_row(provider, answer, expected):
    provider.answers.append(answer)
    row = text_message()
    run()
    assert outcome(row) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [('{"code": 0}', "sent"), ('{"code": 7}', "dead"), ("<html>", "sending"), ("[]", "sending")],
)
def test_a_provider_that_says_no_with_status_200_is_understood(provider, settings, answer, expected):
    settings.SMS_ACCEPTED = "code=0"
    provider.answers.append((200, answer))
    row = text_message()
    run()
    assert outcome(row)[0] == expected


def test_an_unknown_outcome_is_repeated_once_with_the_same_id(provider):
    provider.answers += [b"", b""]
    row = text_message()
    for step in range(4):
        with time_machine.travel(timezone.now() + step * delivery.CLAIM, tick=False):
            run()
    assert [posted.json["id"] for posted in provider.taken] == [row.message_id] * 2
    assert outcome(row) == ("dead", "unanswered", 2, 2)


def test_a_provider_that_drips_is_cut_off(provider, monkeypatch):
    monkeypatch.setattr(posting, "EXCHANGE_SECONDS", 0.2)
    provider.drip = True
    row = text_message()
    run()
    assert outcome(row) == ("sending", "", 1, 0)


def test_a_provider_that_is_away_costs_no_attempt(settings):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.SMS_URL = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    row = text_message()
    assert run() == 1
    assert outcome(row) == ("pending", "", 0, 0)


def test_without_a_provider_texts_wait_and_in_the_demo_they_are_kept(settings, caplog):
    row = text_message()
    assert run() == 0
    assert outcome(row) == ("pending", "", 0, 0)
    settings.DEMO = True
    caplog.set_level("INFO")
    assert run() == 1
    assert outcome(row) == ("sent", "", 1, 0)
    assert "+86138****5678" in caplog.text
    assert NUMBER not in caplog.text


def test_a_code_goes_first_and_not_when_it_is_too_late(provider):
    text_message()
    code = sms.send_code(NUMBER, "654321", timedelta(minutes=5))
    assert delivery.reserve(SMS) == [code]
    Delivery.objects.filter(pk=code.pk).update(status="pending", claimed_until=None, due_at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        assert run() == 1
    assert [posted.json["content"] for posted in provider.taken] == ["【科创通】验证码 123456"]
    assert outcome(code)[:2] == ("dead", "expired")


def test_mails_are_no_business_of_the_provider(provider):
    row = DeliveryFactory()
    assert run() == 0
    assert outcome(row)[0] == "pending"


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_every_text_once(provider):
    rows = [text_message() for _number in range(20)]
    assert sum(in_parallel(run, run, run)) == 20
    assert sorted(posted.json["id"] for posted in provider.taken) == sorted(row.message_id for row in rows)


@pytest.mark.exhaustive
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_sending_and_writing_it_down_repeats_once(provider):
    row = text_message()
    provider.hold = True
    worker = worker_process("deliver_sms", SMS_URL=provider.url)
    try:
        assert provider.reached.wait(60)
        assert outcome(row) == ("sending", "", 1, 0)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait(20)
    provider.hold = False
    assert run() == 0  # the claim of the dead worker holds
    with time_machine.travel(timezone.now() + delivery.CLAIM, tick=False):
        assert run() == 1
        assert run() == 0
    assert [posted.json["id"] for posted in provider.taken] == [row.message_id] * 2
    assert outcome(row) == ("sent", "", 2, 1)


@pytest.mark.parametrize(("length", "parts"), [(65, 1), (66, 2), (129, 2), (130, 3)])
def test_parts_count_the_signature(length, parts):
    assert sms.parts("字" * length) == parts


def test_a_character_outside_the_first_plane_counts_twice():
    assert (sms.parts("𠮷" * 32), sms.parts("𠮷" * 33)) == (1, 2)


def test_a_long_text_is_cut_to_one_message():
    assert sms.fitting("短\n文") == "短 文"
    assert sms.fitting("字" * 80) == "字" * 64 + "…"


def test_a_number_is_masked():
    assert [sms.masked(number) for number in (NUMBER, "110")] == ["+86138****5678", "****"]
