"""A form shown to one capacity is not carried out in another: a second window may have switched meanwhile."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from portal.accounts import held_text
from portal.accounts.capacities import acting, held
from portal.ui.templatetags.ui import SHOWN_TO

# What concerns the person, whatever they act as.
PERSONAL_NAMES = {
    "switch_capacity",
    "set_language",
    "theme",
    "logout",
    "stay_signed_in",
    "invitation",
    "member_invitation",
}
PERSONAL_BEGINNINGS = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_")


def refused(request: HttpRequest) -> HttpResponse | None:
    """The page that says so, when the form was shown to another capacity than the one that acts now."""
    capacity = acting(request)
    if request.method != "POST" or capacity is None or _personal(request):
        return None
    shown_to = next((key for key in request.POST.getlist(SHOWN_TO) if key != capacity.key), None)
    if shown_to is None:
        return None
    before = held(request.capacities, shown_to)  # type: ignore[attr-defined]  # ours
    kept = held_text.hold(request, capacity.user.pk)
    context: dict[str, Any] = {
        "before": before,
        "kept": kept,
        "back": reverse("kept_text") if kept else _page(request),
    }
    return render(request, "accounts/stale_page.html", context, status=409)


def _personal(request: HttpRequest) -> bool:
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    return name in PERSONAL_NAMES or name.startswith(PERSONAL_BEGINNINGS) or request.path.startswith("/api/")


def _page(request: HttpRequest) -> str:
    """The page the form stood on."""
    referrer = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(referrer, {request.get_host()}, require_https=request.is_secure())
    return urlsplit(referrer).path if own and referrer else reverse("dashboard")
