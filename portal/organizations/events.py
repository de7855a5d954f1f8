"""What is written into an organization's history, and how it reads."""

from collections.abc import Callable, Mapping, Sequence
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
    "stated": _("Facts stated"),
    "line_entered": _("Entered in a list"),
    "line_taken_back": _("Taken back from a list"),
    "verified": _("Facts verified"),
    "access_requested": _("Access asked for"),
    "access_granted": _("Access granted"),
    "access_refused": _("Access refused"),
    "member_invited": _("Person invited"),
    "invitation_taken_back": _("Invitation taken back"),
    "invitation_accepted": _("Invitation accepted"),
    "role_changed": _("Role changed"),
    "ownership_handed_over": _("Ownership handed over"),
    "member_removed": _("Person removed"),
    "member_left": _("Person left"),
    "proof_handed_in": _("Proof of authority handed in"),
    "proof_accepted": _("Proof of authority accepted"),
    "proof_refused": _("Proof of authority refused"),
    "owner_replaced": _("Owner replaced"),
    "bank_account_changed": _("Bank account changed"),
    "document_added": _("Document added"),
    "document_removed": _("Document taken off"),
    "recommender_set": _("Recommending department chosen"),
}


def note(organization: Organization, by: Capacity, kind: str, /, **payload: Any) -> OrganizationEvent:
    """Append to the organization's history, inside the caller's transaction."""
    return record(OrganizationEvent, organization, kind=kind, capacity=by, at=timezone.now(), payload=payload)


Details = Callable[[Sequence[OrganizationEvent]], Mapping[int, str]]
_details: list[Details] = []


def register_details(details: Details) -> None:
    """Let another app say what its events are about: events in, words by the number of the event out."""
    _details.append(details)


def details_of(events: Sequence[OrganizationEvent]) -> dict[int, str]:
    """What the apps say of these events, by number."""
    return {pk: words for details in _details for pk, words in details(events).items() if words}
