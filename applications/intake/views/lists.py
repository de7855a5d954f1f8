from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.intake import watching
from applications.intake.listing import KEYSET, ORDERINGS, PAGE_SIZE, ApplicationFilter, rows_for
from portal.accounts.capacities import acting_as
from portal.api.keyset import BadCursor
from portal.ui.exports import spreadsheet_response
from portal.ui.texts import localized


def _selection(request: HttpRequest) -> tuple[ApplicationFilter, QuerySet[Any]]:
    """The filter of the address and the rows it leaves; a wrong filter leaves all."""
    rows = rows_for(acting_as(request))
    found = ApplicationFilter(request.GET, queryset=rows, request=request)
    return found, found.qs if found.is_valid() else rows


@login_required
def application_list(request: HttpRequest) -> HttpResponse:
    """Mine; an official's are at the workbench."""
    if acting_as(request).department:
        return redirect("workbench")
    found, rows = _selection(request)
    ordering = request.GET.get("ordering", KEYSET.default)
    try:
        page = KEYSET.page(rows, PAGE_SIZE, ordering, request.GET.get("cursor", ""))
    except (KeyError, BadCursor):
        return redirect("application_list")
    context: dict[str, Any] = {
        "filter": found,
        "page": page,
        "ordering": ordering,
        "orderings": ORDERINGS.items(),
        "export_url": f"{reverse('application_export')}?{request.GET.urlencode()}",
        "filtered": any(request.GET.get(name) for name in found.filters),
    }
    return render(request, "intake/list.html", context | page.addresses(request.GET.dict()))


@login_required
def application_export(request: HttpRequest) -> HttpResponse:
    """What the address selects, as XLSX."""
    _found, rows = _selection(request)
    watching.exported(request, rows, _("Applications") + ".xlsx")
    return spreadsheet_response(_table(rows), "applications.xlsx")


def _table(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """Header, then a line an application; money in yuan, times in local time."""
    yield [
        _("Number"), _("Applicant"), _("Program"), _("Round"), _("Status"), _("Applied for (yuan)"),
        _("Approved (yuan)"), _("Submitted"), _("Due"),
    ]  # fmt: skip
    for row in rows:
        yield [
            row.number or "",
            row.applicant_name,
            localized(row.round.program, "title"),
            localized(row.round, "name"),
            str(row.state.public_label),
            row.amount_asked,
            row.amount_approved,
            _local(row.submitted_at),
            _local(row.until),
        ]


def _local(value: Any) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""
