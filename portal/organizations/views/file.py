"""The organization's page: facts, verification, people, the newest of its history."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.accounts.capacities import Capacity, acting_as
from portal.organizations import rules, uscc, watching
from portal.organizations.forms import ROLES, ProofForm
from portal.organizations.models import (
    AccessRequest,
    AuthorityProof,
    MemberInvitation,
    Membership,
    Organization,
)
from portal.organizations.services import may_renew
from portal.organizations.views.access import visible, way_back
from portal.organizations.views.history import latest
from portal.organizations.views.register import READERS, register_list


@login_required
@require_GET
def organization_file(request: HttpRequest, uscc: str) -> HttpResponse:
    """One organization, for its members and for officials of its region."""
    organization, capacity = visible(request, uscc), acting_as(request)
    watching.opened(request, [organization])
    membership = rules.membership_of(capacity, organization)
    context = facts(organization, membership) | people(organization, capacity)
    context["way_back"] = way_back(request)
    return render(request, "organizations/organization.html", context)


def facts(organization: Organization, membership: Membership | None) -> dict[str, object]:
    """Facts, state of verification, history, and what the reader may do."""
    proofs = list(AuthorityProof.objects.filter(organization=organization).select_related("user", "file"))
    is_owner = not rules.owner_refusal(membership)
    waits = any(proof.status == AuthorityProof.Status.PENDING for proof in proofs)
    return {
        "organization": organization,
        "membership": membership,
        "is_owner": is_owner,
        "may_hand_in": is_owner and not waits and may_renew(organization),
        "may_edit": not rules.edit_refusal(membership),
        "oddity": uscc.warning(organization.uscc),
        "proofs": proofs,
        "proof_form": ProofForm(),
        "history": latest(organization),
        "roles": ROLES,
    }


def people(organization: Organization, capacity: Capacity) -> dict[str, object]:
    """Members, owners first, and who asks to be let in."""
    members = Membership.objects.filter(organization=organization).select_related("user")
    asked = AccessRequest.objects.visible_to(capacity).pending().filter(organization=organization)
    order = {role: rank for rank, role in enumerate(Membership.Role.values)}
    return {
        "members": sorted(members, key=lambda member: (order[member.role], str(member.user))),
        "access_requests": list(asked.select_related("user")),
        "invitations": list(
            MemberInvitation.objects.visible_to(capacity).waiting().filter(organization=organization)
        ),
        "now": timezone.now(),
    }


@login_required
@require_GET
def organizations(request: HttpRequest) -> HttpResponse:
    """The register for officials, the file for members, the first step for who has none."""
    capacity = acting_as(request)
    if capacity.organization:
        return redirect("organization", uscc=capacity.organization.uscc)
    if capacity.kind in READERS:
        return register_list(request)
    mine = Organization.objects.filter(memberships__user=capacity.user)
    if not mine:
        return redirect("organization_new")
    return render(request, "organizations/mine.html", {"organizations": mine})
