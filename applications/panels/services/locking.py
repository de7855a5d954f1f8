"""Rows under lock, which the capacity sees; and the panel's history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from applications.panels.models import Assignment, Panel, PanelEvent, Seat
from applications.panels.rules import setting_refusal
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.history.services import record


def locked_panel(pk: UUID, by: Capacity, *states: str) -> Panel:
    """The panel, in one of the states; Http404 or Refused."""
    rows = Panel.objects.visible_to(by).select_for_update(of=("self",))
    panel = rows.select_related("round__department", "round__program").filter(pk=pk).first()
    if panel is None:
        raise Http404
    if sentence := setting_refusal(panel, by, *states):
        raise Refused(sentence)
    return panel


def locked_seat(pk: UUID, by: Capacity) -> Seat:
    """The seat with its panel; Http404."""
    rows = Seat.objects.visible_to(by).select_for_update(of=("self",))
    seat = (
        rows.select_related("panel__round__program", "panel__round__department", "expert")
        .filter(pk=pk)
        .first()
    )
    if seat is None:
        raise Http404
    return seat


def locked_assignment(pk: UUID, by: Capacity) -> Assignment:
    """The assignment with its panel; Http404."""
    rows = Assignment.objects.visible_to(by).select_for_update(of=("self",))
    related = ("panel__round__department", "panel__round__program", "expert", "application__form_version")
    found = rows.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def note(
    panel: Panel, kind: str, by: Capacity | None, at: datetime, payload: Mapping[str, Any] | None = None
) -> None:
    """Append to the panel's history."""
    record(PanelEvent, panel, kind=kind, capacity=by, at=at, payload=dict(payload or {}))
