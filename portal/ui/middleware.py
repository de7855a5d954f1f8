"""When a request arrived: it decides deadlines, so it is taken before anything else happens."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

# nginx writes seconds ("t=1763718000.123"), other proxies milliseconds or microseconds.
MILLISECONDS_FROM, MICROSECONDS_FROM = 1e11, 1e14


def proxy_time(header: str) -> datetime | None:
    """The moment in an X-Request-Start header, or None when it is not a time."""
    try:
        seconds = float(header.strip().removeprefix("t="))
    except ValueError:
        return None
    if seconds >= MICROSECONDS_FROM:
        seconds /= 1e6
    elif seconds >= MILLISECONDS_FROM:
        seconds /= 1e3
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


class ReceivedAtMiddleware:
    """Sets `request.received_at`: now, or what the configured proxy wrote (never later than now)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        told = (
            proxy_time(request.headers.get("X-Request-Start", "")) if settings.TRUST_REQUEST_START else None
        )
        request.received_at = min(told, now) if told else now  # type: ignore[attr-defined]  # ours
        return self.get_response(request)
