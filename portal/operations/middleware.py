"""Every request has a number: in its answer, in every line logged for it, and in the tasks it starts."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.operations import figures

HEADER = "X-Request-ID"
_NUMBER = re.compile(r"[A-Za-z0-9._-]{8,64}")
QUIET = {"healthz", "metrics", "readyz"}  # asked every few seconds by machines

log = structlog.get_logger("portal.request")


def number_of(request: HttpRequest) -> str:
    """What a trusted proxy says, else a new one."""
    told = request.headers.get(HEADER, "") if settings.TRUST_PROXY else ""
    return told if _NUMBER.fullmatch(told) else uuid.uuid4().hex


def user_id(request: HttpRequest) -> int | None:
    """Who asked, if the request had to find out anyway."""
    user = getattr(request, "_cached_user", None) or request.__dict__.get("user")
    return user.pk if user is not None and "_cached_user" in request.__dict__ else None


def view_of(request: HttpRequest) -> str:
    """The name of the view: a closed list, unlike addresses, which may hold the keys of letters."""
    match = request.resolver_match
    return match.view_name or match._func_path if match else "none"


class ObservedMiddleware:
    """Numbers the request, measures it, and logs one line: never its address, its body or a name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request.request_id = number = number_of(request)  # type: ignore[attr-defined]  # ours
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=number)
        response = self.get_response(request)
        response[HEADER] = number
        observe(request, response, time.perf_counter() - began)
        return response


def observe(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """One line, and the figure of its view."""
    view, method, status = view_of(request), request.method or "", response.status_code
    figures.request_done(view, method, status, seconds)
    if view not in QUIET:
        log.info(
            "request",
            method=method,
            view=view,
            status=status,
            milliseconds=round(seconds * 1000, 1),
            user=user_id(request),
        )
