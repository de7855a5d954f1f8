"""What is written into the history of a person's appointments, and how it reads."""

from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import AppointmentEvent, User
from portal.history.services import Actor, record

TITLES: dict[str, Promise] = {
    "invited": _("Invited"),
    "invitation_accepted": _("Invitation accepted"),
    "appointed": _("Appointed"),
    "transferred": _("Transferred"),
    "ended": _("Post ended"),
    "deputy_named": _("Deputy named"),
    "deputy_ended": _("Deputy dismissed"),
    "leave_entered": _("Leave entered"),
    "leave_begun": _("Leave begun"),
    "leave_ended": _("Leave ended"),
    "queue_handed_over": _("Queue handed over"),
    "deactivated": _("Account closed"),
    "reactivated": _("Account opened again"),
    "editing_given": _("Edits programs from now on"),
    "editing_taken": _("Edits programs no longer"),
    "role_given": _("Role given"),
    "role_taken": _("Role taken away"),
}


def note(person: User, by: Actor | None, kind: str, /, **payload: Any) -> AppointmentEvent:
    """Append to the person's history, inside the caller's transaction. No capacity: the portal itself."""
    return record(AppointmentEvent, person, kind=kind, capacity=by, at=timezone.now(), payload=payload)
