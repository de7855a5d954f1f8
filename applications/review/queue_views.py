"""The workbench: the queue, its saved views, a look at one row."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications.intake.models import Application
from applications.intake.rules import handles
from applications.intake.views.asking import with_application
from applications.review import bulk, columns, saved
from applications.review.checking import check_of
from applications.review.columns import COLUMNS, FIXED, Column
from applications.review.desk import Desk, desk_of
from applications.review.marks import tags_of
from applications.review.models import InternalNote
from applications.review.views import official, within
from applications.review.workbench import BY_KEY, KEYSET, VIEWS, QueueFilter, counts, queue
from portal.accounts.capacities import acting_as
from portal.api.keyset import BadCursor
from portal.api.problems import Refused
from portal.inbox.workdays import Workdays, calendar_warning

PAGE_SIZE = 20


@dataclass(frozen=True)
class Heading:
    """A column's heading with where a press sorts to and how it is sorted now (aria-sort)."""

    column: Column
    url: str
    sorted: str


def _heading(request: HttpRequest, column: Column, ordering: str) -> Heading:
    if not column.ordering:
        return Heading(column, "", "")
    sorted_now = {column.ordering: "ascending", f"-{column.ordering}": "descending"}.get(ordering, "")
    onward = f"-{column.ordering}" if sorted_now == "ascending" else column.ordering
    return Heading(column, _with(request, ordering=onward, cursor=None), sorted_now)


def _with(request: HttpRequest, **changes: str | None) -> str:
    """The page's address with some of its parameters changed; None drops one."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"{request.path}?{query.urlencode()}"


@dataclass(frozen=True)
class Selection:
    """Everything the address selects: all rows of the filters, those of the view, the view's key."""

    rows: Any
    selected: Any
    filter: QueueFilter
    chosen: str
    desk: Desk


def selection(request: HttpRequest) -> Selection:
    """What the address selects; 404 for a view that there is not."""
    capacity, now = official(request), timezone.now()
    chosen = request.GET.get("view", VIEWS[0].key)
    if chosen not in BY_KEY:
        raise Http404
    desk = desk_of(capacity)
    found = QueueFilter(request.GET, queryset=queue(capacity), desk=desk)
    rows = found.qs if found.is_valid() else queue(capacity)
    return Selection(rows, rows.filter(BY_KEY[chosen].condition(capacity, now)), found, chosen, desk)


@login_required
@require_GET
def workbench(request: HttpRequest) -> HttpResponse:
    """The queue: views with counts, filters in the address, keyset pages."""
    asked, by = selection(request), official(request)
    found, chosen, ordering = asked.filter, asked.chosen, request.GET.get("ordering", KEYSET.default)
    shown = columns.chosen(request.GET)
    narrowed = found.narrowed()
    numbers = counts(asked.rows.filter(narrowed), by, timezone.now(), chosen, searched=found.searches)
    try:
        rows = columns.with_facts(asked.selected.filter(narrowed), by, shown)
        page = KEYSET.page(rows, PAGE_SIZE, ordering, request.GET.get("cursor", ""))
    except (KeyError, BadCursor):
        return redirect(f"{request.path}?{urlencode({'view': chosen})}")
    ends = [timezone.localdate(row.due_at) for row in page.rows if row.due_at]
    context = {
        "views": [(view, numbers.get(view.key)) for view in VIEWS],
        "chosen": BY_KEY[chosen],
        "found": numbers[chosen],
        "filter": found,
        "filtered": _filtered(request, found),
        "lines": columns.lines_of(page.rows),
        "headings": [_heading(request, column, ordering) for column in shown],
        "shown": {column.key for column in shown},
        "columns": [column for column in COLUMNS if column.key != FIXED],
        "works": bulk.WORKS.values(),
        "next": _with(request, cursor=page.next) if page.next else "",
        "previous": _with(request, cursor=page.previous) if page.previous else "",
        "today": timezone.localdate(),
        "calendar_note": calendar_warning(ends),
        **saved_views(request, asked.desk),
    }
    return render(request, "review/workbench.html", context)


def _filtered(request: HttpRequest, found: QueueFilter) -> list[tuple[str, str]]:
    """What the address says besides the view, to be carried along by forms."""
    names = [*found.filters, "ordering", "col"]
    return [(name, value) for name in names for value in request.GET.getlist(name) if value]


def saved_views(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """One's own and shared views, what a new one would keep, and which may be deleted."""
    by, now = official(request), saved.kept(request.GET)
    removable = [row for row in desk.views if row["owner_id"] == by.user.pk or by.role == "head"]
    return {"saved": desk.views, "saved_now": now, "removable": removable}


@with_application
@require_GET
def review_preview(request: HttpRequest, application: Application) -> HttpResponse:
    """A short look at a row: beside the list with a script, a page of its own without."""
    by = official(request)
    context = {
        "application": application,
        "check": check_of(application) if within(application, by) else None,
        "days": Workdays().left(application.due_at) if application.due_at else None,
        "handles": handles(application, by),
        "tags": tags_of([application], by).get(application.pk, []),
        "notes": InternalNote.objects.visible_to(by)
        .filter(application=application)
        .select_related("author")[:3],
    }
    part = "review/preview.html#part" if request.headers.get("HX-Request") else "review/preview.html"
    return render(request, part, context)


@login_required
@require_POST
def view_save(request: HttpRequest) -> HttpResponse:
    """Keep what the workbench shows under a name."""
    by, query = official(request), QueryDict(request.POST.get("query", "")[:4000])
    try:
        made = saved.save(request.POST.get("name", ""), query, shared="shared" in request.POST, by=by)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('workbench')}?{saved.kept(query)}")
    messages.success(request, _("“%(name)s” is kept.") % {"name": made.name})
    return redirect(f"{reverse('workbench')}?{made.query}")


@login_required
@require_POST
def view_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a saved view."""
    saved.forget(pk, by=acting_as(request))
    messages.success(request, _("The view is deleted; the applications are untouched."))
    return redirect("workbench")
