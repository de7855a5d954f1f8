"""The fee list for the finance office: masked, or with the numbers in full for whoever says why."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from applications.experts import services as experts
from applications.experts.models import Expert
from applications.panels.forms import DrawForm
from applications.panels.models import Assignment, Panel
from applications.panels.rules import handles
from applications.panels.views import page, seen
from portal.access.services import Verb, note, person
from portal.accounts.capacities import Capacity, acting_as
from portal.api.problems import Refused
from portal.ui.exports import spreadsheet_response
from portal.ui.middleware import received_at


def table(panel: Panel, reason: str, by: Capacity, at: datetime) -> Iterator[list[Any]]:
    """A line an expert: reviews handed in, fee, account. Numbers in full are revealed one by one."""
    head = [
        pgettext("person", "Name"),
        _("Employer"),
        _("Identity number"),
        _("Bank and branch"),
        _("Bank account"),
    ]
    yield [*head, _("Reviews handed in"), _("Fee for each (yuan)"), _("Fee (yuan)")]
    for expert, count in paid(panel):
        shown = dict(expert.masked)
        for name in ("identity", "account"):
            if reason and shown[name]:
                shown[name] = experts.reveal(expert.pk, name, reason=reason, by=by, at=at)
        line = [expert.name, expert.employer, shown["identity"], expert.bank, shown["account"]]
        yield [*line, count, panel.fee, panel.fee * count]


def paid(panel: Panel) -> list[tuple[Expert, int]]:
    """The experts with the number of reviews they handed in."""
    rows = panel.assignments.filter(state=Assignment.State.HANDED_IN).order_by().values("expert")
    counts = dict(rows.annotate(n=Count("pk")).values_list("expert", "n"))
    found = Expert.objects.filter(pk__in=counts).order_by("name", "pk")
    return [(expert, counts[expert.pk]) for expert in found]


@login_required
def panel_fees(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list as XLSX: by GET masked, by POST with a reason in full."""
    panel, by = seen(request, pk), acting_as(request)
    reason = request.POST.get("reason", "").strip() if request.method == "POST" else ""
    if request.method == "POST" and not (reason and handles(panel, by)):
        words = _("Say in a few words why you need the numbers: it is written down.")
        return page(request, panel, DrawForm(), words)
    try:
        rows = list(table(panel, reason, by, received_at(request)))
    except Refused as refused:
        return page(request, panel, DrawForm(), str(refused))
    subjects = [person(expert.user) for expert, _count in paid(panel) if expert.user]
    note(request, Verb.REVEALED if reason else Verb.EXPORTED, subjects, _("Fee list"))
    return spreadsheet_response(rows, _("Fee list") + ".xlsx")
