"""Who belongs to an organization. All under the organization's lock: an owner always remains."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.organizations import emails, rules
from portal.organizations.events import note
from portal.organizations.models import AccessRequest, Membership, Organization
from portal.organizations.services.locking import locked


@transaction.atomic
def ask_access(organization_id: int, *, role: str, reason: str, by: Capacity) -> AccessRequest:
    """Ask the owners to be let in."""
    organization = locked(organization_id)
    if Membership.objects.filter(organization=organization, user=by.user).exists():
        raise Refused(_("You already belong to this organization."))
    if AccessRequest.objects.pending().filter(organization=organization, user=by.user).exists():
        raise Refused(_("You have already asked. The owner has been told."))
    if not (to_be_told := owners(organization)):
        raise Refused(_("Nobody owns this file yet who could let you in. Hand in a proof of authority."))
    asked = AccessRequest.objects.create(organization=organization, user=by.user, role=role, reason=reason)
    note(organization, by, "access_requested", person=by.user.pk, role=role)
    for owner in to_be_told:
        emails.access_requested(asked, owner.user)
    return asked


@transaction.atomic
def grant_access(request_id: int, *, role: str, by: Capacity) -> Membership:
    """Let somebody in, with the role asked for or another."""
    asked = _answered(request_id, AccessRequest.Status.GRANTED, by)
    membership, _new = Membership.objects.get_or_create(
        organization=asked.organization, user=asked.user, defaults={"role": role}
    )
    note(asked.organization, by, "access_granted", person=asked.user_id, role=membership.role)
    emails.access_granted(asked, membership)
    return membership


@transaction.atomic
def refuse_access(request_id: int, *, by: Capacity) -> AccessRequest:
    """Do not let somebody in."""
    asked = _answered(request_id, AccessRequest.Status.REFUSED, by)
    note(asked.organization, by, "access_refused", person=asked.user_id)
    emails.access_refused(asked)
    return asked


@transaction.atomic
def change_role(membership_id: int, role: str, *, by: Capacity) -> Membership:
    """Give a member another role."""
    membership = _owned(membership_id, by)
    if membership.role == role:
        return membership
    _keep_an_owner(membership, leaving=role != Membership.Role.OWNER)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    note(membership.organization, by, "role_changed", person=membership.user_id, role=[before, role])
    emails.role_changed(membership)
    return membership


@transaction.atomic
def hand_over(membership_id: int, *, by: Capacity) -> Membership:
    """Make a member the owner in one's own place, in one step; oneself stays as an editor. Both are told."""
    membership = _owned(membership_id, by)
    own = Membership.objects.select_related("user").get(organization=membership.organization, user=by.user)
    if own.pk == membership.pk:
        raise Refused(_("You are the owner already. Choose somebody else."))
    own.organization = membership.organization
    membership.role, own.role = Membership.Role.OWNER, Membership.Role.EDITOR
    Membership.objects.bulk_update([membership, own], ["role"])
    note(membership.organization, by, "ownership_handed_over", person=membership.user_id)
    emails.role_changed(membership)
    emails.role_changed(own)
    return membership


@transaction.atomic
def remove_member(membership_id: int, *, by: Capacity) -> None:
    """End somebody's membership."""
    membership = _owned(membership_id, by)
    _keep_an_owner(membership, leaving=True)
    note(membership.organization, by, "member_removed", person=membership.user_id, role=membership.role)
    emails.member_removed(membership)
    membership.delete()


@transaction.atomic
def leave(organization_id: int, *, by: Capacity) -> None:
    """End one's own membership."""
    organization = locked(organization_id)
    membership = Membership.objects.filter(organization=organization, user=by.user).first()
    if membership is None:
        raise Refused(_("You do not belong to this organization."))
    _keep_an_owner(membership, leaving=True)
    note(organization, by, "member_left", person=by.user.pk, role=membership.role)
    membership.delete()


def owners(organization: Organization) -> list[Membership]:
    """The owners with their person."""
    return list(
        Membership.objects.filter(organization=organization, role=Membership.Role.OWNER).select_related(
            "user"
        )
    )


def _answered(request_id: int, status: str, by: Capacity) -> AccessRequest:
    """The request, decided under the lock; refuses when it is not the caller's or already decided."""
    found = AccessRequest.objects.get(pk=request_id)
    organization = locked(found.organization_id)
    if refusal := rules.owner_refusal(rules.membership_of(by, organization)):
        raise Refused(refusal)
    asked = AccessRequest.objects.select_for_update(of=("self",)).select_related("user").get(pk=request_id)
    if asked.status != AccessRequest.Status.PENDING:
        raise Refused(_("This request has been answered already."))
    asked.organization = organization
    asked.status, asked.decided_at, asked.decided_by = status, timezone.now(), by.user
    asked.save(update_fields=["status", "decided_at", "decided_by"])
    return asked


def _owned(membership_id: int, by: Capacity) -> Membership:
    """The membership under the organization's lock; refuses who is no owner (any more)."""
    organization_id = Membership.objects.values_list("organization", flat=True).get(pk=membership_id)
    organization = locked(organization_id)
    if refusal := rules.owner_refusal(rules.membership_of(by, organization)):
        raise Refused(refusal)
    membership = Membership.objects.select_related("user").filter(pk=membership_id).first()
    if membership is None:
        raise Refused(_("This person has left the organization meanwhile."))
    membership.organization = organization
    return membership


def _keep_an_owner(membership: Membership, leaving: bool) -> None:
    others = Membership.objects.filter(
        organization_id=membership.organization_id, role=Membership.Role.OWNER
    ).exclude(pk=membership.pk)
    if leaving and membership.role == Membership.Role.OWNER and not others.exists():
        raise Refused(_("An organization needs an owner. Make somebody else an owner first."))
