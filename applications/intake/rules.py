"""Who may do what to an application, and the sentence when they may not."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from applications.intake.models import Application, FinalCheck
from applications.intake.models.applications import STATION_LEVELS
from applications.intake.workflow import TRANSITIONS, Owner, Status, Transition
from portal.accounts.models import Post
from portal.organizations.rules import writes
from portal.ui.formats import dates
from portal.ui.texts import current_language

Requirement = Callable[[Application, "Capacity | None", datetime], str | None]
_requirements: dict[str, list[Requirement]] = {}

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity
    from portal.accounts.models import User
    from portal.organizations.models import Organization
    from programs.catalog.models import Round


def register_requirement(action: str, requirement: Requirement) -> None:
    """Have `requirement(application, capacity, at)` answer why the action has to wait; None when it need not.

    Asked last, of whoever could do it otherwise.
    """
    _requirements.setdefault(action, []).append(requirement)


# Locked for the applicant, who may still take it back before the closing.
HANDED_IN = (Status.RECOMMENDING, Status.SUBMITTED)


def is_applicant(application: Application, capacity: "Capacity") -> bool:
    """Acts for the organization, or is the person who applied."""
    if application.organization_id:
        return capacity.kind == "organization" and capacity.organization.pk == application.organization_id
    return capacity.kind == "self" and capacity.user.pk == application.person_id


def may_edit(application: Application, capacity: "Capacity") -> bool:
    """An owner or editor of the organization, or the person."""
    return is_applicant(application, capacity) and writes(capacity)


def handles(application: Application, capacity: "Capacity") -> bool:
    """Has a post in the department that handles the round."""
    return capacity.department is not None and capacity.department.pk == application.round.department_id


def endorses(application: Application, capacity: "Capacity") -> bool:
    """Has a post in the department that recommends the applicant in this round, or in a station above it;
    never in the one that handles the round."""
    station, department = application.station, capacity.department
    if station is None or department is None or department.pk == application.round.department_id:
        return False
    return department.level in STATION_LEVELS and station.path.startswith(department.path)


def approves(application: Application, capacity: "Capacity") -> bool:
    """Has the post that the level whose turn it is asks for."""
    level, department = application.next_level, capacity.department
    if level is None or department is None or department.pk != level.department_id:
        return False
    return level.rank != Post.Rank.HEAD or capacity.role == Post.Rank.HEAD


def proposer(application: Application) -> int | None:
    """Who proposed it last, by id of the person; None where nobody did."""
    events = application.events.filter(kind="proposed").order_by("-seq")
    return events.values_list("actor", flat=True).first()


def own_proposal_refusal(application: Application, capacity: "Capacity") -> str | None:
    """Why somebody does not approve what they proposed themselves, nor in another's place or another in
    theirs; None when somebody else proposed it."""
    people = {capacity.user.pk, capacity.acting_for.pk if capacity.acting_for else None}
    if proposer(application) not in people:
        return None
    return _("You proposed this application; a second person has to approve it.")


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


def before_closing(application: Application, at: datetime) -> bool:
    """Received by the moment the round closes, which is still in time."""
    closes_at = application.round.closes_at
    return closes_at is None or at <= closes_at


def in_time(application: Application, at: datetime) -> bool:
    """Whether a submission received then counts: before the closing, or within the grace of the round when
    its final check began before the closing. The one place where this is decided.
    """
    if before_closing(application, at):
        return True
    last, closes_at = application.round.last_moment, application.round.closes_at
    if last is None or at > last or last == closes_at:
        return False
    return FinalCheck.objects.filter(application=application.pk, begun_at__lte=closes_at).exists()


def editing_refusal(application: Application, capacity: "Capacity", at: datetime) -> str | None:
    """Why the answers cannot be changed now; None when they can."""
    if not may_edit(application, capacity):
        return _("Only an owner or editor of the applicant can change this application. Ask them for access.")
    if application.status == Status.RETURNED:
        return _correction_refusal(application, at)
    if application.status in HANDED_IN and before_closing(application, at):
        return _(
            "The application has been handed in and is locked. Take it back first if you need to change it."
        )
    if application.status != Status.DRAFT:
        return _("The application has been handed in; its answers no longer change.")
    return None


def refusal(
    application: Application,
    transition: Transition,
    capacity: "Capacity | None",
    at: datetime,
    *,
    asks: bool = True,
) -> str | None:
    """Why the action is refused; None when it is allowed. The API answers it and the page shows it.

    `asks`: upper apps too, which may cost queries: not for each row of a list.
    """
    if capacity is not None and transition.actor == Owner.SYSTEM:
        return _("Only the portal itself does this, when the time comes.")
    if Status(application.status) not in transition.sources:
        return _("This is not possible any more: the application is now “%(state)s”. Reload the page.") % {
            "state": application.state.public_label
        }
    if not transition.belongs(application):
        return _elsewhere(transition)
    if sentence := _actor_refusal(application, transition, capacity, at):
        return sentence
    wanted = _requirements.get(transition.action, ()) if asks else ()
    found = (ask(application, capacity, at) for ask in wanted)
    return next((sentence for sentence in found if sentence), None)


def _elsewhere(transition: Transition) -> str:
    if transition.action == "approve":
        return _("This round decides in several steps: propose it for support instead.")
    return _("This round does not have this step.")


def _actor_refusal(
    application: Application, transition: Transition, capacity: "Capacity | None", at: datetime
) -> str | None:
    actor = transition.by(application.status)
    if capacity is None:
        return None if actor == Owner.SYSTEM else _("Please sign in.")
    if actor == Owner.APPLICANT:
        return _applicant_refusal(application, transition, capacity, at)
    may, names, sentence = _office(application, actor)
    if not may(application, capacity):
        return sentence % {"department": names}
    own = transition.action == "approve_level"
    return own_proposal_refusal(application, capacity) if own else None


def _office(application: Application, actor: Owner) -> tuple[Callable[..., bool], str, str]:
    """Of an office that acts: whether somebody does it, its name, and what all others are told."""
    if actor == Owner.STATION:
        name = application.station.name if application.station else ""
        return endorses, name, _("Only %(department)s recommends this applicant.")
    if actor == Owner.APPROVER:
        level = application.next_level
        names = {"department": level.department.name, "rank": level.get_rank_display()} if level else {}
        name = _("%(department)s (%(rank)s)") % names if level else ""
        return approves, name, _("Now it is the turn of %(department)s.")
    return handles, application.round.department.name, _("Only %(department)s handles this round.")


def _applicant_refusal(
    application: Application, transition: Transition, capacity: "Capacity", at: datetime
) -> str | None:
    if not may_edit(application, capacity):
        return _("Only an owner or editor of the applicant can do this. Ask them for access.")
    if transition.action == "submit":
        return submit_refusal(application, at)
    if transition.own_window and not before_closing(application, at):
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


def wants_sign_off(application: Application) -> bool:
    """Whether a signatory approves it before it is handed in: only organizations have one."""
    return application.round.sign_off and application.organization_id is not None


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
    application: Application, capacity: "Capacity", at: datetime, *, asks: bool = True
) -> list[tuple[Transition, str | None]]:
    """The actions that make sense for this reader now, each with its refusal or None."""
    return [
        (transition, refusal(application, transition, capacity, at, asks=asks))
        for transition in TRANSITIONS
        if Status(application.status) in transition.sources
        and transition.belongs(application)
        and _concerns(application, transition, capacity)
    ]


def _concerns(application: Application, transition: Transition, capacity: "Capacity") -> bool:
    if transition.actor == Owner.APPLICANT:
        return is_applicant(application, capacity)
    return transition.actor != Owner.SYSTEM and capacity.department is not None
