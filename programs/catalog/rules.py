"""Who may do what with programs, and what may still change once a round is published."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.api.problems import Refused
from programs.catalog.models import Program, Round

# After publishing: the deadline by `services.move_deadline`, and these.
CHANGEABLE_ROUND_FIELDS = ("reminders",)
CHANGEABLE_PROGRAM_FIELDS = ("contact_name", "contact_phone")

Actor = Capacity | User


def user_of(by: Actor) -> User:
    """The person behind a capacity."""
    return by.user if isinstance(by, Capacity) else by


def may_edit_catalog(by: Actor) -> bool:
    """The admin edits and publishes programs."""
    return by.kind == "admin" if isinstance(by, Capacity) else by.is_staff


def require_editor(by: Actor) -> User:
    """The person, or a refusal that says who may."""
    if not may_edit_catalog(by):
        raise Refused(_("Only an administrator may change programs and rounds."))
    return user_of(by)


def is_relied_on(program: Program, at: datetime | None = None) -> bool:
    """Applicants rely on the program's words: a published round of it is open or coming."""
    at = at or timezone.now()
    published = program.rounds.filter(status=Round.Status.PUBLISHED)
    return any(round_.phase(at) != Round.Phase.CLOSED for round_ in published)
