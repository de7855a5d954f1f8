"""What waits for the people of an organization."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity, acting
from portal.accounts.todo import Panel, Todo, register, register_panel
from portal.organizations.models import AccessRequest, AuthorityProof, Membership, Organization


def waiting(request: HttpRequest) -> Iterator[Todo]:
    """For members: people at the door, the proof of authority; for who has no organization: register one."""
    capacity = acting(request)
    if capacity is None:
        return
    if capacity.organization:
        yield from _at_the_door(capacity)
        yield from _proof(capacity)
    elif capacity.kind == "self" and not Membership.objects.filter(user=capacity.user).exists():
        yield Todo(
            _("Register your organization, or join it"),
            _("Most programs are for organizations. You need the 18-character credit code of the license."),
            reverse("organization_new"),
            _("Register"),
            order=50,
        )


def _at_the_door(capacity: Capacity) -> Iterator[Todo]:
    if capacity.role != Membership.Role.OWNER:
        return
    organization = capacity.organization
    asked = AccessRequest.objects.pending().filter(organization=organization).select_related("user")
    for request in asked:
        yield Todo(
            _("Answer %(person)s, who asks for access") % {"person": request.user},
            _("Until you answer, this person cannot see anything of %(organization)s.")
            % {"organization": organization},
            reverse("organization", args=[organization.uscc]) + "#access-requests",
            _("Answer"),
            order=10,
        )


def _proof(capacity: Capacity) -> Iterator[Todo]:
    organization = capacity.organization
    if organization.verification != Organization.Verification.UNVERIFIED:
        return
    refused = (
        AuthorityProof.objects.filter(organization=organization, status=AuthorityProof.Status.REFUSED)
        .order_by("-decided_at")
        .first()
    )
    yield Todo(
        _("Hand in a better proof of authority") if refused else _("Hand in the proof of authority"),
        _("The last one was not accepted: %(reason)s") % {"reason": refused.note}
        if refused
        else _("A sealed letter. You may write applications meanwhile; some rounds take only verified ones."),
        reverse("organization", args=[organization.uscc]) + "#verification",
        _("Hand in"),
        order=20,
    )


def file_panel(request: HttpRequest) -> Panel | None:
    """The organization in a few lines."""
    capacity = acting(request)
    if capacity is None or not capacity.organization:
        return None
    return Panel(
        "organization",
        _("Organization file"),
        "organizations/panel.html",
        {"organization": capacity.organization, "role": Membership.Role(capacity.role).label},
        reverse("organization", args=[capacity.organization.uscc]),
        _("Open the file"),
        side=True,
    )


def register_all() -> None:
    register(waiting)
    register_panel(file_panel)
