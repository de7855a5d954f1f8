"""What of panels waits for a person."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.panels.models import Panel
from applications.panels.reminding import page_of, unanswered, unwritten
from portal.accounts.capacities import acting
from portal.accounts.todo import Todo
from portal.inbox.workdays import end_of_day
from portal.ui.texts import localized


def of_expert(request: HttpRequest) -> Iterator[Todo]:
    """Invitations to answer and reviews to hand in."""
    by = acting(request)
    if by is None or by.kind != "expert":
        return
    asked = unanswered().filter(holder=by.user.pk, panel__answer_by__gte=timezone.localdate())
    for seat in asked.order_by("panel__answer_by", "pk"):
        program = localized(seat.panel.round.program, "title")
        title = _("Answer the invitation to review: %(program)s") % {"program": program}
        due, name = end_of_day(seat.panel.answer_by), localized(seat.panel.round, "name")
        yield Todo(title, name, page_of(seat), _("Accept or decline"), due)
    for seat in unwritten().filter(holder=by.user.pk).order_by("panel__due_on", "pk"):
        program, due = localized(seat.panel.round.program, "title"), end_of_day(seat.panel.due_on)
        title = _("Hand in your reviews: %(program)s") % {"program": program}
        left = ngettext("%(n)d is not handed in yet.", "%(n)d are not handed in yet.", seat.left)
        yield Todo(title, left % {"n": seat.left}, page_of(seat), _("Go on reviewing"), due)


def overdue(request: HttpRequest) -> tuple[QuerySet[Panel]] | None:
    """The panels of the department that are overdue, for the navigation: officials have no to-do page."""
    by = acting(request)
    if by is None or by.department is None:
        return None
    return (Panel.objects.visible_to(by).overdue(timezone.localdate()),)
