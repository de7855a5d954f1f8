"""Proofs of authority: handed in by people, decided by officials."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.files.models import StoredFile
from portal.organizations import emails, rules
from portal.organizations.events import note
from portal.organizations.models import AuthorityProof, Membership, Organization
from portal.organizations.services.locking import locked
from portal.organizations.services.people import owners

RENEWAL = timedelta(days=60)


@transaction.atomic
def hand_in_proof(
    organization_id: int, file: StoredFile, file_name: str, *, valid_until: date | None = None, by: Capacity
) -> AuthorityProof:
    """Hand in a sealed letter. From somebody who is no owner, it asks to replace the owner.

    The owner of a verified organization hands in another only when the last one is about to expire.
    """
    organization = locked(organization_id)
    membership = Membership.objects.filter(organization=organization, user=by.user).first()
    is_owner = membership is not None and membership.role == Membership.Role.OWNER
    if valid_until and valid_until < timezone.localdate():
        raise Refused(_("The letter is no longer valid. Hand in one that is."))
    if is_owner and not may_renew(organization):
        raise Refused(_("The organization is verified. There is nothing more to prove."))
    if AuthorityProof.objects.pending().filter(organization=organization, user=by.user).exists():
        raise Refused(_("You have already handed in a proof. It is being checked."))
    proof = AuthorityProof.objects.create(
        organization=organization,
        user=by.user,
        file=file,
        file_name=file_name,
        replaces_owner=not is_owner,
        valid_until=valid_until,
        submitted_at=timezone.now(),
    )
    _settle(organization, by)
    note(organization, by, "proof_handed_in", proof=proof.pk, replaces_owner=proof.replaces_owner)
    if proof.replaces_owner:
        for owner in owners(organization):
            emails.replacement_asked(proof, owner.user)
    return proof


def may_renew(organization: Organization) -> bool:
    """Whether the owner may hand in a proof: nobody has verified it, or the proof on file expires soon."""
    if organization.verification != Organization.Verification.VERIFIED:
        return True
    accepted = organization.authority_proofs.filter(status=AuthorityProof.Status.ACCEPTED)
    last = accepted.order_by("-pk").values_list("valid_until", flat=True).first()
    return last is not None and last <= timezone.localdate() + RENEWAL


@transaction.atomic
def accept_proof(proof_id: int, *, note_text: str = "", by: Capacity) -> AuthorityProof:
    """Verify the organization and make the person its owner, in place of the owner where that was asked."""
    proof = _decided(proof_id, AuthorityProof.Status.ACCEPTED, note_text, by)
    organization = proof.organization
    if proof.replaces_owner:
        _replace_owner(proof, by)
    _settle(organization, by, verified=True)
    note(organization, by, "proof_accepted", proof=proof.pk, person=proof.user_id)
    emails.proof_accepted(proof)
    return proof


@transaction.atomic
def refuse_proof(proof_id: int, *, note_text: str, by: Capacity) -> AuthorityProof:
    """Do not accept a proof; the reason says what to hand in instead."""
    if not note_text.strip():
        raise Refused(_("Say why, so that the person can hand in a better proof."))
    proof = _decided(proof_id, AuthorityProof.Status.REFUSED, note_text, by)
    _settle(proof.organization, by)
    note(proof.organization, by, "proof_refused", proof=proof.pk, person=proof.user_id, reason=note_text)
    emails.proof_refused(proof)
    return proof


def _decided(proof_id: int, status: str, note_text: str, by: Capacity) -> AuthorityProof:
    organization_id = AuthorityProof.objects.values_list("organization", flat=True).get(pk=proof_id)
    organization = locked(organization_id)
    proof = AuthorityProof.objects.select_for_update(of=("self",)).select_related("user").get(pk=proof_id)
    if refusal := rules.verification_refusal(by, proof):
        raise Refused(refusal)
    if proof.status != AuthorityProof.Status.PENDING:
        raise Refused(
            _("This proof has been decided already: %(status)s.") % {"status": proof.get_status_display()}
        )
    proof.organization = organization
    proof.status, proof.note = status, note_text.strip()
    proof.decided_at, proof.decided_by = timezone.now(), by.user
    proof.save(update_fields=["status", "note", "decided_at", "decided_by"])
    return proof


def _replace_owner(proof: AuthorityProof, by: Capacity) -> None:
    """The owners of before lose their place: the letter says that they no longer act for the organization.

    Where nobody had verified the organization, whom they let in leaves too: the owner may have been anybody.
    """
    organization = proof.organization
    others = Membership.objects.filter(organization=organization).exclude(user=proof.user)
    if organization.verification == Organization.Verification.VERIFIED:
        others = others.filter(role=Membership.Role.OWNER)
    former = list(others.select_related("user"))
    others.delete()
    Membership.objects.update_or_create(
        organization=organization, user=proof.user, defaults={"role": Membership.Role.OWNER}
    )
    note(organization, by, "owner_replaced", person=proof.user_id, former=[o.user_id for o in former])
    for member in former:
        emails.owner_replaced(proof, member.user)


def _settle(organization: Organization, by: Capacity, verified: bool = False) -> None:
    """Bring the organization's state in line with its proofs; once verified it stays so."""
    states = Organization.Verification
    if organization.verification == states.VERIFIED:
        return
    if verified:
        organization.verification = states.VERIFIED
        organization.verified_at, organization.verified_by = timezone.now(), by.user
    else:
        waiting = AuthorityProof.objects.pending().filter(organization=organization).exists()
        organization.verification = states.PENDING if waiting else states.UNVERIFIED
    organization.save(update_fields=["verification", "verified_at", "verified_by"])
