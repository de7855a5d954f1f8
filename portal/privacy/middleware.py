"""Asks again when the notice has changed: before a page is opened, never when something is sent."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.privacy.models import Notice
from portal.privacy.services.consent import asked_again

SESSION_KEY = "privacy_notice"
# What stays open: one's account and data, signing out, the notice itself, help.
OPEN = ("/privacy/", "/account/", "/help/", "/contact/", "/accessibility/", "/language/", "/theme/")
NO_PAGES = ("/api/", "/healthz", "/readyz", "/metrics", "/static/")


def look(request: HttpRequest, user: User) -> bool:
    """Whether the person is to be asked, remembered in the session for the day: no page pays for it.

    Who joined after the notice came into force agreed when signing up, or works here by appointment; who
    came through the city's single sign-on has seen no form and is asked once.
    """
    notice = asked_again(user, Notice.Kind.PORTAL)
    asked = notice is not None and (notice.since > user.date_joined or _came_from_elsewhere(user))
    request.session[SESSION_KEY] = {"day": timezone.localdate().isoformat(), "asked": asked}
    return asked


def _came_from_elsewhere(user: User) -> bool:
    return SocialAccount.objects.filter(user=user).exists()


def look_at_sign_in(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """At every sign-in."""
    look(request, user)


class AskAgainMiddleware:
    """Leads a person to a notice that came into force after they joined, once, before they go on.

    Only on opening a page: what was typed and sent is always taken; scripts and the API are never led away.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """To the notice; the second step of signing in comes before."""
        if opens_a_page(request) and is_asked(request):
            target = reverse("privacy_agree", args=[Notice.Kind.PORTAL])
            return redirect(f"{target}?next={quote(request.get_full_path())}")
        return None


def opens_a_page(request: HttpRequest) -> bool:
    """Whether somebody signed in opens a page that may wait."""
    return (
        request.method == "GET"
        and not request.path.startswith((*OPEN, *NO_PAGES))
        and not request.headers.get("HX-Request")
        and isinstance(request.user, User)
    )


def is_asked(request: HttpRequest) -> bool:
    """What was found today, or looked up now."""
    found = request.session.get(SESSION_KEY) or {}
    if found.get("day") == timezone.localdate().isoformat():
        return bool(found.get("asked"))
    user = request.user
    return isinstance(user, User) and look(request, user)
