"""Appeals: the applicant asks once, within the period, for the decision to be looked at again."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.intake.models import Application, ApplicationEvent
from applications.intake.rules import handles, may_edit
from applications.intake.services.locking import locked
from applications.intake.workflow import Status
from applications.notices.models import Appeal
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.history.services import record
from portal.inbox.workdays import add_workdays

WITHIN = 5  # working days after the decision, as Guangzhou has it for reconsideration
EXAMINED_WITHIN = 15  # working days
DECIDED = (Status.APPROVED, Status.AGREED, Status.DECLINED)


def last_day(application: Application) -> date | None:
    """The last day for an appeal; None before a decision."""
    if application.status not in DECIDED or application.decided_at is None:
        return None
    return add_workdays(timezone.localdate(application.decided_at), WITHIN)


def appealing_refusal(application: Application, capacity: Capacity, at: datetime) -> str | None:
    """Why there is no appeal now; None when there may be one."""
    if not may_edit(application, capacity):
        return _("Only an owner or editor of the applicant can do this. Ask them for access.")
    last = last_day(application)
    if last is None:
        return _("There is no decision yet.")
    if Appeal.objects.filter(application=application).exists():
        return _("You have appealed already; a decision is appealed once.")
    if timezone.localdate(at) > last:
        return _("The period for an appeal has passed.")
    return None


@transaction.atomic
def appeal(application_id: UUID, text: str, *, capacity: Capacity, at: datetime) -> Appeal:
    """Keep the appeal with its event. Refused without reasons, too late, or a second time."""
    application = locked(application_id, capacity)
    if sentence := appealing_refusal(application, capacity, at):
        raise Refused(sentence)
    if not text.strip():
        raise Refused(_("Give your reasons: the department examines them."))
    made = Appeal.objects.create(
        application=application,
        text=text.strip(),
        made_at=at,
        made_by=capacity.user,
        due_on=add_workdays(timezone.localdate(at), EXAMINED_WITHIN),
    )
    _note(application, "appealed", capacity, at, made.text)
    return made


@transaction.atomic
def answer(application_id: UUID, upheld: bool, words: str, *, by: Capacity, at: datetime) -> Appeal:
    """Decide on it with reasons. The decision itself stays as it was: what changes is a new event."""
    application = locked(application_id, by)
    if not handles(application, by):
        raise Refused(
            _("Only %(department)s handles this round.") % {"department": application.round.department.name}
        )
    found = Appeal.objects.select_for_update(of=("self",)).filter(application=application).first()
    if found is None:
        raise Http404
    if found.state != Appeal.State.OPEN:
        raise Refused(_("This appeal has been answered already."))
    if not words.strip():
        raise Refused(_("Write the answer: the applicant reads it."))
    found.state = Appeal.State.UPHELD if upheld else Appeal.State.REJECTED
    found.answer, found.answered_at, found.answered_by = words.strip(), at, by.user
    found.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    _note(application, "appeal_answered", by, at, found.answer)
    return found


def _note(application: Application, kind: str, capacity: Capacity, at: datetime, words: str) -> None:
    record(
        ApplicationEvent,
        application,
        kind=kind,
        capacity=capacity,
        at=at,
        payload={"note": words},
        locked=True,
        from_status=application.status,
        to_status=application.status,
    )
