"""The page of the dry run, linked from the what-if page, and its export."""

from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from applications.intake import watching
from applications.intake.models import Application
from applications.review.dry_run import MOST, DryRun, Past, Reason
from portal.ui.exports import csv_response, spreadsheet_response
from portal.ui.texts import localized
from programs.screening.whatif import asked
from programs.screening.whatif_access import find
from programs.screening.whatif_lists import in_words
from programs.screening.whatif_views import address, official

PAGE_SIZE = 10
CHUNK = 200


def run(request: HttpRequest, kind: str, pk: int) -> tuple[Any, DryRun]:
    """What the address asks."""
    by = official(request)
    form, question = asked(find(kind, pk, by), by, request.GET)
    return form, DryRun(question, by)


def chosen(request: HttpRequest, found: DryRun) -> tuple[str, list[Past]]:
    """Those that would drop out, or would come in."""
    show = "lost" if request.GET.get("show") == "lost" else "gained"
    if "show" not in request.GET and not found.gained and found.lost:
        show = "lost"
    return show, found.lost if show == "lost" else found.gained


@login_required
@require_safe
def dry_run(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Who flips, with reasons; whose applications an official saw is noted."""
    form, found = run(request, kind, pk)
    show, rows = chosen(request, found)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    reasons = found.reasons(list(page))
    watching.opened(request, [row.application for row in page])
    context = {
        "subject": found.question.subject,
        "controls": [control for control in form.controls() if control.said],
        "query": address(found.question),
        "run": found,
        "show": show,
        "page": page,
        "lines": [line(row, reasons[row.application.pk]) for row in page],
        "most": MOST,
    }
    return render(request, "review/dry_run.html", context)


def line(row: Past, reasons: Sequence[Reason]) -> dict[str, Any]:
    """A row of the list."""
    return {
        "application": row.application,
        "day": row.context.as_of,
        "before": in_words(row.before),
        "after": in_words(row.after),
        "reasons": reasons,
    }


@login_required
@require_safe
def dry_run_export(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What the page lists, with the reasons, as XLSX or CSV."""
    _form, found = run(request, kind, pk)
    show, rows = chosen(request, found)
    shown = Application.objects.filter(pk__in=[row.application.pk for row in rows])
    watching.exported(request, shown, _("Dry run"))
    if request.GET.get("format") == "csv":
        return csv_response(table(found, rows), f"dry-run-{show}.csv")
    return spreadsheet_response(table(found, rows), f"dry-run-{show}.xlsx")


def table(found: DryRun, rows: Sequence[Past]) -> Iterator[Sequence[Any]]:
    """Header, then a line for each application."""
    yield (
        _("Number"),
        _("Applicant"),
        _("Handed in"),
        _("Decision"),
        pgettext("what-if", "Now"),
        pgettext("what-if", "Tried"),
        _("Condition"),
        _("Reason"),
    )
    for chunk in batched(rows, CHUNK):
        reasons = found.reasons(chunk)
        for row in chunk:
            mine = reasons[row.application.pk]
            yield (
                row.application.number,
                row.application.applicant_name,
                row.context.as_of,
                str(row.application.state.staff_label),
                in_words(row.before),
                in_words(row.after),
                "\n".join(localized(reason.condition, "sentence") for reason in mine),
                "\n".join(reason.words for reason in mine),
            )
