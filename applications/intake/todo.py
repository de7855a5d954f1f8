"""What of their applications waits for a person, for the to-do page."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.intake.models import Application
from applications.intake.workflow import Status
from portal.accounts.capacities import acting
from portal.accounts.todo import Panel, Todo
from portal.ui.texts import localized

LATEST = 5


def waiting(request: HttpRequest) -> Iterator[Todo]:
    """Drafts that can still be submitted and applications returned for correction."""
    capacity = acting(request)
    if capacity is None or capacity.kind not in ("organization", "self") or capacity.role == "viewer":
        return
    now = request.received_at  # type: ignore[attr-defined]  # set by ReceivedAtMiddleware
    rows = Application.objects.visible_to(capacity).with_until().select_related("round__program")
    for row in rows.filter(status__in=[Status.DRAFT, Status.RETURNED]):
        if row.until is None or row.until >= now:
            yield _todo(row)


def _todo(row: Any) -> Todo:
    program, url = localized(row.round.program, "title"), reverse("application", args=[row.pk])
    if row.status == Status.DRAFT:
        detail = localized(row.round, "name")
        edit = reverse("application_edit", args=[row.pk])
        return Todo(
            _("Finish the draft: %(program)s") % {"program": program}, detail, edit, _("Continue"), row.until
        )
    detail = ngettext(
        "%(number)s, returned %(n)d time. Without a correction it closes.",
        "%(number)s, returned %(n)d times. Without a correction it closes.",
        row.times_returned,
    ) % {"number": row.number, "n": row.times_returned}
    title = _("Correct the application: %(program)s") % {"program": program}
    return Todo(title, detail, url, _("See the points"), row.until)


def latest(request: HttpRequest) -> Panel | None:
    """The applications changed last."""
    capacity = acting(request)
    if capacity is None or capacity.kind not in ("organization", "self"):
        return None
    rows = Application.objects.visible_to(capacity).select_related("round__program", "organization", "person")
    found = list(rows.order_by("-changed_at", "id")[:LATEST])
    if not found:
        return None
    link, url = _("All applications"), reverse("application_list")
    return Panel(
        "applications", _("My applications"), "intake/panel.html", {"applications": found}, url, link
    )
