"""Who may do what to a file; each refusal is the sentence the person reads."""

from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.facts.models import CreditRecord, Origin
from portal.organizations.models import Membership, Organization
from portal.organizations.rules import edit_refusal, membership_of

OWN = (Origin.ORGANIZATION, Origin.APPLICATION)
LISTS = (Origin.IMPORT, Origin.REGISTER)


def stating_refusal(organization: Organization, by: Capacity | None, origin: str) -> str:
    """Why the person may not state facts of the organization; "" when they may. Nobody: the portal itself."""
    if origin in OWN and by is not None:
        return edit_refusal(membership_of(by, organization))
    if origin in LISTS and (by is None or by.kind in ("department", "admin")):
        return ""
    return office_refusal(organization, by)


def listing_refusal(row: Any, by: Capacity | None) -> str:
    """Why the person may not enter or take back a line; credit records are entered by officials."""
    if isinstance(row, CreditRecord) and row.origin in OWN:
        return _("Credit records are entered by officials. Ask the department if one is wrong.")
    return stating_refusal(row.organization, by, row.origin)


def verifying_refusal(organization: Organization, by: Capacity) -> str:
    """Why the person may not verify a fact; "" when they may."""
    if refusal := office_refusal(organization, by):
        return refusal
    if Membership.objects.filter(organization=organization, user=by.user).exists():
        return _("You belong to this organization yourself. A colleague has to verify it.")
    return ""


def office_refusal(organization: Organization, by: Capacity | None) -> str:
    """Why the person does not act in an office that looks after the organization."""
    if by is None or by.kind != "department":
        return _("Only an official does this.")
    if not Organization.objects.visible_to(by).filter(pk=organization.pk).exists():
        return _("This organization lies outside of your region.")
    return ""
