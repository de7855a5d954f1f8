"""Leads whoever needs a second step to it, before anything else."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.accounts.capacities import acting, acting_as
from portal.accounts.second_factor import asked_of, has_factor, passed

# Pages that belong to nobody's office: signing in and out, one's own account, help.
OPEN_NAMES = {
    "accessibility", "account_settings", "contact", "healthz", "help", "kept_text", "privacy", "robots",
    "set_language", "stay_signed_in", "switch_capacity", "theme", "usersessions_list",
}  # fmt: skip
OPEN_BEGINNINGS = ("account_", "mfa_", "openid_connect_", "privacy_", "socialaccount_")


def open_to_all(request: HttpRequest) -> bool:
    """Whether a page may be read before the second step. The API answers for itself."""
    match = request.resolver_match
    name = match.url_name or "" if match else ""
    if match and match.namespaces:
        return name == "logout"
    return name in OPEN_NAMES or name.startswith(OPEN_BEGINNINGS) or request.path.startswith("/api/v1/")


def missing(request: HttpRequest) -> bool:
    """Whether the request acts in an office without a second step. The admin is open in any capacity."""
    capacity = acting(request)
    if not settings.MFA_REQUIRED or capacity is None or passed(request):
        return False
    return asked_of(capacity) or capacity.user.is_staff


class SecondFactorMiddleware:
    """No page of an office without the second step."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """To the second step, or to setting one up."""
        if open_to_all(request) or not missing(request):
            return None
        user = acting_as(request).user
        back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("dashboard")
        page = "mfa_reauthenticate" if has_factor(user) else "mfa_index"
        return redirect(f"{reverse(page)}?{urlencode({'next': back})}")
