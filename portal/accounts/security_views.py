"""Pages of sign-in and of its safety: the ways in, the second step, the mobile number, the sessions."""

from typing import Any

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import RateLimited
from allauth.mfa.base.views import IndexView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts import devices, following, gate, phones
from portal.accounts.adapter import AccountAdapter
from portal.accounts.capacities import acting_as
from portal.accounts.second_factor import FREE_KINDS


class LoginView(account.LoginView):
    """Also with a passkey, and with the city's single sign-on where there is one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"sign_on": settings.OIDC_NAME}


class SecondStepView(IndexView):
    """One's second steps, and why they are needed."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offices = [c for c in self.request.capacities if c.kind not in FREE_KINDS]
        more = {
            "missing": gate.missing(self.request),
            "office": offices[0] if offices else None,
        }
        return super().get_context_data(**kwargs) | more


class ChangePhoneView(account.ChangePhoneView):
    """Where no text message can leave, the page says so instead of asking for a number."""

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except RateLimited:
            form.add_error("phone", AccountAdapter.error_messages["rate_limited"])
            return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mobile = phones.verified_mobile(acting_as(self.request).user)
        more = {"can_send": phones.can_send(), "mobile": phones.masked(mobile) if mobile else ""}
        return super().get_context_data(**kwargs) | more


login = LoginView.as_view()
second_step = SecondStepView.as_view()
change_phone = ChangePhoneView.as_view()


@login_required
@reauthentication_required(allow_get=True)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_phone(request: HttpRequest) -> HttpResponse:
    """Take the number off the account; it is told."""
    user = acting_as(request).user
    if request.method == "POST" and (before := phones.remove(user)):
        AccountAdapter(request).tell_change(user, before, "")
        messages.success(
            request, _("%(number)s no longer opens your account.") % {"number": phones.masked(before)}
        )
    return redirect("account_change_phone")


@login_required
@require_POST
def stay_signed_in(request: HttpRequest) -> HttpResponse:
    """A sign of life from an open page."""
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    return redirect("dashboard")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; each can be ended, or all others at once."""
    user = acting_as(request).user
    if request.method == "POST":
        end(request, request.POST.get("session", ""))
        return redirect("usersessions_list")
    rows = [(session, devices.name_of(session.user_agent)) for session in following.live_sessions(user)]
    rows.sort(key=lambda row: not row[0].is_current())
    return render(request, "usersessions/usersession_list.html", {"sessions": rows})


def end(request: HttpRequest, which: str) -> None:
    """End a session of one's own by its number, or every other one."""
    own = UserSession.objects.filter(user=acting_as(request).user)
    if which == "others":
        chosen = list(own.exclude(session_key=request.session.session_key))
        done = _("You are signed in only here now.")
    else:
        chosen = [get_object_or_404(own, pk=int(which) if which.isascii() and which.isdigit() else 0)]
        done = _("That device is signed out.")
    for session in chosen:
        session.end()
    messages.success(request, done)
