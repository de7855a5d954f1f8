"""Small forms on the organization's file: people, access, proof."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.capacities import acting_as, own_capacity
from portal.files.services import clean_name, store
from portal.organizations import services
from portal.organizations.forms import ProofForm
from portal.organizations.models import AccessRequest, Membership, Organization
from portal.organizations.views.access import saying_why, visible, way_back


def back(uscc: str, section: str, onwards: str = "") -> HttpResponse:
    """To the section of the file; it keeps where the reader goes afterwards."""
    url = reverse("organization", args=[uscc], query={"next": onwards} if onwards else None, fragment=section)
    return redirect(url)


@login_required
@require_POST
def answer_access(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """Let somebody in, or not."""
    organization, capacity = visible(request, uscc), acting_as(request)
    asked = get_object_or_404(AccessRequest.objects.visible_to(capacity), organization=organization, pk=pk)
    with saying_why(request):
        if request.POST.get("answer") == "grant":
            role = request.POST.get("role", "")
            services.grant_access(
                asked.pk, role=role if role in Membership.Role.values else asked.role, by=capacity
            )
        else:
            services.refuse_access(asked.pk, by=capacity)
    return back(uscc, "people")


@login_required
@require_POST
def change_member(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """Give a member another role."""
    organization, role = visible(request, uscc), request.POST.get("role", "")
    member = get_object_or_404(Membership, organization=organization, pk=pk)
    if role in Membership.Role.values:
        with saying_why(request):
            services.change_role(member.pk, role, by=acting_as(request))
    return back(uscc, "people")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_member(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """Ask first, then end somebody's membership."""
    organization = visible(request, uscc)
    member = get_object_or_404(Membership.objects.select_related("user"), organization=organization, pk=pk)
    if request.method == "POST":
        with saying_why(request):
            services.remove_member(member.pk, by=acting_as(request))
        return back(uscc, "people")
    context = {
        "question": _("Remove %(person)s from %(organization)s?")
        % {"person": member.user, "organization": organization},
        "consequence": _(
            "This person can no longer see or change anything of the organization. They are told."
        ),
        "button": _("Remove"),
        "back_url": reverse("organization", args=[uscc]),
    }
    return render(request, "ui/confirm.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """Ask first, then make a member the owner in one's own place."""
    organization = visible(request, uscc)
    member = get_object_or_404(Membership.objects.select_related("user"), organization=organization, pk=pk)
    if request.method == "POST":
        with saying_why(request):
            services.hand_over(member.pk, by=acting_as(request))
        return back(uscc, "people")
    context = {
        "question": _("Make %(person)s the owner of %(organization)s?")
        % {"person": member.user, "organization": organization},
        "consequence": _(
            "From then on they decide who belongs to the organization, and you are an editor. Only they can"
            " make you an owner again. Both of you are told."
        ),
        "button": _("Hand over"),
        "back_url": reverse("organization", args=[uscc]),
    }
    return render(request, "ui/confirm.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, uscc: str) -> HttpResponse:
    """Ask first, then end one's own membership."""
    organization = visible(request, uscc)
    if request.method == "POST":
        with saying_why(request):
            services.leave(organization.pk, by=own_capacity(acting_as(request).user))
            return redirect("dashboard")
        return back(uscc, "people")
    context = {
        "question": _("Leave %(organization)s?") % {"organization": organization},
        "consequence": _("You can no longer see or change anything of it. An owner can let you in again."),
        "button": _("Leave"),
        "back_url": reverse("organization", args=[uscc]),
    }
    return render(request, "ui/confirm.html", context)


@login_required
@require_POST
def hand_in_proof(request: HttpRequest, uscc: str) -> HttpResponse:
    """Take a sealed letter, from a member or from who wants to take the owner's place."""
    organization, user = get_object_or_404(Organization, uscc=uscc), acting_as(request).user
    form, taken = ProofForm(request.POST, request.FILES), False
    if form.is_valid():
        upload = form.cleaned_data["file"]
        with saying_why(request):
            file = store(upload, user)
            until, name = form.cleaned_data["valid_until"], clean_name(upload.name)
            services.hand_in_proof(organization.pk, file, name, valid_until=until, by=own_capacity(user))
            taken = True
    else:
        messages.error(
            request, " ".join(str(sentence) for found in form.errors.values() for sentence in found)
        )
    onwards = way_back(request)
    if taken and onwards:
        return redirect(onwards)
    member = Membership.objects.filter(organization=organization, user=user).exists()
    return back(uscc, "verification", onwards) if member else redirect("organization_join", uscc=uscc)
