"""Who may do what to panels, seats and reviews, and the sentence when they may not."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from applications.intake.models import Application
from applications.panels.models import Assignment, Panel, Seat
from portal.accounts.capacities import Capacity, acting_as
from portal.inbox.workdays import end_of_day
from portal.ui.formats import dates
from portal.ui.texts import current_language
from programs.catalog.stages import Stage

if TYPE_CHECKING:
    from django.http import HttpRequest
    from rest_framework.request import Request


def official(request: "HttpRequest | Request") -> Capacity:
    """An official or the auditor; panels do not exist for others (404)."""
    capacity = acting_as(request)
    if capacity.kind not in ("department", "auditor"):
        raise Http404
    return capacity


def expert_of(request: "HttpRequest | Request") -> Capacity:
    """The expert's capacity; what experts write does not exist for others (404)."""
    capacity = acting_as(request)
    if capacity.kind != "expert":
        raise Http404
    return capacity


def handles(panel: Panel, capacity: Capacity) -> bool:
    """Has a post in the department that handles the round."""
    return capacity.department is not None and capacity.department.pk == panel.round.department_id


def setting_refusal(panel: Panel, capacity: Capacity, *states: str) -> str | None:
    """Why the panel cannot be changed so; None when it can. `states`: in which it can."""
    if not handles(panel, capacity):
        return _("Only %(department)s handles this round.") % {"department": panel.round.department.name}
    if panel.state not in states:
        return _("This is not possible any more: the panel is now “%(state)s”. Reload the page.") % {
            "state": panel.get_state_display()
        }
    return None


def answering_refusal(seat: Seat, at: datetime) -> str | None:
    """Why the expert cannot answer the invitation now; None when they can."""
    if seat.answer != Seat.Answer.NONE:
        return _("You have answered already. Call the department if something has changed.")
    if seat.panel.state not in (Panel.State.INVITED, Panel.State.REVIEWING):
        return _("This invitation is over.")
    if at > (due := end_of_day(seat.panel.answer_by)):
        return _("The invitation could be answered until %(time)s. Call the department.") % {
            "time": dates.moment(due, current_language())
        }
    return None


def writing_refusal(assignment: Assignment, at: datetime) -> str | None:
    """Why the review cannot be written now; None when it can."""
    if assignment.state not in Assignment.WRITABLE:
        return _("The review is handed in and no longer changes. The department can reopen it.")
    if assignment.panel.state != Panel.State.REVIEWING:
        return _("The panel has been closed.")
    reopened = assignment.state == Assignment.State.REOPENED
    if at > (due := end_of_day(assignment.panel.due_on)) and not reopened:
        return _("Reviews were taken until %(time)s. Call the department: it can give you more time.") % {
            "time": dates.moment(due, current_language())
        }
    return None


def unfinished(application: Application, capacity: Capacity | None, at: datetime) -> str | None:
    """The expert review ends when every review is handed in, and each round of review that is on has one."""
    given = application.assignments.exclude(state=Assignment.State.RECUSED)
    rows = list(given.values_list("pass_no", "state"))
    passes = {number for number, _state in rows}
    if not passes:
        return _("No expert has reviewed this application yet. Set up a panel first.")
    if Stage.SECOND_REVIEW in application.round.stages_on and 2 not in passes:
        return _("The second round of review is still to come. Set up a panel for it.")
    missing = sum(state != Assignment.State.HANDED_IN for _number, state in rows)
    if missing:
        return _("%(n)d reviews are not handed in yet.") % {"n": missing}
    return None
