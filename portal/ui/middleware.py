"""When a request arrived, which decides deadlines; and what is refused before anything reads it."""

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from portal.ui import views

# nginx writes seconds ("t=1763718000.123"), other proxies milliseconds or microseconds.
MILLISECONDS_FROM, MICROSECONDS_FROM = 1e11, 1e14
FILES_AT_ONCE = 10  # as many as one question takes


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


def received_at(request: Any) -> datetime:
    """When a request, Django's or the API's, arrived: what decides deadlines."""
    moment: datetime = request.received_at
    return moment


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


class RequestLimitsMiddleware:
    """Refuses what nobody needs to send: a NUL in the path, which PostgreSQL cannot look up (404), and a
    body that would only fill the disk (413). Visitors upload no files; form and API know their own limits.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            raise Http404
        if not fits(request):
            return views.error(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return self.get_response(request)


def fits(request: HttpRequest) -> bool:
    """Whether the announced size of the body is one that this caller may send."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    size = int(text) if text.isdigit() else 0
    if size <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return True
    # The API asks for the token before it reads; a page's form is read first, to find its CSRF token.
    sends_files = request.user.is_authenticated or (
        request.path.startswith("/api/") and "Authorization" in request.headers
    )
    most = FILES_AT_ONCE * settings.UPLOAD_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return sends_files and size <= most
