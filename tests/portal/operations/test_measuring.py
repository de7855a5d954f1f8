from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from portal.operations import measuring, pulse
from portal.operations.doctor.background import availability
from portal.operations.measuring import MINUTE, Outage, note, outages, unavailable_minutes
from portal.operations.models import Minute

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def served(*minutes: int) -> None:
    for minute in minutes:
        note(NOON + minute * MINUTE, served=True)


def test_minutes_without_a_sign_of_life_are_joined(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    served(0, 1, 4, 5, 9)
    with django_assert_num_queries(1):
        found = outages(NOON, NOON + 10 * MINUTE)
    assert found == [
        Outage(NOON + 2 * MINUTE, NOON + 4 * MINUTE),
        Outage(NOON + 6 * MINUTE, NOON + 9 * MINUTE),
    ]
    assert unavailable_minutes(found) == 5


def test_what_was_never_measured_counts_as_nothing() -> None:
    assert outages(NOON, NOON + timedelta(hours=9)) == []
    served(5, 7)
    assert outages(NOON, NOON + 8 * MINUTE) == [Outage(NOON + 6 * MINUTE, NOON + 7 * MINUTE)]


def test_a_minute_in_which_people_could_not_reach_it_counts_though_it_lived() -> None:
    served(0, 1, 2)
    note(NOON + MINUTE, reached=False)
    note(NOON + 2 * MINUTE, reached=True)
    assert outages(NOON, NOON + 3 * MINUTE) == [Outage(NOON + MINUTE, NOON + 2 * MINUTE)]


def test_the_minute_that_is_not_over_is_not_judged() -> None:
    served(0)
    assert outages(NOON, NOON + MINUTE + timedelta(seconds=59)) == []


class Answer(BaseHTTPRequestHandler):
    status = 200
    host = ""

    def do_GET(self) -> None:
        type(self).host = self.headers["Host"]
        self.send_response(self.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing to say."""


@pytest.fixture
def answering() -> Any:
    server = HTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/readyz"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("status", "reached"), [(200, True), (503, False)])
def test_the_worker_asks_as_people_do(answering: str, settings: Any, status: int, reached: bool) -> None:
    settings.AVAILABILITY_URL, settings.SITE_URL = answering, "https://portal.example:8443"
    Answer.status = status
    measuring.ask_for_a_page(NOON)
    assert Minute.objects.values_list("at", "served", "reached").get() == (NOON, False, reached)
    assert Answer.host == "portal.example:8443"


def test_nobody_answers(settings: Any) -> None:
    settings.AVAILABILITY_URL = "http://127.0.0.1:9/readyz"
    measuring.ask_for_a_page(NOON)
    assert Minute.objects.get().reached is False


def test_the_doctor_tells_of_failures_and_of_who_had_to_wait() -> None:
    assert [finding.level for finding in availability()] == ["ok"]
    now = datetime.now(UTC)
    note(now - 5 * MINUTE, served=True, waited=3)
    note(now - MINUTE, served=True, waited=4)
    found = list(availability())
    assert [finding.level for finding in found] == ["warning", "warning"]
    assert found[0].sentence.startswith("3 minutes")
    assert found[1].sentence.startswith("7 reads")


@pytest.mark.django_db(transaction=True)
def test_a_sign_of_life_brings_how_many_waited() -> None:
    pulse.shedding.gate.waited = 2
    assert pulse.once()
    assert Minute.objects.values_list("served", "waited").get() == (True, 2)
    assert pulse.shedding.gate.waited == 0
