"""Where the link of an invitation to a post leads."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts import offers, services
from portal.accounts.capacities import own_capacity
from portal.accounts.middleware import SESSION_KEY
from portal.accounts.models import Invitation, User
from portal.ui.texts import localized


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The offer of a post; only an account with its address accepts it."""
    found = offers.find(token, Invitation.objects.select_related("department", "invited_by"))
    if found is None:
        raise Http404

    def accept(person: User) -> HttpResponse:
        post = services.accept(found.pk, by=own_capacity(person))
        request.session[SESSION_KEY] = f"department:{post.department.code}"
        welcome = _("Welcome to %(department)s.") % {"department": localized(post.department, "name")}
        messages.success(request, welcome)
        return redirect("dashboard")

    def refusal(person: User) -> str:
        return offers.refusal_of(found, person)

    return offers.page(request, found, "accounts/invitation.html", refusal, accept)
