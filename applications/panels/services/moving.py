"""The day on which the reviews of a panel are due, moved later."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.panels import telling
from applications.panels.models import Panel
from applications.panels.services.locking import locked_panel, note
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.ui.formats import dates
from portal.ui.texts import current_language

State = Panel.State


@transaction.atomic
def move_due(pk: UUID, due_on: date | None, reason: str, *, by: Capacity, at: datetime) -> Panel:
    """Give the experts more time, for a reason that they read. Raises Http404 and Refused."""
    panel = locked_panel(pk, by, State.DRAFT, State.DRAWN, State.INVITED, State.REVIEWING)
    first = max(panel.due_on, timezone.localdate(at))
    if due_on is None or due_on <= first:
        day = dates.day(first, current_language())
        raise Refused(_("Reviews can only be due later: give a day after %(day)s.") % {"day": day})
    if not reason.strip():
        raise Refused(_("Give a reason: the experts read it."))
    moved = {"from": panel.due_on.isoformat(), "to": due_on.isoformat(), "reason": reason.strip()[:300]}
    panel.due_on = due_on
    panel.save(update_fields=["due_on"])
    note(panel, "due_moved", by, at, moved)
    telling.due_moved(panel, moved["reason"])
    return panel
