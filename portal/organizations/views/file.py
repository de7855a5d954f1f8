"""The organization's file: facts, verification, people, history."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal.accounts.capacities import Capacity, acting_as
from portal.accounts.models import User
from portal.organizations import rules, uscc, watching
from portal.organizations.events import TITLES
from portal.organizations.forms import ROLES, ProofForm
from portal.organizations.models import (
    AccessRequest,
    AuthorityProof,
    Membership,
    Organization,
    OrganizationEvent,
)
from portal.organizations.services import may_renew
from portal.organizations.views.access import visible, way_back
from portal.organizations.views.register import READERS, register_list

HISTORY_LENGTH = 50


@dataclass(frozen=True)
class Line:
    """An event as the timeline shows it."""

    title: str
    at: datetime
    text: str
    state: str


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
        "history": history(organization),
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
    }


def history(organization: Organization) -> list[Line]:
    """The newest events in words."""
    events = list(
        OrganizationEvent.objects.filter(subject=organization)
        .select_related("actor")
        .order_by("-seq")[:HISTORY_LENGTH]
    )
    ids = [event.payload["person"] for event in events if event.payload and "person" in event.payload]
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
    return [
        Line(
            str(TITLES[event.kind]),
            event.at,
            described(event, names),
            "stop" if event.kind.endswith("refused") else "done",
        )
        for event in events
    ]


def described(event: OrganizationEvent, names: dict[int, str]) -> str:
    """Who did it, about whom or what."""
    payload = event.payload or {}
    parts = [str(event.actor) if event.actor else _("The portal")]
    person = names.get(payload.get("person", 0), "")
    if person and person != parts[0]:
        parts.append(person)
    if "changes" in payload:
        labels = {field.name: str(field.verbose_name) for field in Organization._meta.fields}
        fields = ", ".join(labels[name] for name in payload["changes"])
        parts.append(_("changed: %(fields)s") % {"fields": fields})
    if payload.get("reason"):
        parts.append(payload["reason"])
    return " · ".join(parts)


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
