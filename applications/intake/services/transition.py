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
from applications.intake.models import Application, ApplicationEvent, overdue_returns
from applications.intake.rules import needs, refusal
from applications.intake.services.checking import Incomplete, check
from applications.intake.services.letters import issue
from applications.intake.services.locking import locked, share_round
from applications.intake.services.receipts import freeze
from applications.intake.workflow import BY_ACTION, Transition
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.history.services import record
from portal.inbox.workdays import add_workdays, end_of_day
from programs.catalog.deadlines import last_day

# A correction received in its last second may still wait for the row: the clock does not overtake it.
UNDER_WAY = timedelta(minutes=5)

Listener = Callable[[Application, ApplicationEvent], None]
_listeners: list[Listener] = []


def register_listener(listener: Listener) -> None:
    """Have `listener(application, event)` called after every action, in its transaction."""
    _listeners.append(listener)


@dataclass
class Inputs:
    """What an action was given. `items`: every point to correct; `due_on`: last day; `amount`: yuan."""

    note: str = ""
    items: list[str] = field(default_factory=list)
    due_on: date | None = None
    amount: Decimal | None = None


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
    Raises Http404 for what the reader may not see, Refused with the sentence, Incomplete with problems.
    """
    inputs = inputs or Inputs()
    transition = BY_ACTION.get(action)
    if transition is None:
        raise Refused(_("There is no action “%(action)s”.") % {"action": action})
    application = locked(application_id, capacity)
    share_round(application)
    if sentence := refusal(application, transition, capacity, at):
        raise Refused(sentence)
    _require(application, transition, inputs, at)
    before = application.status
    payload = _apply(application, transition, inputs, capacity, at)
    application.status, application.status_since = transition.target, at
    application.revision += 1
    application.save()
    event = record(
        ApplicationEvent,
        application,
        kind=transition.event,
        capacity=capacity,
        at=at,
        payload=payload,
        from_status=before,
        to_status=application.status,
    )
    messages.tell_applicant(application, transition, payload, at)
    for listener in _listeners:
        listener(application, event)
    return application


def _require(application: Application, transition: Transition, inputs: Inputs, at: datetime) -> None:
    """Refuse with the first missing input, in words."""
    missing = {
        "note": (not inputs.note.strip(), _("Give the reason: the applicant reads it in the letter.")),
        "items": (
            not inputs.items,
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


def _apply(
    application: Application, transition: Transition, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> dict[str, Any]:
    """Write the fields of the action; the answer is the event's payload."""
    payload: dict[str, Any] = {}
    if inputs.note.strip():
        payload["note"] = inputs.note.strip()
    if effect := EFFECTS.get(transition.action):
        payload |= effect(application, inputs, capacity, at)
    if transition.letter and capacity:
        letter = issue(application, transition.letter, payload, capacity, at)
        payload = {**payload, "letter": letter.number}
    return payload


def _submit(
    application: Application, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> dict[str, Any]:
    if found := check(application):
        raise Incomplete(found)
    assert capacity is not None
    submission = freeze(application, capacity, at)
    application.submitted_at = at
    application.due_at = _within(application.round.check_days, at)
    return {"receipt": submission.receipt_code, "content_hash": submission.content_hash}


def _leave_queue(
    application: Application, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> dict[str, Any]:
    application.due_at = None
    return {}


def _accept(
    application: Application, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> dict[str, Any]:
    application.due_at = _within(application.round.decision_days, at)
    return {"decision_by": timezone.localdate(application.due_at).isoformat()}


def _return(
    application: Application, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> dict[str, Any]:
    assert inputs.due_on is not None
    due_on = last_day(application.round, inputs.due_on)
    application.due_at = end_of_day(due_on)
    application.times_returned += 1
    return {"items": inputs.items, "due_on": due_on.isoformat()}


def _approve(
    application: Application, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> dict[str, Any]:
    decided = _decide(application, inputs, capacity, at)
    if application.amount_asked is None:
        return decided
    application.amount_approved = inputs.amount
    return {"amount": f"{inputs.amount:.2f}", **decided}


def _decide(
    application: Application, inputs: Inputs, capacity: Capacity | None, at: datetime
) -> dict[str, Any]:
    application.decided_at = at
    return _leave_queue(application, inputs, capacity, at)


EFFECTS = {
    "submit": _submit,
    "take_back": _leave_queue,
    "withdraw": _leave_queue,
    "accept": _accept,
    "return": _return,
    "refuse": _leave_queue,
    "approve": _approve,
    "decline": _decide,
    "lapse": _leave_queue,
}


def _within(days: int, at: datetime) -> datetime:
    """The end of the n-th working day after the day of `at`."""
    return end_of_day(add_workdays(timezone.localdate(at), days))


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
