"""The auditor's pages: samples, their applications with findings, and case files."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.audit import services
from applications.audit.archive import stream
from applications.audit.case_file import parts_of
from applications.audit.drawing import digest_of
from applications.audit.forms import FindingForm, SampleForm
from applications.audit.models import Finding, Sample, SampleItem
from applications.intake import watching
from applications.intake.models import Application
from applications.intake.rules import handles
from applications.intake.views.asking import with_application
from portal.accounts.capacities import Capacity, acting_as
from portal.api.problems import Refused
from portal.ui.exports import csv_response, spreadsheet_response
from portal.ui.formats import dates
from portal.ui.middleware import received_at
from portal.ui.texts import current_language, localized

PAGE_SIZE = 50
SHOWN = ("all", "open", *Finding.Result.values)


def auditor(request: HttpRequest) -> Capacity:
    """The auditor's capacity; these pages do not exist for others."""
    capacity = acting_as(request)
    if capacity.kind != "auditor":
        raise Http404
    return capacity


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def audit_samples(request: HttpRequest) -> HttpResponse:
    """What was drawn so far, the newest first; and drawing another."""
    by = auditor(request)
    form = SampleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.draw(services.Asked(**form.cleaned_data), by=by)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(made)
    rows = Sample.objects.visible_to(by).select_related("drawn_by", "program").defer("population")
    page = Paginator(rows.annotate(size=Count("items")).order_by("-drawn_at", "id"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    status = 422 if form.errors else 200
    return render(request, "audit/samples.html", {"page": page, "form": form}, status=status)


def sample_of(request: HttpRequest, pk: UUID) -> Sample:
    """A sample of the address, or 404."""
    rows = Sample.objects.visible_to(auditor(request)).select_related("drawn_by", "program")
    return get_object_or_404(rows, pk=pk)


def items_of(sample: Sample, show: str) -> QuerySet[Any]:
    """Its applications in the order in which they were drawn, those of a finding or still open ones."""
    rows: QuerySet[Any] = sample.items.with_finding().select_related(
        "application__organization", "application__person", "application__round__program"
    )
    if show == "open":
        rows = rows.filter(result=None)
    elif show != "all":
        rows = rows.filter(result=show)
    return rows.order_by("position")


def shown_of(request: HttpRequest) -> str:
    """Which applications the address asks for."""
    show = request.GET.get("show", "all")
    return show if show in SHOWN else "all"


@login_required
@require_safe
def audit_sample(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it was drawn, whether drawing again gives the same, and what was found."""
    return _sample_page(request, sample_of(request, pk))


def _sample_page(
    request: HttpRequest, sample: Sample, bound: FindingForm | None = None, item: SampleItem | None = None
) -> HttpResponse:
    show = shown_of(request)
    page: Page[Any] = Paginator(items_of(sample, show), PAGE_SIZE).get_page(request.GET.get("page"))
    watching.opened(request, [row.application for row in page])
    lines = [
        (row, bound if item is not None and bound and row.pk == item.pk else _finding_form(row))
        for row in page
    ]
    context = {
        "sample": sample,
        "same": services.drawn_again(sample),
        "size": sample.items.count(),
        "digest": digest_of(sample.population),
        "show": show,
        "choices": [("all", _("All")), ("open", _("Not looked at yet")), *Finding.Result.choices],
        "page": page,
        "lines": lines,
    }
    return render(request, "audit/sample.html", context, status=422 if bound else 200)


def _finding_form(item: Any) -> FindingForm:
    form = FindingForm(prefix=f"item{item.pk}")
    if item.result:
        form.initial = {"result": item.result}
    return form


@login_required
@require_POST
def audit_finding(request: HttpRequest, pk: UUID, item_id: int) -> HttpResponse:
    """Write down what was found."""
    sample = sample_of(request, pk)
    item = get_object_or_404(sample.items, pk=item_id)
    form = FindingForm(request.POST, prefix=f"item{item.pk}")
    if form.is_valid():
        try:
            services.find(item, **form.cleaned_data, by=auditor(request), at=received_at(request))
        except Refused as refused:
            form.add_error("note", str(refused))
        else:
            messages.success(request, _("Finding kept."))
            return redirect(f"{sample.get_absolute_url()}?{request.GET.urlencode()}#item{item.pk}")
    return _sample_page(request, sample, form, item)


@login_required
@require_safe
def audit_sample_export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sample with its findings as a spreadsheet."""
    sample = sample_of(request, pk)
    rows = items_of(sample, shown_of(request)).prefetch_related("findings__by")
    watching.exported(
        request, Application.objects.filter(pk__in=rows.values("application")), _("Sample of the auditor")
    )
    if request.GET.get("format") == "csv":
        return csv_response(_table(rows), f"{sample.title}.csv")
    return spreadsheet_response(_table(rows), f"{sample.title}.xlsx")


def _table(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    yield [
        *(_("No."), _("Number"), _("Applicant"), _("Program"), _("Amount approved")),
        *(_("Finding"), _("Note"), _("Found by"), _("At")),
    ]
    results, language = dict(Finding.Result.choices), current_language()
    for row in rows:
        application, found = row.application, next(iter(row.findings.all()), None)
        line = [row.position, application.number, application.applicant_name]
        line += [localized(application.round.program, "title"), application.amount_approved]
        last = (
            [results[found.result], found.note, str(found.by), dates.moment(found.at, language)]
            if found
            else []
        )
        yield line + last


@require_safe
@with_application
def case_file(request: HttpRequest, application: Application) -> HttpResponseBase:
    """The case file as one archive, for the auditor and the department that handles the application."""
    capacity = acting_as(request)
    if capacity.kind != "auditor" and not handles(application, capacity):
        raise Http404
    watching.downloaded(request, application, _("Case file"))
    at = received_at(request)
    parts = parts_of(application, by=capacity, at=at)
    response = StreamingHttpResponse(stream(parts, at), content_type="application/zip")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{application.number}.zip')}"
    return response
