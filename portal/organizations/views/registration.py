"""Registering an organization, changing its facts, and the way in for the second person."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.capacities import acting_as, own_capacity
from portal.accounts.middleware import SESSION_KEY
from portal.api.problems import Refused, Stale
from portal.organizations import rules, services, starting, uscc
from portal.organizations.forms import AccessForm, ProofForm, RegistrationForm, RevisionForm
from portal.organizations.models import AccessRequest, AuthorityProof, Membership, Organization
from portal.organizations.services.people import owners
from portal.organizations.views.access import visible, way_back

PAGE = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(PAGE)
def organization_new(request: HttpRequest) -> HttpResponse:
    """Register an organization; a code that is registered leads to the way in."""
    form = RegistrationForm(request.POST or None, initial=starting.first_values(request))
    onwards = way_back(request)
    context = {"form": form, "way_back": onwards, "has_register": bool(settings.REGISTER_URL)}
    if request.method != "POST":
        return render(request, "organizations/new.html", context)
    valid = form.is_valid()
    code = form.cleaned_data.get("uscc", "")
    if code and Organization.objects.filter(uscc=code).exists():
        return already_there(request, code)
    if not valid:
        return render(request, "organizations/new.html", context, status=422)
    user = acting_as(request).user
    try:
        with transaction.atomic():
            organization = services.register({"uscc": code, **form.facts()}, by=own_capacity(user))
            starting.follow_up(request, organization, own_capacity(user))
    except services.AlreadyRegistered:
        return already_there(request, code)
    request.session[SESSION_KEY] = f"organization:{code}"
    if odd := uscc.warning(code):
        messages.warning(request, odd)
    return redirect(onwards or reverse("organization", args=[organization.uscc]))


def already_there(request: HttpRequest, code: str) -> HttpResponse:
    """To the file for a member, to the way in for others."""
    member = Membership.objects.filter(organization__uscc=code, user=acting_as(request).user).exists()
    return redirect("organization" if member else "organization_join", uscc=code)


@login_required
@require_http_methods(PAGE)
def organization_edit(request: HttpRequest, uscc: str) -> HttpResponse:
    """Change the facts; who saves second is told so."""
    organization, capacity = visible(request, uscc), acting_as(request)
    if refusal := rules.edit_refusal(rules.membership_of(capacity, organization)):
        messages.error(request, refusal)
        return redirect("organization", uscc=uscc)
    initial = {"revision": organization.revision}
    form = RevisionForm(request.POST or None, instance=organization, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit(organization.pk, form.facts(), revision=form.cleaned_data["revision"], by=capacity)
        except Stale:
            form.add_error(
                None,
                _(
                    "A colleague has changed the file since you opened it. Open it again, then repeat "
                    "your change."
                ),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("organization", uscc=uscc)
    context = {"form": form, "organization": Organization.objects.get(pk=organization.pk)}
    return render(request, "organizations/edit.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(PAGE)
def organization_join(request: HttpRequest, uscc: str) -> HttpResponse:
    """The way in: ask the owner, or prove that the owner has left; where nobody owns it, prove who one is."""
    organization = get_object_or_404(Organization, uscc=uscc)
    user = acting_as(request).user
    if Membership.objects.filter(organization=organization, user=user).exists():
        return redirect("organization", uscc=uscc)
    form = AccessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_access(organization.pk, **form.cleaned_data, by=own_capacity(user))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("organization_join", uscc=uscc)
    context = {
        "organization": organization,
        "form": form,
        "has_owner": bool(owners(organization)),
        "proof_form": ProofForm(),
        "asked": AccessRequest.objects.filter(organization=organization, user=user).first(),
        "way_back": "",
        "proof": AuthorityProof.objects.filter(organization=organization, user=user).first(),
    }
    return render(request, "organizations/join.html", context, status=422 if form.errors else 200)
