"""Where the link of an invitation leads: look at the offer, sign in or sign up, accept."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts import services
from portal.accounts.capacities import own_capacity
from portal.accounts.middleware import SESSION_KEY
from portal.accounts.models import User
from portal.accounts.services.invitations import acceptance_refusal, find
from portal.api.problems import Refused
from portal.ui.texts import localized


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The offer of a post; only an account with its address accepts it."""
    found = find(token)
    if found is None:
        raise Http404
    person = request.user if isinstance(request.user, User) else None
    refusal = acceptance_refusal(found, person) if person else ""
    if request.method == "POST" and person and not refusal:
        try:
            post = services.accept(found.pk, by=own_capacity(person))
        except Refused as refused:
            refusal = str(refused)
        else:
            request.session[SESSION_KEY] = f"department:{post.department.code}"
            welcome = _("Welcome to %(department)s.") % {"department": localized(post.department, "name")}
            messages.success(request, welcome)
            return redirect("dashboard")
    way = urlencode({"next": request.path})
    context: dict[str, Any] = {
        "invitation": found,
        "refusal": refusal,
        "sign_in": f"{reverse('account_login')}?{way}",
        "sign_up": f"{reverse('account_signup')}?{way}",
        "open": not (found.accepted_at or found.revoked_at) and found.expires_at > request.received_at,  # type: ignore[attr-defined]  # set by ReceivedAtMiddleware
    }
    return render(
        request,
        "accounts/invitation.html",
        context,
        status=409 if refusal and request.method == "POST" else 200,
    )
