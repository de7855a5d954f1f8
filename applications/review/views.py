from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from applications.intake import watching
from applications.intake.models import Application
from applications.intake.reading import files_for
from applications.intake.rules import available, handles, refusal
from applications.intake.services import perform
from applications.intake.timeline import timeline
from applications.intake.views.asking import received_at, with_application
from applications.intake.workflow import BY_ACTION, Owner, Transition
from applications.review import assigning
from applications.review.exports import queue_workbook
from applications.review.forms import ActionForm
from applications.review.workbench import BY_KEY, COLUMNS, KEYSET, VIEWS, Column, QueueFilter, counts, queue
from portal.accounts.capacities import Capacity, acting_as
from portal.api.keyset import BadCursor
from portal.api.problems import Refused
from portal.inbox.workdays import Workdays, calendar_warning
from portal.ui.exports import spreadsheet_response
from programs.forms import screens

PAGE_SIZE = 20


def official(request: HttpRequest) -> Capacity:
    """The official's capacity; the workbench does not exist for others."""
    capacity = acting_as(request)
    if capacity.department is None:
        raise Http404
    return capacity


@dataclass(frozen=True)
class Line:
    """A row of the queue with its working days left; None where no clock runs."""

    application: Application
    days: int | None

    @property
    def amount(self) -> str:
        """In 10,000 yuan with two places, as the column says."""
        asked = self.application.amount_asked
        return "—" if asked is None else f"{asked / 10_000:,.2f}"


@dataclass(frozen=True)
class Heading:
    """A column's heading with where a press sorts to and how it is sorted now (aria-sort)."""

    column: Column
    url: str
    sorted: str


def _headings(request: HttpRequest, ordering: str) -> list[Heading]:
    return [_heading(request, column, ordering) for column in COLUMNS]


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


def selection(request: HttpRequest) -> tuple[Any, Any, QueueFilter, str]:
    """Everything the address selects: (all rows of the filters, rows of the view, the filter, view key)."""
    capacity, now = official(request), timezone.now()
    chosen = request.GET.get("view", VIEWS[0].key)
    if chosen not in BY_KEY:
        raise Http404
    found = QueueFilter(request.GET, queryset=queue(capacity), capacity=capacity)
    rows = found.qs if found.is_valid() else queue(capacity)
    return rows, rows.filter(BY_KEY[chosen].condition(capacity, now)), found, chosen


@login_required
@require_GET
def workbench(request: HttpRequest) -> HttpResponse:
    """The queue: views with counts, filters in the address, keyset pages."""
    rows, selected, found, chosen = selection(request)
    ordering = request.GET.get("ordering", KEYSET.default)
    try:
        page = KEYSET.page(selected, PAGE_SIZE, ordering, request.GET.get("cursor", ""))
    except (KeyError, BadCursor):
        return redirect(f"{request.path}?{urlencode({'view': chosen})}")
    numbers, days = counts(rows, official(request), timezone.now(), chosen), Workdays()
    if not found.is_bound or not any(request.GET.get(name) for name in found.filters):
        request.waits = numbers["check"] + numbers["decide"]  # type: ignore[attr-defined]  # for the navigation
    lines = [Line(row, days.left(row.due_at) if row.due_at else None) for row in page.rows]
    ends = [timezone.localdate(row.due_at) for row in page.rows if row.due_at]
    context = {
        "views": [(view, numbers.get(view.key)) for view in VIEWS],
        "chosen": BY_KEY[chosen],
        "total": numbers[chosen],
        "filter": found,
        "lines": lines,
        "headings": _headings(request, ordering),
        "next": _with(request, cursor=page.next) if page.next else "",
        "previous": _with(request, cursor=page.previous) if page.previous else "",
        "today": timezone.localdate(),
        "calendar_note": calendar_warning(ends),
    }
    return render(request, "review/workbench.html", context)


@login_required
@require_GET
def workbench_export(request: HttpRequest) -> HttpResponse:
    """What the address selects as XLSX, formula injection escaped."""
    _rows, selected, _found, chosen = selection(request)
    watching.exported(request, selected, _("Workbench"))
    return spreadsheet_response(queue_workbook(selected.order_by("due_at", "id")), f"queue-{chosen}.xlsx")


def _panels(request: HttpRequest, application: Application, bound: ActionForm | None) -> list[dict[str, Any]]:
    """An entry per action that concerns officials: its form, or why not."""
    at = received_at(request)
    panels = []
    for transition, sentence in available(application, official(request), at):
        if transition.actor != Owner.OFFICIAL:
            continue
        mine = bound is not None and bound.transition.action == transition.action
        form = bound if mine else ActionForm(transition=transition, application=application, at=at)
        panels.append({"transition": transition, "refusal": sentence, "form": form, "opened": mine})
    return panels


def _page(request: HttpRequest, application: Application, bound: ActionForm | None = None) -> HttpResponse:
    """What was handed in last (not what the applicant is correcting now), and what can be done."""
    letters = application.letters.select_related("department")
    days = Workdays()
    context = {
        "application": application,
        "submission": application.submissions.order_by("-seq").first(),
        "sections": screens.sections(application.form_version),
        "files": files_for(application, official(request)),
        "conditions": application.round.conditions.select_related("clause__document"),
        "handles": handles(application, official(request)),
        "panels": _panels(request, application, bound),
        "bound": bound,
        "days": days.left(application.due_at) if application.due_at else None,
        "calendar_note": calendar_warning(_period_ends(application, days)),
        "letters": letters,
        "timeline": timeline(application.events.all(), letters, internal=True),
        "assigning": assigning.panel(application, official(request)),
    }
    return render(request, "review/application.html", context, status=422 if bound else 200)


def _period_ends(application: Application, days: Workdays) -> Iterator[date]:
    """The last days of the period that runs and of those an action of today would begin."""
    today, round_ = timezone.localdate(), application.round
    if application.due_at:
        yield timezone.localdate(application.due_at)
        yield from (days.add(today, count) for count in (round_.correction_days, round_.decision_days))


@with_application
@require_GET
def review_application(request: HttpRequest, application: Application) -> HttpResponse:
    """Answers, files and timeline on the left; what can be done on the right."""
    official(request)
    return _page(request, application)


@with_application
def review_action(request: HttpRequest, application: Application, action: str) -> HttpResponse:
    """Carry out an official's action; a wrong form or a refusal shows the page again with the sentence."""
    if request.method != "POST":  # back from signing in
        return redirect("review_application", pk=application.pk)
    transition, at = _official_transition(action), received_at(request)
    if sentence := refusal(application, transition, official(request), at):
        messages.error(request, sentence)
        return redirect("review_application", pk=application.pk)
    form = ActionForm(request.POST, transition=transition, application=application, at=at)
    if form.is_valid():
        try:
            done = perform(application.pk, action, capacity=official(request), at=at, inputs=form.inputs())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            told = _("%(number)s: %(state)s. The applicant has been told.")
            messages.success(request, told % {"number": done.number, "state": done.state.staff_label})
            return redirect("review_application", pk=application.pk)
    return _page(request, application, form)


def _official_transition(action: str) -> Transition:
    transition = BY_ACTION.get(action)
    if transition is None or transition.actor != Owner.OFFICIAL:
        raise Http404
    return transition
