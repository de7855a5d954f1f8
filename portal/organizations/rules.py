"""Who may do what with an organization; each refusal is the sentence the person reads."""

from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.accounts.models import Post
from portal.organizations.models import AuthorityProof, Membership, Organization

MEMBER_KINDS = ("organization", "self")


def membership_of(capacity: Capacity, organization: Organization) -> Membership | None:
    """The person's place in the organization, when they act for an organization or for themselves."""
    if capacity.kind not in MEMBER_KINDS:
        return None
    return Membership.objects.filter(organization=organization, user=capacity.user).first()


def edit_refusal(membership: Membership | None) -> str:
    """Why the person may not change the facts; "" when they may."""
    if membership is None:
        return _("Only members of the organization may change its file.")
    if membership.role not in Membership.WRITERS:
        return _("You may read this file but not change it. Ask an owner for the role of an editor.")
    return ""


def writes(capacity: Capacity) -> bool:
    """Whether the person writes for whom they act: an owner or editor for an organization, everybody for
    themselves."""
    return capacity.kind == "self" or (
        capacity.kind == "organization" and capacity.role in Membership.WRITERS
    )


def owner_refusal(membership: Membership | None) -> str:
    """Why the person may not decide on people; "" when they may."""
    if membership is None or membership.role != Membership.Role.OWNER:
        return _("Only an owner of the organization decides who belongs to it.")
    return ""


def verification_refusal(capacity: Capacity, proof: AuthorityProof) -> str:
    """Why the person may not decide on a proof; "" when they may."""
    if capacity.kind != "department":
        return _("Only an official decides on a proof of authority.")
    if proof.user_id == capacity.user.pk:
        return _("You handed in this proof yourself. A colleague has to decide on it.")
    return ""


def importing_refusal(by: Capacity | None) -> str:
    """Why the person imports no lists; "" when they may. The head of a department for its region, an
    administrator for all; a deputy does not."""
    if by is not None and by.kind == "admin":
        return ""
    if by is not None and by.kind == "department" and by.role == Post.Rank.HEAD and by.acting_for is None:
        return ""
    return _("Lists are imported by the head of a department or an administrator.")
