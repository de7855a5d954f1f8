"""Invitations: sent, answered with the promise of confidentiality, or declined."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from applications.panels import telling
from applications.panels.models import Panel, Rubric, Seat
from applications.panels.rules import answering_refusal
from applications.panels.services.locking import locked_panel, locked_seat, note
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused

State = Panel.State


@transaction.atomic
def invite(pk: UUID, *, by: Capacity, at: datetime) -> int:
    """Invite everybody seated who was not invited yet; how many."""
    panel = locked_panel(pk, by, State.DRAWN, State.INVITED, State.REVIEWING)
    if not published_rubric(panel):
        raise Refused(_("Publish the rubric of this review first: experts agree to what they know."))
    seats = list(panel.seats.filter(invited_at=None).select_related("expert__user"))
    if not seats:
        raise Refused(_("Everybody on the panel has been invited already."))
    panel.seats.filter(pk__in=[seat.pk for seat in seats]).update(invited_at=at)
    if panel.state == State.DRAWN:
        panel.state = State.INVITED
        panel.save(update_fields=["state"])
    note(panel, "invited", by, at, {"experts": [str(seat.expert_id) for seat in seats]})
    telling.invited(panel, seats)
    return len(seats)


def published_rubric(panel: Panel) -> Rubric | None:
    """The rubric in force for the panel's review round."""
    rows = Rubric.objects.filter(round=panel.round_id, pass_no=panel.pass_no)
    return rows.filter(published_at__isnull=False).first()


@transaction.atomic
def accept(pk: UUID, promised: bool, *, by: Capacity, at: datetime) -> Seat:
    """Take the seat, with the promise whose words are kept by their hash."""
    seat = locked_seat(pk, by)
    if sentence := answering_refusal(seat, at):
        raise Refused(sentence)
    if not promised:
        raise Refused(_("Give the promise of confidentiality to accept."))
    seat.answer, seat.answered_at, seat.promised_at = Seat.Answer.ACCEPTED, at, at
    seat.save()
    promise = sha256(seat.panel.promise.encode()).hexdigest()
    note(seat.panel, "accepted", by, at, {"seat": str(seat.pk), "promise": promise})
    return seat


@transaction.atomic
def decline(pk: UUID, reason: str, *, by: Capacity, at: datetime) -> Seat:
    """Leave the seat; the department is told and may draw somebody else."""
    seat = locked_seat(pk, by)
    if sentence := answering_refusal(seat, at):
        raise Refused(sentence)
    seat.answer, seat.answered_at, seat.reason = Seat.Answer.DECLINED, at, reason.strip()[:300]
    seat.save()
    note(seat.panel, "declined", by, at, {"seat": str(seat.pk), "reason": seat.reason})
    telling.declined(seat)
    return seat
