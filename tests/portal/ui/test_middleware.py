"""When a request was received."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import Settings

from portal.ui.middleware import ReceivedAtMiddleware, proxy_time

NINE = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def received(request: HttpRequest) -> datetime:
    ReceivedAtMiddleware(lambda request: HttpResponse())(request)
    found: datetime = request.received_at  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("factor", [1, 1_000, 1_000_000])
def test_proxy_time_reads_seconds_milliseconds_and_microseconds(factor: int) -> None:
    assert proxy_time(f"t={int(NINE.timestamp()) * factor}") == NINE


@pytest.mark.parametrize("header", ["", "t=", "yesterday", "nan", "1e400", "-1e30"])
def test_proxy_time_is_nothing_for_nonsense(header: str) -> None:
    assert proxy_time(header) is None


def test_received_at_is_now_without_a_trusted_proxy(rf: RequestFactory, settings: Settings) -> None:
    settings.TRUST_REQUEST_START = False
    before = timezone.now()
    assert received(rf.get("/", headers={"X-Request-Start": "t=1"})) >= before


def test_received_at_is_what_the_trusted_proxy_wrote(rf: RequestFactory, settings: Settings) -> None:
    settings.TRUST_REQUEST_START = True
    header = f"t={NINE.timestamp()}"
    assert received(rf.get("/", headers={"X-Request-Start": header})) == min(NINE, timezone.now())


def test_received_at_is_never_in_the_future(rf: RequestFactory, settings: Settings) -> None:
    settings.TRUST_REQUEST_START = True
    later = timezone.now() + timedelta(days=1)
    assert received(rf.get("/", headers={"X-Request-Start": f"t={later.timestamp()}"})) <= timezone.now()
