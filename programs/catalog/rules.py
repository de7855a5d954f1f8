"""Who may do what with programs, and what may still change once a round is published."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.capacities import Capacity, acting
from portal.accounts.editing import reach_of
from portal.accounts.models import Department, User
from portal.api.problems import Refused
from portal.inbox.remembering import Remembered
from programs.catalog.models import Program, Round

# After publishing: the deadline by `services.move_deadline`, and these.
CHANGEABLE_ROUND_FIELDS = ("reminders",)
CHANGEABLE_PROGRAM_FIELDS = ("contact_name", "contact_phone")

Actor = Capacity | User


def user_of(by: Actor) -> User:
    """The person behind a capacity."""
    return by.user if isinstance(by, Capacity) else by


def may_edit(by: Actor, *about: Program | Round | None) -> bool:
    """Whether somebody edits and publishes all of these; of none, whether they edit any program at all.

    A round belongs to the department of its program and to its own: both have to be within reach.
    """
    reach = reach_of(by)
    return bool(reach) and all(reach.covers(department) for department in departments_of(*about))


def _handling() -> set[int]:
    rounds = Round.objects.filter(department__level=Department.Level.STATION)
    return set(rounds.order_by().values_list("department", flat=True).distinct())


handling_stations = Remembered(_handling)


def handles_rounds(request: HttpRequest) -> bool:
    """Whether what comes after the formal check concerns the reader: no park station that only recommends."""
    capacity = acting(request)
    department = capacity.department if capacity else None
    if department is None or department.level != Department.Level.STATION:
        return True
    return department.pk in handling_stations()


def departments_of(*about: Program | Round | None) -> Iterator[Department]:
    """The departments that programs and rounds belong to."""
    for row in about:
        if row is not None:
            yield row.department
        if isinstance(row, Round):
            yield row.program.department


def require_editor(by: Actor, *about: Program | Round | None) -> User:
    """The person, or a refusal that says who may."""
    if not may_edit(by):
        raise Refused(
            _("Only administrators and officials whose post edits programs may change programs and rounds.")
        )
    if not may_edit(by, *about):
        raise Refused(_("It belongs to a department that your post does not reach."))
    return user_of(by)


def is_relied_on(program: Program, at: datetime | None = None) -> bool:
    """Applicants rely on the program's words: a published round of it is open or coming."""
    at = at or timezone.now()
    published = program.rounds.filter(status=Round.Status.PUBLISHED)
    return any(round_.phase(at) != Round.Phase.CLOSED for round_ in published)
