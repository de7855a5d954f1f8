"""The access log: all of it for the auditor, what concerns themselves for organizations and people."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal.access.listing import KEYSET, ORDERINGS, PAGE_SIZE, EntryFilter
from portal.access.models import Entry
from portal.accounts.capacities import Capacity, acting_as
from portal.api.keyset import BadCursor
from portal.ui.exports import spreadsheet_response
from portal.ui.formats.dates import local

READERS = ("auditor", "organization", "self")
MOST_EXPORTED = 50_000


def names_shown(capacity: Capacity) -> bool:
    """Who looked is named to the auditor; others read the department and the post (minimal disclosure)."""
    return capacity.kind == "auditor"


def selection(request: HttpRequest) -> tuple[EntryFilter, QuerySet[Entry]]:
    """The filter of the address and what it leaves of what the reader may see; a wrong filter leaves all."""
    capacity = acting_as(request)
    if capacity.kind not in READERS:
        raise Http404
    rows = Entry.objects.visible_to(capacity).select_related("user")
    found = EntryFilter(request.GET, queryset=rows, names_shown=names_shown(capacity))
    return found, found.qs if found.is_valid() else rows


@login_required
@require_GET
def access_log(request: HttpRequest) -> HttpResponse:
    """A page of entries, and how many there are."""
    found, rows = selection(request)
    ordering = request.GET.get("ordering", KEYSET.default)
    try:
        page = KEYSET.page(rows, PAGE_SIZE, ordering, request.GET.get("cursor", ""))
    except (KeyError, BadCursor):
        return redirect("access_log")
    context = {
        "filter": found,
        "page": page,
        "total": rows.count(),
        "ordering": ordering,
        "orderings": ORDERINGS.items(),
        "names_shown": names_shown(acting_as(request)),
        "export_url": f"{reverse('access_export')}?{request.GET.urlencode()}",
    }
    return render(request, "access/log.html", context | page.addresses(request.GET.dict()))


@login_required
@require_GET
def access_export(request: HttpRequest) -> HttpResponse:
    """What the address selects as a spreadsheet: the newest 50,000 entries."""
    _found, rows = selection(request)
    table = _table(rows.order_by("-at", "-id")[:MOST_EXPORTED], names_shown(acting_as(request)))
    return spreadsheet_response(table, _("Access log") + ".xlsx")


def _table(rows: QuerySet[Entry], names: bool) -> Iterator[list[Any]]:
    head = [_("Time"), _("Department and post"), _("What was done"), _("Whose data"), _("Which data")]
    yield [*head, _("Person"), _("Acting as"), _("Request")] if names else head
    for row in rows.iterator(chunk_size=2000):
        line = [f"{local(row.at):%Y-%m-%d %H:%M:%S}", row.office, row.get_verb_display()]
        line += [row.subject_label, row.what]
        yield [*line, str(row.user), row.capacity, row.request_id] if names else line
