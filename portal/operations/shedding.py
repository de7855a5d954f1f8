"""Under load readers wait, so that submissions need not: who comes to read while too much is at work gets a
light page that tries again by itself. What writes (a submission, a save, an upload, a sign-in) never waits.

Each process counts its own requests. As long as it is busy only for a moment everybody is let in; when it has
been full for a while, reads pass only as long as fewer than their limit are at work: threads stay for writes.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from portal.operations import figures
from portal.ui.texts import html_language

FULL_SECONDS = 1.0  # a burst shorter than this sends nobody away
CALM_SECONDS = 5.0  # without anybody sent away, before everybody is let in again
RETRY_SECONDS = (5, 10)  # spread, so that those who wait do not come back all at once
READS = {"GET", "HEAD", "OPTIONS"}
WORK = (
    "/applications/",
    "/uploads/",
    "/receipts/",
    "/api/v1/applications/",
    "/api/v1/uploads/",
    "/api/v1/receipts/",
)
ALWAYS = ("/healthz", "/readyz", "/metrics")


class Class(StrEnum):
    """What a request is, by how long it is let in."""

    WRITE = "write"
    WORK = "work"  # reads on the way to a submission
    READ = "read"


def class_of(request: HttpRequest) -> Class:
    """Told without the database: by method and address."""
    if request.method not in READS or request.path.startswith(ALWAYS):
        return Class.WRITE
    return Class.WORK if request.path.startswith(WORK) else Class.READ


@dataclass
class Fullness:
    """For one class: since when its limit is reached without a pause, and until when it is kept strictly."""

    since: float | None = None
    strict_until: float = 0.0

    def lets_in(self, busy: int, limit: int, now: float) -> bool:
        """Whether one more may pass. `busy`: how many are at work; `limit`: from how many on readers wait."""
        if busy < limit:
            self.since = None
            return True
        self.since = now if self.since is None else self.since
        if now >= self.strict_until and now - self.since < FULL_SECONDS:
            return True
        self.strict_until = now + CALM_SECONDS
        return False


@dataclass
class Gate:
    """The requests of this process."""

    at_work: dict[Class, int] = field(default_factory=lambda: dict.fromkeys(Class, 0))
    fullness: dict[Class, Fullness] = field(default_factory=lambda: {kind: Fullness() for kind in Class})
    waited: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, kind: Class, limit: int, now: float) -> bool:
        """Let a request in, or say that it has to wait. `limit` 0: everybody may."""
        with self.lock:
            if limit and not self.fullness[kind].lets_in(sum(self.at_work.values()), limit, now):
                self.waited += 1
                return False
            self.at_work[kind] += 1
            return True

    def leave(self, kind: Class) -> None:
        with self.lock:
            self.at_work[kind] -= 1

    @contextmanager
    def counted(self, kind: Class) -> Iterator[None]:
        """A request that was let in, until its answer is made."""
        figures.at_work(kind, 1)
        try:
            yield
        finally:
            self.leave(kind)
            figures.at_work(kind, -1)

    def take_waited(self) -> int:
        """How many were asked to wait since the last time."""
        with self.lock:
            waited, self.waited = self.waited, 0
            return waited

    def give_back(self, waited: int) -> None:
        with self.lock:
            self.waited += waited


gate = Gate()


class SheddingMiddleware:
    """Stands before everything that costs: after the static files, before the sign-in is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kind = class_of(request)
        limits = {Class.READ: settings.SHED_READS_FROM, Class.WORK: settings.SHED_WORK_FROM}
        if not gate.enter(kind, limits.get(kind, 0), time.monotonic()):
            figures.turned_away(kind)
            return waiting(request)
        with gate.counted(kind):
            return self.get_response(request)


def waiting(request: HttpRequest) -> HttpResponse:
    """The answer to who has to wait; browsers and programs are told when to try again."""
    seconds = random.randint(*RETRY_SECONDS)  # noqa: S311  nothing secret hangs on it
    if request.path.startswith("/api/"):
        document = {
            "type": "about:blank",
            "title": "Service Unavailable",
            "status": 503,
            "detail": sentence(translation.get_language_from_request(request)),
        }
        response: HttpResponse = JsonResponse(document, status=503, content_type="application/problem+json")
    else:
        response = HttpResponse(page(translation.get_language_from_request(request)), status=503)
        response["Refresh"] = str(seconds)  # a header, not a tag: it works without scripts
    response["Retry-After"] = str(seconds)
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's: no error happened
    response["Cache-Control"] = "no-store"
    response["Vary"] = "Cookie, Accept-Language"
    return response


@cache
def page(language: str) -> str:
    """Made once for each language."""
    with translation.override(language):
        return render_to_string("operations/waiting.html", {"html_language": html_language(language)})


@cache
def sentence(language: str) -> str:
    with translation.override(language):
        return _("Very many people are reading just now. Try again in a few seconds.")
