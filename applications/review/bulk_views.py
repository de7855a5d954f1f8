"""Doing one thing to many: choose on the workbench, see what would happen, carry out, read the results."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.intake import watching
from applications.intake.models import Application
from applications.review import bulk, marks
from applications.review.circular_views import chosen
from applications.review.models import BulkRow, BulkRun, Tag
from applications.review.views import official
from portal.accounts.capacities import Capacity
from portal.accounts.models import Post, User
from portal.api.problems import Refused
from portal.ui.exports import spreadsheet_response
from portal.ui.middleware import received_at

PAGE_SIZE = 50
RELATED = ("round__program", "round__department", "organization", "person", "handler")


class InputsForm(forms.Form):
    """What the action has to be given."""

    to = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Hand over to"))
    tag = forms.CharField(
        label=gettext_lazy("Tag"),
        max_length=20,
        help_text=gettext_lazy("One the department has, or a new one: at most 20 characters."),
    )

    def __init__(self, data: Any, work: bulk.Work, by: Capacity) -> None:
        super().__init__(data)
        posts = Post.objects.in_force().filter(department=by.department)
        people = User.objects.filter(pk__in=posts.values("user"), is_active=True)
        self.fields["to"].queryset = people.order_by("name", "pk")  # type: ignore[attr-defined]  # a choice of rows
        for name in {"to", "tag"} - {work.needs}:
            del self.fields[name]

    def inputs(self, by: Capacity) -> dict[str, Any]:
        """As a run keeps them; call after `is_valid`."""
        if "to" in self.cleaned_data:
            return {"to": self.cleaned_data["to"].pk}
        return {"tag": marks.tag_named(self.cleaned_data["tag"], by=by).pk} if self.fields else {}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_new(request: HttpRequest) -> HttpResponse:
    """What has to be given; then which applications it is about is fixed and shown."""
    by, rows = official(request), chosen(request)
    work = bulk.WORKS.get(request.GET.get("action", ""))
    if work is None:
        raise Http404
    count = rows.filter(round__department=by.department).count()
    if not count:
        messages.error(request, _("Mark applications that your department handles, then choose what to do."))
        return redirect("workbench")
    form = InputsForm(request.POST if request.method == "POST" else None, work, by)
    if request.method == "POST" and form.is_valid():
        try:
            run = bulk.plan(work, form.inputs(by), rows, by=by)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("bulk_run", pk=run.pk)
    context = {"form": form, "work": work, "count": count, "left_out": rows.count() - count}
    return render(request, "review/bulk_new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def bulk_run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Before it is started: what would happen to each; afterwards how far it is, and what happened."""
    by = official(request)
    run = found(pk, by)
    rows = run.rows.select_related(*(f"application__{name}" for name in RELATED)).order_by("pk")
    result = request.GET.get("result", "")
    if result in BulkRow.Result.values:
        rows = rows.filter(result=result)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    watching.opened(request, [row.application for row in page])
    context = {
        "run": run,
        "work": bulk.WORKS[run.action],
        "given": given(run),
        "mine": run.by_id == by.user.pk and run.capacity == by.key,
        "counts": bulk.counts(run),
        "results": BulkRow.Result.choices,
        "chosen_result": result,
        "page": page,
        "lines": lines(run, list(page), by, request),
    }
    template = "review/bulk_progress.html" if request.headers.get("HX-Request") else "review/bulk_run.html"
    return render(request, template, context)


def lines(run: BulkRun, rows: list[BulkRow], by: Capacity, request: HttpRequest) -> list[tuple[BulkRow, str]]:
    """Each row with why not: as it would be, or as it was."""
    if run.confirmed_at:
        return [(row, row.sentence) for row in rows]
    would = bulk.previewing(run, by, received_at(request))
    return [(row, would(row.application)) for row in rows]


def given(run: BulkRun) -> str:
    """The colleague or the tag of the run, by name."""
    if "to" in run.inputs:
        return str(User.objects.filter(pk=run.inputs["to"]).first() or "")
    return str(Tag.objects.filter(pk=run.inputs["tag"]).first() or "") if "tag" in run.inputs else ""


def found(pk: UUID, by: Capacity) -> BulkRun:
    """A run of the department, or 404; one of an action that no longer exists is not there either."""
    run = get_object_or_404(BulkRun.objects.visible_to(by).select_related("by"), pk=pk)
    if run.action not in bulk.WORKS:
        raise Http404
    return run


@login_required
@require_POST
def bulk_start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Start once; a second press says that it was started."""
    if bulk.confirm(pk, by=official(request), at=received_at(request)):
        messages.success(request, _("It is being carried out. You may leave this page."))
    else:
        messages.info(request, _("This was started already; nothing is done twice."))
    return redirect("bulk_run", pk=pk)


@login_required
@require_safe
def bulk_runs(request: HttpRequest) -> HttpResponse:
    """What the department did to many, the newest first."""
    rows = BulkRun.objects.visible_to(official(request)).filter(confirmed_at__isnull=False)
    page = Paginator(rows.select_related("by").order_by("-confirmed_at", "pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    labels = [(run, bulk.WORKS[run.action].label) for run in page if run.action in bulk.WORKS]
    return render(request, "review/bulk_runs.html", {"page": page, "runs": labels})


@login_required
@require_safe
def bulk_export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What became of each, as XLSX."""
    run = found(pk, official(request))
    applications = Application.objects.filter(pk__in=run.rows.values("application"))
    watching.exported(request, applications, str(bulk.WORKS[run.action].label))
    return spreadsheet_response(table(run), f"{run.action}-{run.created_at:%Y%m%d}.xlsx")


def table(run: BulkRun) -> Iterator[Iterable[Any]]:
    """Header, then a line a row."""
    yield (_("Number"), _("Applicant"), _("Result"), _("Why not"))
    rows = run.rows.select_related("application__organization", "application__person").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        application = row.application
        yield (application.number, application.applicant_name, row.get_result_display(), row.sentence)
