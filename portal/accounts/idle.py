"""How long a sign-in lasts: an official's ends when idle and after a day's work, an applicant's later."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from portal.accounts import held_text
from portal.accounts.middleware import attach
from portal.accounts.second_factor import FREE_KINDS

BEGAN, ACTIVE = "began_at", "active_at"  # seconds since the epoch, in the session
NOTED_EVERY = 60  # seconds: activity is written at most that often


@dataclass(frozen=True)
class Limits:
    """After how many seconds without a request, and after how many in all, a sign-in ends."""

    idle: int
    whole: int


def limits_for(request: HttpRequest) -> Limits:
    """Whoever holds any office keeps to the officials' limits, whatever they act as just now."""
    capacities = request.capacities  # type: ignore[attr-defined]  # ours
    if any(capacity.kind not in FREE_KINDS for capacity in capacities):
        return Limits(settings.OFFICE_IDLE_MINUTES * 60, settings.OFFICE_SESSION_HOURS * 3600)
    return Limits(settings.APPLICANT_IDLE_HOURS * 3600, settings.SESSION_COOKIE_AGE)


def begin(sender: Any, request: HttpRequest, **_more: Any) -> None:
    """A sign-in: both clocks start."""
    now = int(timezone.now().timestamp())
    request.session[BEGAN] = request.session[ACTIVE] = now


class SessionLimitsMiddleware:
    """Ends sign-ins that lasted too long, and keeps the text of the form that was sent too late."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.capacity is not None:  # type: ignore[attr-defined]  # ours
            request.limits = SimpleLazyObject(lambda: limits_for(request))  # type: ignore[attr-defined]  # ours
            self.count(request)
        return self.get_response(request)

    def count(self, request: HttpRequest) -> None:
        """End the sign-in or note that it is used."""
        now = int(timezone.now().timestamp())
        began = request.session.setdefault(BEGAN, now)
        active = request.session.get(ACTIVE, 0) or now
        if self.over(request, now - active, now - began):
            request.ended_for = request.user.pk  # type: ignore[attr-defined]  # ours
            logout(request)
            attach(request)
        elif now - request.session.get(ACTIVE, 0) >= NOTED_EVERY:
            request.session[ACTIVE] = now
            seen = UserSession.objects.filter(session_key=request.session.session_key)
            seen.update(last_seen_at=timezone.now())

    def over(self, request: HttpRequest, idle: int, whole: int) -> bool:
        """Capacities are read only once the shorter limits are passed."""
        if idle <= settings.OFFICE_IDLE_MINUTES * 60 and whole <= settings.OFFICE_SESSION_HOURS * 3600:
            return False
        limits = limits_for(request)
        return idle > limits.idle or whole > limits.whole

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """After the check of the form's origin: say what happened, and keep what was typed."""
        ended_for = getattr(request, "ended_for", None)
        if ended_for is None or request.path.startswith("/api/") or "HX-Request" in request.headers:
            return None
        kept = request.method == "POST" and held_text.hold(request, ended_for)
        if request.method != "POST":
            messages.info(request, _("You were signed out because nothing had happened for a while."))
            return None
        if kept:
            messages.info(
                request,
                _("You were signed out in between. What you wrote is kept: sign in and send it again."),
            )
            return redirect(held_text.sign_in_address())
        return None
