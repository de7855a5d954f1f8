"""A register on a real socket: answers, silence, nonsense."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from portal.api.problems import Refused
from portal.facts import asking, refreshing
from portal.facts.listing import enter, withdraw
from portal.facts.models import (
    CreditRecord,
    CurrentFacts,
    Origin,
    RegisterAsking,
    Shareholder,
    Statement,
    Verification,
)
from portal.facts.registers import HttpRegister
from portal.facts.tasks import ask_again
from tests.factories.accounts import official, oneself, region
from tests.factories.facts import on_file
from tests.factories.organizations import OrganizationFactory, code, member
from tests.portal.organizations.test_pages import acting, text

pytestmark = pytest.mark.django_db
SAID = {"name": "上海登记名称有限公司", "registered_capital": "5000000", "legal_form": "limited",
        "registered_region": "310114", "tax_region": "999999", "unknown": 1}  # fmt: skip
HOLDER = {"name": "周文澜", "share": 51.25, "holds_from": "2019-05-06", "holds_to": None}
RECORD = {"kind": "abnormal", "note": "住所无法联系", "holds_from": "2024-07-01"}


class Answers(BaseHTTPRequestHandler):
    status, body, slow, seen = 200, b"{}", 0.0, []

    def do_GET(self):
        self.seen.append((self.path, self.headers["Authorization"]))
        self.send_response(self.status)
        self.end_headers()
        for byte in self.body:
            time.sleep(self.slow)
            try:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
            except OSError:
                return

    def log_message(self, *args):
        pass


@pytest.fixture
def server(settings) -> Iterator[type[Answers]]:
    handler = type("Own", (Answers,), {"seen": []})
    running = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    settings.REGISTER_URL = f"http://127.0.0.1:{running.server_port}/firms"
    settings.REGISTER_TOKEN = "secret"
    yield handler
    running.shutdown()
    running.server_close()


def test_register_fills_the_file_and_verifies_it(server):
    by = member(on_file(OrganizationFactory(name="旧名")))
    firm = by.organization
    server.body = json.dumps(SAID).encode()
    assert asking.ask(firm, by) == 3
    firm.refresh_from_db()
    assert firm.name == SAID["name"]
    assert CurrentFacts.objects.get(organization=firm).registered_capital == 5_000_000
    said = Statement.objects.filter(organization=firm, origin=Origin.REGISTER)
    assert set(said.values_list("key", flat=True)) == {"name", "registered_capital", "legal_form"}
    assert set(Verification.objects.values_list("statement__key", "by")) == {
        (key, None) for key in ("name", "registered_capital", "legal_form", "registered_region")
    }
    assert server.seen == [(f"/firms/{firm.uscc}", "Bearer secret")]
    assert asking.ask(firm, by) == 0


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (404, b"", "does not know"),
        (500, b"", "does not answer"),
        (302, b"", "does not answer"),
        (200, b"<html>", "cannot be read"),
        (200, b"[]", "cannot be read"),
        (200, b'{"registered_capital": "many"}', "cannot be read"),
        (200, b'{"name": {"a": 1}, "founded_on": 7}', "cannot be read"),
        (200, b'{"shareholders": 3}', "cannot be read"),
        (200, b'{"shareholders": ["x"]}', "cannot be read"),
        (200, b'{"name": "x", "shareholders": [{"name": "x", "share": 1}]}', "cannot be read"),
        (200, b'{"name": "x", "credit": [{"kind": "x", "holds_from": "2024-07-01"}]}', "cannot be read"),
        (
            200,
            b'{"credit": [{"kind": "ban", "holds_from": "2024-07-01", "holds_to": "2024-06-01"}]}',
            "cannot be read",
        ),
        (
            200,
            b'{"name": "x", "shareholders": [{"name": "x", "share": 0, "holds_from": "2024-07-01"}]}',
            "more than 0",
        ),
    ],
)
def test_register_that_answers_nonsense_changes_nothing(server, status, body, sentence):
    by = member(on_file())
    server.status, server.body = status, body
    count = Statement.objects.count()
    with pytest.raises(Refused, match=sentence):
        asking.ask(by.organization, by)
    assert Statement.objects.count() == count


def test_register_that_drips_is_cut_off(server, settings):
    server.body, server.slow = b" " * 50 + b"{}", 0.05
    begun = time.monotonic()
    with pytest.raises(Refused, match="does not answer"):
        HttpRegister(settings.REGISTER_URL, "", seconds=0.4).look_up("x")
    assert time.monotonic() - begun < 2


def test_register_that_is_away_is_told(settings):
    settings.REGISTER_URL = "http://127.0.0.1:9/firms"
    by = member(on_file())
    with pytest.raises(Refused, match="does not answer"):
        asking.ask(by.organization, by)


def test_button_stands_where_a_register_is(server, settings):
    by = member(on_file())
    server.body = json.dumps(SAID).encode()
    client, uscc = acting(by), by.organization.uscc
    page = reverse("organization_papers", args=[uscc])
    assert "Ask the register" in text(client.get(page))
    answer = client.post(reverse("file_ask", args=[uscc]), follow=True)
    assert "3 facts are new from the register." in text(answer)
    settings.REGISTER_URL = ""
    assert "Ask the register" not in text(client.get(page))


@pytest.mark.parametrize("who", [lambda firm: member(firm, "viewer"), lambda firm: official("310106")])
def test_who_may_not_edit_does_not_ask(server, who):
    firm = on_file()
    with pytest.raises(Refused):
        asking.ask(firm, who(firm))
    assert server.seen == []


def test_registration_is_filled_in_from_the_register(server, settings):
    region()
    server.body = json.dumps(SAID).encode()
    client, url = acting(oneself()), reverse("organization_new")
    page = client.get(url, {"uscc": code(1)}).content.decode()
    assert SAID["name"] in page
    assert code(1) in page
    assert "The code has only" in text(client.get(url, {"uscc": "x"}))
    assert len(server.seen) == 1
    settings.REGISTER_URL = ""
    assert SAID["name"] not in client.get(url, {"uscc": code(1)}).content.decode()


def told(server, **said):
    server.body = json.dumps(said).encode()


def test_register_tells_shareholders_and_credit_records_once(server):
    by = member(on_file())
    told(server, shareholders=[HOLDER, HOLDER], credit=[RECORD])
    assert asking.ask(by.organization, by) == 2
    holder, record = Shareholder.objects.get(), CreditRecord.objects.get()
    assert [str(holder.share), holder.origin, record.kind, record.origin] == [
        "51.25", "register", "abnormal", "register",
    ]  # fmt: skip
    assert None not in (holder.verified_at, record.verified_at)
    assert asking.ask(by.organization, by) == 0


def test_line_of_the_firm_is_verified_or_left_alone(server):
    by = member(on_file())
    line = {"organization": by.organization, "origin": Origin.ORGANIZATION, "holds_from": date(2019, 5, 6)}
    same = enter(Shareholder(name="周文澜", share="51.25", **line), by)
    other = enter(Shareholder(name="宋亦舟", share="48.75", **line), by)
    told(server, shareholders=[HOLDER, {**HOLDER, "name": "宋亦舟", "share": 40}])
    assert asking.ask(by.organization, by) == 0
    same.refresh_from_db()
    other.refresh_from_db()
    assert same.verified_at
    assert (other.verified_at, other.withdrawn_at) == (None, None)


def test_line_that_ended_takes_the_place_of_the_open_one(server):
    by = member(on_file())
    told(server, credit=[RECORD])
    asking.ask(by.organization, by)
    told(server, credit=[{**RECORD, "holds_to": "2025-01-31"}])
    assert asking.ask(by.organization, by) == 1
    assert CreditRecord.objects.stated().get().holds_to == date(2025, 1, 31)
    assert CreditRecord.objects.count() == 2


def test_line_that_an_official_took_back_stays_so(server):
    by = member(on_file())
    told(server, credit=[RECORD])
    asking.ask(by.organization, by)
    withdraw(CreditRecord.objects.get(), official(by.organization.registered_region_id))
    assert asking.ask(by.organization, by) == 0
    assert not CreditRecord.objects.stated().exists()


def asked_days_ago(days: int):
    """An organization of which the register told that long ago."""
    firm = on_file()
    due = timezone.now() + asking.GOOD_FOR - timedelta(days=days)
    RegisterAsking.objects.create(organization=firm, due_at=due)
    return firm


def test_night_asks_about_old_facts_only(server, settings):
    old, _recent, _never = asked_days_ago(91), asked_days_ago(89), on_file()
    told(server, registered_capital="7000000")
    ask_again()
    assert [path for path, _token in server.seen] == [f"/firms/{old.uscc}"]
    assert CurrentFacts.objects.get(organization=old).registered_capital == 7_000_000
    assert RegisterAsking.objects.get(organization=old).due_at > timezone.now() + timedelta(days=89)
    ask_again()
    assert len(server.seen) == 1


def test_night_goes_through_batches(server, monkeypatch):
    monkeypatch.setattr(refreshing, "BATCH", 2)
    for _firm in range(5):
        asked_days_ago(100)
    assert refreshing.run() == 5
    assert len({path for path, _token in server.seen}) == 5


def test_night_without_a_register_asks_nobody(server, settings):
    firm, settings.REGISTER_URL = asked_days_ago(100), ""
    assert refreshing.run() == 0
    assert server.seen == []
    assert RegisterAsking.objects.get(organization=firm).due_at < timezone.now()


def test_night_asks_a_silent_register_again_the_next(server, monkeypatch):
    monkeypatch.setattr(refreshing, "BATCH", 2)
    server.status = 500
    for _firm in range(3):
        asked_days_ago(100)
    assert refreshing.run() == 0
    assert len(server.seen) == 2
    assert {row.organization.uscc for row in RegisterAsking.objects.filter(due_at__gt=timezone.now())} == {
        path.removeprefix("/firms/") for path, _token in server.seen
    }
    tomorrow = timezone.now() + timedelta(days=1)
    assert len(refreshing.claimed(tomorrow)) == 2


def test_night_goes_on_after_a_code_nobody_knows(server):
    asked_days_ago(100)
    server.status = 404
    assert refreshing.run() == 1
    assert refreshing.run() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_claim_different_organizations(monkeypatch):
    monkeypatch.setattr(refreshing, "BATCH", 1)
    firms = {asked_days_ago(100).pk, asked_days_ago(100).pk}
    now, others = timezone.now(), []

    def work() -> None:
        others.extend(refreshing.claimed(now))
        connection.close()

    with transaction.atomic():
        mine = refreshing.claimed(now)
        worker = threading.Thread(target=work)
        worker.start()
        worker.join(5)
    assert {firm.pk for firm in (*mine, *others)} == firms
