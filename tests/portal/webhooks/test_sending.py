import json
import signal
import socket
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from portal.api.problems import Refused
from portal.inbox import posting
from portal.inbox.models import Message
from portal.inbox.outbox import CLAIM
from portal.privacy.services import retention
from portal.webhooks import sending, services, snippet
from portal.webhooks.models import Attempt, Dispatch, Endpoint
from tests.factories.organizations import member
from tests.portal.inbox.processes import in_parallel, worker_process

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
KIND = "application.submitted"


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def publish(endpoint, **data):
    services.publish(endpoint.organization, KIND, lambda: data or {"n": 1}, timezone.now())
    return Dispatch.objects.latest("pk")


def outcome(row):
    row.refresh_from_db()
    return row.status, row.reason, row.attempts


def genuine(secret, posted):
    """What the snippet of the documentation says."""
    names: dict[str, object] = {}
    exec(snippet.VERIFY, names)
    return names["is_genuine"](secret, posted.headers["kechuang-signature"], posted.body)


def test_an_event_arrives_signed_and_is_logged(system, endpoint, clock):
    system.answers.append((202, "thanks"))
    row = publish(endpoint, application={"number": "A1"})
    assert sending.run() == 1
    [posted] = system.taken
    assert posted.json == {
        "id": str(row.event_id),
        "type": KIND,
        "created_at": "2026-11-21T09:00:00Z",
        "data": {"application": {"number": "A1"}},
    }
    assert posted.headers["kechuang-event-id"] == str(row.event_id)
    assert posted.headers["kechuang-event"] == KIND
    assert genuine(endpoint.secret, posted)
    assert outcome(row) == ("sent", "", 1)
    attempt = Attempt.objects.get()
    assert (attempt.status, attempt.answer, attempt.at) == (202, "thanks", NOW)


def test_the_snippet_refuses_what_is_not_ours(system, endpoint, clock):
    publish(endpoint)
    sending.run()
    [posted] = system.taken
    assert not genuine("whsec_other", posted)
    changed = posted.body.replace(b"1", b"2")
    assert not genuine(endpoint.secret, type(posted)(posted.line, posted.headers, changed))
    clock.shift(timedelta(minutes=6))
    assert not genuine(endpoint.secret, posted)


def test_after_a_rotation_both_secrets_sign_for_a_day(system, endpoint, owner, clock):
    old = endpoint.secret
    new = services.rotate(endpoint.pk, at=NOW, by=owner).secret
    publish(endpoint)
    sending.run()
    assert genuine(old, system.taken[0])
    assert genuine(new, system.taken[0])
    clock.shift(timedelta(days=1))
    publish(endpoint)
    sending.run()
    assert not genuine(old, system.taken[1])
    assert genuine(new, system.taken[1])


@pytest.mark.parametrize("answer", [400, 404, 429, 500, 302, (b"garbage\r\n\r\n"), b""])
def test_whatever_goes_wrong_is_tried_again_with_the_same_id(system, endpoint, clock, answer):
    system.answers.append(answer)
    row = publish(endpoint)
    sending.run()
    assert outcome(row) == ("pending", "", 1)
    clock.shift(timedelta(minutes=1))
    sending.run()
    assert outcome(row) == ("sent", "", 2)
    assert {posted.headers["kechuang-event-id"] for posted in system.taken} == {str(row.event_id)}


def test_an_event_is_tried_for_a_day_and_given_up(system, endpoint, clock):
    system.answers += [500] * 20
    row = publish(endpoint)
    while outcome(row)[0] == "pending":
        sending.run()
        row.refresh_from_db()
        clock.move_to(max(row.due_at, timezone.now() + timedelta(minutes=1)))
    assert outcome(row) == ("dead", "exhausted", 8)
    assert timedelta(hours=23) < Attempt.objects.latest("pk").at - NOW <= timedelta(hours=24)


def test_a_failing_system_rests_and_holds_nobody_up(system, endpoint, clock):
    system.answers += [500]
    first, second = publish(endpoint), publish(endpoint)
    assert sending.run() == 1
    assert [outcome(first)[2], outcome(second)[2]] == [1, 0]
    clock.shift(timedelta(minutes=1))
    assert sending.run() == 2


def test_a_slow_system_gets_its_share_and_no_more(system, endpoint, monkeypatch):
    rows = [publish(endpoint) for _number in range(3)]
    other = member()
    Endpoint.objects.create(
        organization=other.organization, url=f"{system.url}/2", kinds=[KIND], created_by=other.user
    )
    services.publish(other.organization, KIND, dict, timezone.now())
    monkeypatch.setattr(sending, "SHARE_SECONDS", 0.0)  # the first answer uses it up
    assert sending.run() == 2
    assert [posted.line.split()[1] for posted in system.taken] == ["/in", "/in/2"]
    assert [outcome(row)[0] for row in rows] == ["sent", "pending", "pending"]


def test_a_system_that_is_away_is_tried_again(endpoint, clock):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        endpoint.url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    endpoint.save()
    row = publish(endpoint)
    sending.run()
    assert outcome(row) == ("pending", "", 1)
    assert Attempt.objects.get().status is None


def test_a_name_that_begins_to_lead_inside_is_not_followed(system, endpoint, settings, clock):
    row = publish(endpoint)
    settings.WEBHOOKS_TO_LOOPBACK = False
    sending.run()
    assert system.taken == []
    assert outcome(row) == ("pending", "", 1)


def test_the_connection_goes_to_the_address_that_was_examined(system):
    port = system.server_address[1]
    answer = posting.post(f"http://erp.firm.example:{port}/in", b"{}", {}, "127.0.0.1")
    assert (answer.status, system.taken[0].headers["host"]) == (200, f"erp.firm.example:{port}")


def test_a_name_is_asked_once_and_its_answer_used(system, endpoint, monkeypatch):
    port, ask, asked = system.server_address[1], socket.getaddrinfo, []
    endpoint.url = f"http://erp.firm.example:{port}/in"
    endpoint.save()

    def rebinding(host, *rest, **options):
        if host != "erp.firm.example":
            return ask(host, *rest, **options)
        asked.append(host)
        return ask("127.0.0.1" if len(asked) == 1 else "10.0.0.1", *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    row = publish(endpoint)
    sending.run()
    assert outcome(row)[0] == "sent"
    assert len(asked) == 1


def test_a_system_that_drips_is_cut_off(system, endpoint, monkeypatch):
    monkeypatch.setattr(posting, "EXCHANGE_SECONDS", 0.2)
    system.drip = True
    row = publish(endpoint)
    sending.run()
    assert outcome(row) == ("pending", "", 1)


def test_a_system_that_fails_for_days_is_switched_off_and_its_owners_hear_of_it(
    system, endpoint, owner, clock
):
    editor = member(owner.organization, "editor")
    system.answers += [500] * 2
    publish(endpoint)
    sending.run()
    clock.shift(sending.GIVE_UP_AFTER)
    sending.run()
    endpoint.refresh_from_db()
    assert endpoint.disabled_at == timezone.now()
    assert [message.recipient for message in Message.objects.all()] == [owner.user]
    assert editor.user != owner.user
    row = publish(endpoint)
    clock.shift(timedelta(hours=1))
    assert sending.run() == 0
    services.enable(endpoint.pk, by=owner)
    sending.run()
    assert outcome(row)[0] == "sent"


def test_one_success_ends_a_failure(system, endpoint, clock):
    system.answers.append(500)
    publish(endpoint)
    sending.run()
    clock.shift(timedelta(minutes=1))
    sending.run()
    endpoint.refresh_from_db()
    assert (endpoint.failing_since, endpoint.resting_until) == (None, None)


def test_nothing_goes_out_once_nobody_vouches_for_it(system, endpoint, owner):
    owner.organization.memberships.update(role="editor")
    publish(endpoint)
    assert sending.run() == 0
    heir = member(owner.organization)
    services.change(endpoint.pk, endpoint.url, endpoint.kinds, by=heir)
    assert sending.run() == 1


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_every_event_once(system, endpoint):
    rows = [publish(endpoint) for _number in range(20)]
    assert sum(in_parallel(sending.run, sending.run, sending.run)) == 20
    ids = [posted.json["id"] for posted in system.taken]
    assert sorted(ids) == sorted(str(row.event_id) for row in rows)


@pytest.mark.exhaustive
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_sending_and_writing_it_down_sends_again(system, endpoint):
    row = publish(endpoint)
    system.hold = True
    worker = worker_process("send", "portal.webhooks.tasks", WEBHOOKS_TO_LOOPBACK="1")
    try:
        assert system.reached.wait(20)
        assert outcome(row) == ("sending", "", 1)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait(20)
    system.hold = False
    assert sending.run() == 0  # the claim of the dead worker holds
    with time_machine.travel(timezone.now() + CLAIM, tick=False):
        assert sending.run() == 1
        assert sending.run() == 0
    assert [posted.json["id"] for posted in system.taken] == [str(row.event_id)] * 2
    assert outcome(row) == ("sent", "", 2)


def test_the_log_keeps_how_an_answer_begins(system, endpoint):
    system.answers.append((500, "x" * 9000))
    publish(endpoint)
    sending.run()
    assert len(Attempt.objects.get().answer) == 500
    assert json.loads(system.taken[0].body)["type"] == KIND


def test_secrets_lie_encrypted_and_outlive_a_new_secret_key(endpoint, owner, settings):
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM webhooks_endpoint")
        assert "whsec_" not in cursor.fetchone()[0]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [settings.SECRET_KEY]
    assert Endpoint.objects.get().secret == endpoint.secret


def test_a_secret_that_no_key_opens_signs_nothing(system, endpoint, settings):
    row = publish(endpoint)
    settings.SECRET_KEY = "n" * 50
    sending.run()
    assert system.taken == []
    assert outcome(row) == ("pending", "", 1)
    assert "Make a new one" in Attempt.objects.get().answer


def test_the_text_of_an_event_goes_when_its_period_has_passed(system, endpoint, owner, clock):
    row = publish(endpoint)
    assert sending.run() == 1
    assert retention.run(NOW + timedelta(days=170)).report["webhook_texts"] == 0
    assert retention.run(NOW + timedelta(days=190)).report["webhook_texts"] == 1
    row.refresh_from_db()
    attempt = row.log.get()
    assert (row.body, attempt.answer, attempt.status) == ("", "", 200)
    assert outcome(row)[0] == "sent"
    with pytest.raises(Refused, match="erased"):
        services.redeliver(row.pk, at=NOW, by=owner)
