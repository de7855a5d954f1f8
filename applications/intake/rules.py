"""Who may do what to an application, and the sentence when they may not."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from applications.intake.models import Application
from applications.intake.workflow import TRANSITIONS, Owner, Status, Transition
from portal.ui.formats import dates
from portal.ui.texts import current_language

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity
    from portal.accounts.models import User
    from portal.organizations.models import Organization
    from programs.catalog.models import Round


def is_applicant(application: Application, capacity: "Capacity") -> bool:
    """Acts for the organization, or is the person who applied."""
    if application.organization_id:
        return capacity.kind == "organization" and capacity.organization.pk == application.organization_id
    return capacity.kind == "self" and capacity.user.pk == application.person_id


def may_edit(application: Application, capacity: "Capacity") -> bool:
    """An owner or editor of the organization, or the person."""
    return is_applicant(application, capacity) and capacity.role != "viewer"


def handles(application: Application, capacity: "Capacity") -> bool:
    """Has a post in the department that handles the round."""
    return capacity.department is not None and capacity.department.pk == application.round.department_id


def revealing_refusal(application: Application, capacity: "Capacity") -> str | None:
    """Why an identity number is not shown in full; None when it may be, with a reason."""
    if handles(application, capacity):
        return None
    return _("Only the department that handles the application may see this number in full.")


def assigning_refusal(application: Application, to: "User | None", capacity: "Capacity") -> str | None:
    """Why the application cannot be given to this person; None when it can.

    The head and who has it may give it to anybody; others may take what nobody has.
    """
    if not handles(application, capacity):
        return _("Only %(department)s handles this round.") % {
            "department": application.round.department.name
        }
    acts_for = {capacity.user.pk, capacity.acting_for.pk if capacity.acting_for else None}
    if capacity.role == "head" or (application.handler_id and application.handler_id in acts_for):
        return None
    if application.handler_id is None and to is not None and to.pk in acts_for:
        return None
    if application.handler_id is None:
        return _("Only the head gives applications to others. You may take this one yourself.")
    return _("This application lies with %(person)s. Ask them or the head to hand it over.") % {
        "person": application.handler
    }


def in_time(application: Application, at: datetime) -> bool:
    """Received by the round's last moment; its own second counts as in time."""
    last = application.round.last_moment
    return last is None or at.replace(microsecond=0) <= last


def editing_refusal(application: Application, capacity: "Capacity", at: datetime) -> str | None:
    """Why the answers cannot be changed now; None when they can."""
    if not may_edit(application, capacity):
        return _("Only an owner or editor of the applicant can change this application. Ask them for access.")
    if application.status == Status.RETURNED:
        return _correction_refusal(application, at)
    if application.status == Status.SUBMITTED and in_time(application, at):
        return _(
            "The application has been handed in and is locked. Take it back first if you need to change it."
        )
    if application.status != Status.DRAFT:
        return _("The application has been handed in; its answers no longer change.")
    return None


def refusal(
    application: Application, transition: Transition, capacity: "Capacity | None", at: datetime
) -> str | None:
    """Why the action is refused; None when it is allowed. The API answers it and the page shows it."""
    if capacity is not None and transition.actor == Owner.SYSTEM:
        return _("Only the portal itself does this, when the time comes.")
    if Status(application.status) not in transition.sources:
        return _("This is not possible any more: the application is now “%(state)s”. Reload the page.") % {
            "state": application.state.public_label
        }
    if capacity is None:
        return None if transition.actor == Owner.SYSTEM else _("Please sign in.")
    if transition.actor == Owner.OFFICIAL:
        return _official_refusal(application, capacity)
    return _applicant_refusal(application, transition, capacity, at)


def _official_refusal(application: Application, capacity: "Capacity") -> str | None:
    if handles(application, capacity):
        return None
    return _("Only %(department)s handles this round.") % {"department": application.round.department.name}


def _applicant_refusal(
    application: Application, transition: Transition, capacity: "Capacity", at: datetime
) -> str | None:
    if not may_edit(application, capacity):
        return _("Only an owner or editor of the applicant can do this. Ask them for access.")
    if transition.action == "submit":
        return submit_refusal(application, at)
    if transition.own_window and not in_time(application, at):
        return _("The round has closed. Write to the department that handles it if you want to withdraw.")
    return None


def submit_refusal(application: Application, at: datetime) -> str | None:
    """Time, verification; what the answers lack is told by `services.check`."""
    if application.status == Status.RETURNED:
        return _correction_refusal(application, at)
    if at < application.round.opens_at:
        return _("The round has not opened yet. Your draft is kept.")
    if not in_time(application, at):
        return _(
            "The deadline passed at %(time)s; the round no longer takes applications. Your draft is kept. "
            "Look for the next round, or call the department if a failure of the portal kept you from it."
        ) % {"time": _moment(application.round.closes_at)}
    return _verification_refusal(application)


def _moment(at: datetime | None) -> str:
    return dates.moment(at, current_language()) if at else ""


def _correction_refusal(application: Application, at: datetime) -> str | None:
    if application.due_at and at.replace(microsecond=0) > application.due_at:
        return _("The correction period has passed. Call the department named in the notice.")
    return None


def needs_proof(round_: "Round", organization: "Organization | None") -> bool:
    """The round wants a proof of authority and none is there. One handed in is enough: checking it never
    costs the deadline."""
    if not round_.needs_verification or organization is None:
        return False
    return bool(organization.verification == organization.Verification.UNVERIFIED)


def _verification_refusal(application: Application) -> str | None:
    if not needs_proof(application.round, application.organization):
        return None
    return _(
        "Hand in the proof of authority of your organization first; you can submit as soon as it is uploaded."
    )


def needs(application: Application, transition: Transition) -> tuple[str, ...]:
    """What the action must be given here: an amount only where money was asked for."""
    asks_money = application.amount_asked is not None
    return tuple(name for name in transition.needs if name != "amount" or asks_money)


def available(
    application: Application, capacity: "Capacity", at: datetime
) -> list[tuple[Transition, str | None]]:
    """The actions that make sense for this reader now, each with its refusal or None."""
    return [
        (transition, refusal(application, transition, capacity, at))
        for transition in TRANSITIONS
        if Status(application.status) in transition.sources and _concerns(application, transition, capacity)
    ]


def _concerns(application: Application, transition: Transition, capacity: "Capacity") -> bool:
    if transition.actor == Owner.APPLICANT:
        return is_applicant(application, capacity)
    return transition.actor == Owner.OFFICIAL and capacity.department is not None
