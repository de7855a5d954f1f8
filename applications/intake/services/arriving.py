"""What an application gets when it arrives in a status: its clock, a decision its day and amount."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from applications.intake.models import Application
from applications.intake.workflow import Status
from portal.inbox.workdays import add_workdays, end_of_day
from programs.catalog.models import Round
from programs.catalog.stages import Stage

# The stage whose period runs in a status.
STAGE_OF = {
    Status.RECOMMENDING: Stage.RECOMMENDATION,
    Status.SUBMITTED: Stage.CHECK,
    Status.REVIEWING: Stage.REVIEW,
    Status.PRESENTING: Stage.PRESENTATION,
    Status.ACCEPTED: Stage.MEETING,
    Status.APPROVING: Stage.APPROVAL,
    Status.NOTICED: Stage.NOTICE,
    Status.APPROVED: Stage.AGREEMENT,
}


def arrive(application: Application, status: Status, amount: Decimal | None, at: datetime) -> dict[str, Any]:
    """Set what the status needs; the answer goes into the event's payload. A correction has its day."""
    if status == Status.RETURNED:
        return {}
    application.due_at = due_at(application, status, at)
    if status in (Status.APPROVED, Status.DECLINED):
        application.decided_at = at
    if status == Status.ACCEPTED and application.due_at:
        return {"decision_by": timezone.localdate(application.due_at).isoformat()}
    if status == Status.APPROVED:
        return {**_award(application, amount), **_to_sign(application)}
    return {}


def due_at(application: Application, status: Status, at: datetime) -> datetime | None:
    """The end of the last day of what is awaited then; None where nothing is.

    A recommendation has until the closing for stations, where there is one yet to come.
    """
    station_closes_at = application.round.station_closes_at
    if status == Status.RECOMMENDING and station_closes_at and station_closes_at > at:
        return station_closes_at
    days = period(application.round, status)
    return end_of_day(add_workdays(timezone.localdate(at), days)) if days is not None else None


def period(round_: Round, status: Status) -> int | None:
    """Working days: those of the stage, else the usual ones of the round."""
    usual = {
        Status.SUBMITTED: round_.check_days,
        Status.ACCEPTED: round_.decision_days,
        Status.PROPOSED: round_.decision_days,
    }
    stage = STAGE_OF.get(status)
    found = round_.stage(stage) if stage else None
    return found.days if found else usual.get(status)


def _to_sign(application: Application) -> dict[str, Any]:
    """Until when the agreement is to be signed; nothing where the round has none."""
    due = application.due_at
    return {"sign_by": timezone.localdate(due).isoformat()} if due else {}


def _award(application: Application, amount: Decimal | None) -> dict[str, Any]:
    """The amount given now, else the one proposed; none where no money was asked for."""
    if application.amount_asked is None:
        return {}
    application.amount_approved = amount or application.amount_proposed
    return {"amount": f"{application.amount_approved:.2f}"}
