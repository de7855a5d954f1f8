"""Inviting colleagues, and where the link of an invitation leads: look at the offer, sign in, accept."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts import offers
from portal.accounts.capacities import acting_as, own_capacity
from portal.accounts.middleware import SESSION_KEY
from portal.accounts.models import User
from portal.api.problems import Refused
from portal.organizations import rules, services
from portal.organizations.forms import InvitationForm
from portal.organizations.models import MemberInvitation
from portal.organizations.services.invitations import acceptance_refusal
from portal.organizations.views.access import saying_why, visible
from portal.organizations.views.people import back


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_invite(request: HttpRequest, uscc: str) -> HttpResponse:
    """Invite somebody into the organization; for owners."""
    organization, capacity = visible(request, uscc), acting_as(request)
    if refusal := rules.owner_refusal(rules.membership_of(capacity, organization)):
        messages.error(request, refusal)
        return back(uscc, "people")
    form = InvitationForm(request.POST or None, initial={"role": "editor"})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.invite(organization.pk, **form.cleaned_data, by=capacity)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            told = _("An invitation is on its way to %(email)s.") % {"email": made.email}
            messages.success(request, told)
            return back(uscc, "people")
    context = {"form": form, "organization": organization}
    return render(request, "organizations/invite.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def member_invitation_change(request: HttpRequest, uscc: str, pk: int, action: str) -> HttpResponse:
    """Send an invitation again, or take it back."""
    organization, capacity = visible(request, uscc), acting_as(request)
    rows = MemberInvitation.objects.visible_to(capacity).filter(organization=organization)
    found = get_object_or_404(rows, pk=pk)
    with saying_why(request):
        if action == "resend":
            services.resend(found.pk, by=capacity)
            told = _("A new link is on its way to %(email)s; the old one no longer opens anything.")
        else:
            services.revoke(found.pk, by=capacity)
            told = _("The invitation of %(email)s is taken back.")
        messages.success(request, told % {"email": found.email})
    return back(uscc, "people")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def member_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The offer of a place; only an account with its address accepts it."""
    found = offers.find(token, MemberInvitation.objects.select_related("organization", "invited_by"))
    if found is None:
        raise Http404

    def accept(person: User) -> HttpResponse:
        organization = services.accept(found.pk, by=own_capacity(person)).organization
        request.session[SESSION_KEY] = f"organization:{organization.uscc}"
        messages.success(request, _("Welcome to %(department)s.") % {"department": organization.name})
        return redirect("dashboard")

    def refusal(person: User) -> str:
        return acceptance_refusal(found, person)

    return offers.page(request, found, "organizations/invitation.html", refusal, accept)
