"""Owners invite colleagues: sent, sent again, taken back, accepted. A link works once, for one address."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.accounts.offers import VALID_FOR, closed_refusal, new_nonce, refusal_of, renew, token_of
from portal.api.problems import Refused
from portal.organizations import emails, rules
from portal.organizations.events import note
from portal.organizations.models import AccessRequest, MemberInvitation, Membership
from portal.organizations.services.locking import locked


@transaction.atomic
def invite(organization_id: int, *, email: str, role: str, by: Capacity) -> MemberInvitation:
    """Offer a place in the organization to whoever owns the address, by e-mail; for owners only."""
    organization, address = locked(organization_id), email.strip().lower()
    if refusal := rules.owner_refusal(rules.membership_of(by, organization)):
        raise Refused(refusal)
    user = User.objects.filter(email__iexact=address).first()
    if user and Membership.objects.filter(organization=organization, user=user).exists():
        raise Refused(_("%(person)s already belongs to the organization.") % {"person": user})
    if MemberInvitation.objects.waiting().filter(organization=organization, email=address).exists():
        raise Refused(_("%(email)s is invited already. Send that invitation again.") % {"email": address})
    made = MemberInvitation.objects.create(
        organization=organization,
        email=address,
        role=role,
        language=user.language if user else get_language() or "zh-hans",
        nonce=new_nonce(),
        invited_by=by.user,
        expires_at=timezone.now() + VALID_FOR,
    )
    note(organization, by, "member_invited", invitation=made.pk, role=role)
    emails.invited(made, token_of(made))
    return made


@transaction.atomic
def resend(invitation_id: int, *, by: Capacity) -> MemberInvitation:
    """Send a new link, valid for another 7 days and in the name of who sends it; the old one ends."""
    found = _owned(invitation_id, by)
    renew(found)
    found.invited_by = by.user
    found.save(update_fields=["nonce", "expires_at", "invited_by"])
    emails.invited(found, token_of(found))
    return found


@transaction.atomic
def revoke(invitation_id: int, *, by: Capacity) -> MemberInvitation:
    """Take an invitation back: its link opens nothing any more."""
    found = _owned(invitation_id, by)
    found.revoked_at = timezone.now()
    found.save(update_fields=["revoked_at"])
    note(found.organization, by, "invitation_taken_back", invitation=found.pk)
    return found


@transaction.atomic
def accept(invitation_id: int, *, by: Capacity) -> Membership:
    """Take the place that was offered to an address that is known to be the person's."""
    found = _waiting(invitation_id)
    if refusal := acceptance_refusal(found, by.user):
        raise Refused(refusal)
    found.accepted_at, found.accepted_by = timezone.now(), by.user
    found.save(update_fields=["accepted_at", "accepted_by"])
    membership = Membership.objects.create(organization=found.organization, user=by.user, role=found.role)
    asked = AccessRequest.objects.pending().filter(organization=found.organization, user=by.user)
    asked.update(
        status=AccessRequest.Status.GRANTED, decided_at=found.accepted_at, decided_by=found.invited_by
    )
    note(found.organization, by, "invitation_accepted", invitation=found.pk, role=found.role)
    emails.invitation_accepted(found)
    return membership


def acceptance_refusal(found: MemberInvitation, user: User) -> str:
    """Why the person may not accept it; "" when they may."""
    members = Membership.objects.filter(organization=found.organization)
    if refusal := refusal_of(found, user):
        return refusal
    if members.filter(user=user).exists():
        return _("You already belong to this organization.")
    # Somebody who lost the organization must not let people in with links of before.
    if not members.filter(user=found.invited_by, role=Membership.Role.OWNER).exists():
        return _("Who invited you no longer owns the file. Ask an owner of today for a new invitation.")
    return ""


def _owned(invitation_id: int, by: Capacity) -> MemberInvitation:
    """A waiting invitation under its organization's lock, for an owner."""
    found = _waiting(invitation_id)
    if refusal := rules.owner_refusal(rules.membership_of(by, found.organization)):
        raise Refused(refusal)
    return found


def _waiting(invitation_id: int) -> MemberInvitation:
    """The invitation under its organization's lock, if nobody has accepted or revoked it."""
    organization = locked(
        MemberInvitation.objects.values_list("organization", flat=True).get(pk=invitation_id)
    )
    found = MemberInvitation.objects.select_related("invited_by").get(pk=invitation_id)
    found.organization = organization
    if refusal := closed_refusal(found):
        raise Refused(refusal)
    return found
