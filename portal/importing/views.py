"""Lists of organizations: upload, say what the columns are, look through, enter, download."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.accounts.capacities import Capacity, acting_as
from portal.api.problems import Refused
from portal.importing import services
from portal.importing.forms import UploadForm, column_forms
from portal.importing.models import ImportedList
from portal.importing.showing import Shown
from portal.organizations.rules import importing_refusal
from portal.ui.exports import spreadsheet_response

PAGE = ["GET", "HEAD", "POST"]
PER_PAGE = 20
State = ImportedList.State


def importer(request: HttpRequest) -> Capacity:
    """Who imports lists; for others there are none."""
    capacity = acting_as(request)
    if importing_refusal(capacity):
        raise Http404
    return capacity


def seen(request: HttpRequest, pk: int) -> tuple[ImportedList, Capacity]:
    """A list that the reader may see, or 404."""
    capacity = importer(request)
    rows = ImportedList.objects.visible_to(capacity).select_related("by", "file")
    return get_object_or_404(rows, pk=pk), capacity


@login_required
@require_http_methods(PAGE)
def imports(request: HttpRequest) -> HttpResponse:
    """The lists of before, and a new one."""
    capacity = importer(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.upload(form.cleaned_data["file"], by=capacity)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("imported_list", made.pk)
    rows = ImportedList.objects.visible_to(capacity).select_related("by").defer("columns")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    return render(request, "importing/imports.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(PAGE)
def imported_list(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a list is, then what its lines do; a POST has it entered."""
    row, capacity = seen(request, pk)
    if request.method == "POST":
        try:
            services.order(row.pk, by=capacity)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("imported_list", pk)
    if row.state == State.MAPPING:
        return redirect("imported_columns", pk)
    context: dict[str, Any] = {"imported": row}
    if row.state in (State.CHECKED, State.ENTERED):
        context["shown"] = Shown(row, request.GET)
    return render(request, "importing/list.html", context)


@login_required
@require_http_methods(PAGE)
def imported_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the columns are; what the headers and the files of before tell is there already."""
    row, capacity = seen(request, pk)
    if row.state not in (State.MAPPING, State.CHECKED):
        return redirect("imported_list", pk)
    forms = column_forms(row.columns, request.POST or None)
    problems: list[str] = []
    valid = [form.is_valid() for form in forms]  # each of them, so that every error is told
    if request.method == "POST" and all(valid):
        try:
            services.choose(row.pk, [form.choice() for form in forms], by=capacity)
        except ValidationError as error:
            problems = error.messages
        except Refused as refused:
            problems = [str(refused)]
        else:
            return redirect("imported_list", pk)
    wrong = problems or any(form.errors for form in forms)
    context = {"imported": row, "columns": list(zip(row.columns, forms, strict=True)), "problems": problems}
    return render(request, "importing/columns.html", context | {"wrong": wrong}, status=422 if wrong else 200)


@login_required
@require_GET
def imported_lines(request: HttpRequest, pk: int) -> HttpResponse:
    """Lines of one sort with what is said of them, as a spreadsheet that can be corrected and uploaded."""
    row, _capacity = seen(request, pk)
    shown = Shown(row, request.GET)
    head = [own["header"] for own in row.columns] + [_("Result"), _("What is wrong")]
    lines = (
        [
            *["" if isinstance(cell, dict) else cell for cell in one.cells],
            one.get_does_display(),
            " ".join(one.errors),
        ]
        for one in shown.of_sort.iterator(chunk_size=2000)
    )
    return spreadsheet_response(
        [head, *lines], f"{row.name.rpartition('.')[0] or row.name}-{shown.show}.xlsx"
    )
