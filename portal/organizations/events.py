"""What is written into an organization's history, and how it reads."""

from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.capacities import Capacity
from portal.history.services import record
from portal.organizations.models import Organization, OrganizationEvent

TITLES: dict[str, Promise] = {
    "registered": _("Organization registered"),
    "edited": _("Facts changed"),
    "access_requested": _("Access asked for"),
    "access_granted": _("Access granted"),
    "access_refused": _("Access refused"),
    "role_changed": _("Role changed"),
    "member_removed": _("Person removed"),
    "member_left": _("Person left"),
    "proof_handed_in": _("Proof of authority handed in"),
    "proof_accepted": _("Proof of authority accepted"),
    "proof_refused": _("Proof of authority refused"),
    "owner_replaced": _("Owner replaced"),
}


def note(organization: Organization, by: Capacity, kind: str, /, **payload: Any) -> OrganizationEvent:
    """Append to the organization's history, inside the caller's transaction."""
    return record(OrganizationEvent, organization, kind=kind, capacity=by, at=timezone.now(), payload=payload)
