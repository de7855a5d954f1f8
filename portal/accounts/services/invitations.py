"""Invitations to a post: sent, sent again, taken back, accepted. A link works once, for one address."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts import emails
from portal.accounts.appointment_events import note
from portal.accounts.appointment_rules import manage_refusal
from portal.accounts.capacities import Capacity
from portal.accounts.models import Department, Invitation, Post, User
from portal.accounts.offers import VALID_FOR, closed_refusal, new_nonce, refusal_of, renew, token_of
from portal.accounts.services.posts import described, locked_person, opened, refuse
from portal.api.problems import Refused


@dataclass(frozen=True)
class Inviter:
    """Who invited and as what, as the invitation keeps it."""

    user: User
    key: str


@transaction.atomic
def invite(
    email: str,
    department: Department,
    rank: str,
    *,
    starts_on: date,
    ends_on: date | None,
    language: str,
    by: Capacity,
) -> Invitation:
    """Offer a post to whoever owns the address, by e-mail."""
    refuse(manage_refusal(by, department))
    if ends_on is not None and ends_on < max(starts_on, timezone.localdate()):
        raise Refused(_("Choose a first day from today on and a last day that is not before it."))
    Department.objects.select_for_update(of=("self",), no_key=True).get(pk=department.pk)
    now, address = timezone.now(), email.strip().lower()
    if Invitation.objects.open(now).filter(email=address, department=department).exists():
        raise Refused(_("%(email)s is invited already. Send that invitation again.") % {"email": address})
    user = User.objects.filter(email__iexact=address).first()
    if user and Post.objects.in_force(starts_on).filter(user=user, department=department).exists():
        raise Refused(_("%(person)s already has a post in this department.") % {"person": user})
    invitation = Invitation.objects.create(
        email=address,
        department=department,
        rank=rank,
        starts_on=starts_on,
        ends_on=ends_on,
        language=user.language if user else language,
        nonce=new_nonce(),
        invited_by=by.user,
        capacity=by.key,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    if user:
        note(user, by, "invited", **_offered(invitation))
    emails.invitation(invitation, token_of(invitation))
    return invitation


@transaction.atomic
def resend(invitation_id: int, *, by: Capacity) -> Invitation:
    """Send a new link, valid for another 7 days; the old one ends."""
    invitation = _waiting(invitation_id)
    refuse(manage_refusal(by, invitation.department))
    renew(invitation)
    invitation.save(update_fields=["nonce", "expires_at"])
    emails.invitation(invitation, token_of(invitation))
    return invitation


@transaction.atomic
def revoke(invitation_id: int, *, by: Capacity) -> Invitation:
    """Take an invitation back: its link opens nothing any more."""
    invitation = _waiting(invitation_id)
    refuse(manage_refusal(by, invitation.department))
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    return invitation


@transaction.atomic
def accept(invitation_id: int, *, by: Capacity) -> Post:
    """Take the post that was offered to an address that is known to be the person's."""
    invitation = _waiting(invitation_id)
    user = locked_person(by.user.pk)
    refuse(refusal_of(invitation, user))
    if not _was_told(invitation, user):
        note(user, Inviter(invitation.invited_by, invitation.capacity), "invited", **_offered(invitation))
    first_day = max(invitation.starts_on, timezone.localdate())
    post = opened(user, invitation.department, invitation.rank, first_day, invitation.ends_on)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    note(user, by, "invitation_accepted", invitation=invitation.pk, **described(post))
    return post


def _waiting(invitation_id: int) -> Invitation:
    """The invitation under its lock, if nobody has accepted or revoked it."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("department", "invited_by")
    invitation = rows.get(pk=invitation_id)
    refuse(closed_refusal(invitation))
    return invitation


def _offered(invitation: Invitation) -> dict[str, object]:
    days = {"starts_on": invitation.starts_on, "ends_on": invitation.ends_on}
    facts = {"invitation": invitation.pk, "department": invitation.department.code, "rank": invitation.rank}
    return {**facts, **days}


def _was_told(invitation: Invitation, user: User) -> bool:
    """Whether the person's history already names the invitation: they had an account when it was sent."""
    return user.appointment_events.filter(kind="invited", payload__invitation=invitation.pk).exists()
