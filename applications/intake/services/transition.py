from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.intake import messages
from applications.intake.models import Application, ApplicationEvent, Submission, overdue_returns
from applications.intake.rules import needs, proposer, refusal
from applications.intake.services.arriving import arrive
from applications.intake.services.checking import Incomplete, check, current_files
from applications.intake.services.correcting import PointInput, keep_points, worded
from applications.intake.services.letters import issue
from applications.intake.services.locking import locked, share_round
from applications.intake.services.receipts import freeze
from applications.intake.services.reckoning import context_of
from applications.intake.services.signing import require_sign_off
from applications.intake.workflow import BY_ACTION, LetterKind, Target, Transition
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.facts.papers import recommender_of
from portal.history.services import record
from portal.inbox.workdays import end_of_day
from programs.catalog.deadlines import last_day
from programs.catalog.stages import Stage
from programs.forms.validator import amount_of

# A correction received in its last second may still wait for the row: the clock does not overtake it.
UNDER_WAY = timedelta(minutes=5)

Listener = Callable[[Application, ApplicationEvent], None]
_listeners: list[Listener] = []


def register_listener(listener: Listener) -> None:
    """Have `listener(application, event)` called after every action, in its transaction."""
    _listeners.append(listener)


@dataclass
class Inputs:
    """What an action was given. `points`: what to correct at questions; `items`: what else to correct;
    `due_on`: last day; `amount`: yuan; `key`: of the request that hands in; `positive`: an opinion in
    favor."""

    note: str = ""
    items: list[str] = field(default_factory=list)
    points: list[PointInput] = field(default_factory=list)
    due_on: date | None = None
    amount: Decimal | None = None
    key: str = ""
    positive: bool = True


@transaction.atomic
def perform(
    application_id: UUID,
    action: str,
    *,
    capacity: Capacity | None,
    at: datetime,
    inputs: Inputs | None = None,
) -> Application:
    """Carry out one action of the workflow: lock, check, write, record the event, write the messages.

    `capacity` None is the portal itself. `at` is when the request was received and decides deadlines.
    Handing in again under the key of an earlier submission changes nothing.
    Raises Http404 for what the reader may not see, Refused with the sentence, Incomplete with problems.
    """
    inputs = inputs or Inputs()
    transition = BY_ACTION.get(action)
    if transition is None:
        raise Refused(_("There is no action “%(action)s”.") % {"action": action})
    application = locked(application_id, capacity)
    if action == "submit" and submission_of(application, inputs.key):
        return application
    share_round(application)
    if sentence := refusal(application, transition, capacity, at):
        raise Refused(sentence)
    _require(application, transition, inputs, at)
    before = application.status
    target, payload = apply(application, transition, inputs, capacity, at)
    application.status, application.status_since = target.status, at
    application.revision += 1
    application.save()
    event = record(
        ApplicationEvent,
        application,
        kind=target.event or transition.event,
        capacity=capacity,
        at=at,
        payload=payload,
        locked=True,
        from_status=before,
        to_status=application.status,
    )
    messages.tell_applicant(application, event.kind, payload, at)
    hear(application, event)
    return application


def hear(application: Application, event: ApplicationEvent) -> None:
    """Call every listener with what just happened."""
    for listener in _listeners:
        listener(application, event)


def submission_of(application: Application, key: str) -> Submission | None:
    """What was handed in under this key of a request; nothing before the first number was allotted."""
    if not key or not application.number:
        return None
    return application.submissions.filter(idempotency_key=key).first()


def _require(application: Application, transition: Transition, inputs: Inputs, at: datetime) -> None:
    """Refuse with the first missing input, in words."""
    missing = {
        "note": (not inputs.note.strip(), _why(transition)),
        "items": (
            not inputs.items and not inputs.points,
            _("List every point to be corrected; the applicant is told all at once."),
        ),
        "due_on": (
            inputs.due_on is None or inputs.due_on <= timezone.localdate(at),
            _("Give a last day for the correction, later than today."),
        ),
        "amount": (inputs.amount is None or inputs.amount <= 0, _("Give the amount approved, above zero.")),
    }
    for name in needs(application, transition):
        is_missing, sentence = missing[name]
        if is_missing:
            raise Refused(sentence)
    cap = application.round.amount_cap
    if inputs.amount is not None and cap is not None and inputs.amount > cap:
        raise Refused(
            _("¥%(amount)s is above the cap of ¥%(cap)s of this round.")
            % {"amount": f"{inputs.amount:,.2f}", "cap": f"{cap:,.2f}"}
        )


def _why(transition: Transition) -> str:
    """What is asked of who gave no words."""
    if transition.action == "recommend":
        return _("Give the opinion of your department: the applicant and the officials read it.")
    if transition.action == "needs_change":
        return _("Say what has to change, so that it can be proposed again.")
    return _("Give the reason: the applicant reads it in the letter.")


def apply(
    application: Application, transition: Transition, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> tuple[Target, dict[str, Any]]:
    """Write the fields of the action; the answer is where it leads and the event's payload."""
    payload: dict[str, Any] = {}
    if inputs.note.strip():
        payload["note"] = inputs.note.strip()
    if effect := EFFECTS.get(transition.action):
        payload |= effect(application, inputs, capacity, at)
    target = transition.target(application)
    payload |= arrive(application, target.status, inputs.amount, at)
    kind = target.letter or transition.letter
    if kind and capacity:
        letter = issue(application, kind, payload, capacity, at)
        payload = {**payload, "letter": letter.number}
        if kind == LetterKind.CORRECTION:
            keep_points(application, letter, inputs.points, inputs.items)
    return target, payload


def _submit(
    application: Application, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> dict[str, Any]:
    files = current_files(application)
    if found := check(application, files, at):
        raise Incomplete(found)
    require_sign_off(application, files)
    assert capacity is not None
    submission = freeze(application, files, capacity, at, inputs.key)
    application.amount_asked = amount_of(
        application.form_version, application.answers, context_of(application, at)
    )
    application.submitted_at = at
    if (
        application.station is None
        and application.round.has(Stage.RECOMMENDATION)
        and application.organization
    ):
        application.station = recommender_of(application.organization)
    return {"receipt": submission.receipt_code, "content_hash": submission.content_hash}


def _take_back(
    application: Application, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> dict[str, Any]:
    application.left_station_at = None  # what is handed in next may be something else
    return {}


def _recommend(
    application: Application, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> dict[str, Any]:
    application.left_station_at = at
    return {"positive": inputs.positive}


def _pass_on(
    application: Application, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> dict[str, Any]:
    application.left_station_at = at
    return {}


def _return(
    application: Application, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> dict[str, Any]:
    assert inputs.due_on is not None
    due_on = last_day(application.round, inputs.due_on)
    application.due_at = end_of_day(due_on)
    application.times_returned += 1
    items = worded(application, inputs.points, inputs.items)
    return {"items": items, "due_on": due_on.isoformat()}


def _propose(
    application: Application, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> dict[str, Any]:
    application.approval_run += 1
    if application.amount_asked is None:
        return {}
    application.amount_proposed = inputs.amount
    return {"amount": f"{inputs.amount:.2f}"}


def _publish(
    application: Application, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> dict[str, Any]:
    """The last day of the notice, as the applicant is told it; the department has longer."""
    return {"until": inputs.due_on.isoformat()} if inputs.due_on else {}


def _approve_level(
    application: Application, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> dict[str, Any]:
    assert capacity is not None
    level = application.next_level
    assert level is not None
    application.approvals.create(
        level=level,
        run=application.approval_run,
        by=capacity.user,
        proposed_by_id=proposer(application),
        at=at,
        note=inputs.note.strip(),
    )
    return {"level": level.position, "department": level.department.code}


def _reconsider(
    application: Application, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> dict[str, Any]:
    application.decided_at = application.amount_approved = None  # its letter stays, and its event
    return {}


EFFECTS = {
    "submit": _submit,
    "take_back": _take_back,
    "recommend": _recommend,
    "pass_on": _pass_on,
    "return": _return,
    "propose": _propose,
    "approve_level": _approve_level,
    "publish": _publish,
    "reconsider": _reconsider,
}


def lapse_overdue(now: datetime) -> int:
    """Close the returned applications nobody corrected in time, as their notice announced; how many."""
    count = 0
    for pk in overdue_returns(now - UNDER_WAY).values_list("pk", flat=True)[:500]:
        try:
            perform(pk, "lapse", capacity=None, at=now)
        except Refused:
            continue  # corrected or withdrawn in this very moment
        count += 1
    return count
