from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from applications.intake import watching
from applications.intake.models import Application
from applications.intake.reading import answers_for, files_for
from applications.intake.rules import endorses, refusal
from applications.intake.services import perform
from applications.intake.services.reckoning import told
from applications.intake.services.transition import Inputs
from applications.intake.timeline import timeline
from applications.intake.views.asking import with_application
from applications.intake.workflow import BY_ACTION, Status
from applications.stations import forms, listing, progress, services
from applications.stations.rules import station_of
from portal.accounts.capacities import acting_as
from portal.accounts.models import Department
from portal.api.keyset import BadCursor
from portal.api.problems import Refused
from portal.inbox.workdays import Workdays
from portal.ui.exports import spreadsheet_response
from portal.ui.middleware import received_at

RECOMMEND, RETURN = BY_ACTION["recommend"], BY_ACTION["return"]


def station(request: HttpRequest) -> Department:
    """The reader's station; these pages do not exist for others."""
    found = station_of(acting_as(request))
    if found is None:
        raise Http404
    return found


def selection(request: HttpRequest) -> tuple[listing.StationFilter, QuerySet[Any], str]:
    """The filter of the address, the rows it leaves, and the view; a wrong filter leaves all."""
    view = request.GET.get("view", next(iter(listing.VIEWS)))
    if view not in listing.VIEWS:
        raise Http404
    rows = listing.rows_of(station(request))
    found = listing.StationFilter(request.GET, queryset=rows, request=request)
    rows = found.qs if found.is_valid() else rows
    return found, rows.filter(listing.VIEWS[view][1]), view


@login_required
@require_GET
def station_list(request: HttpRequest) -> HttpResponse:
    """What waits for the station's opinion, and what it has passed on."""
    found, rows, view = selection(request)
    ordering = request.GET.get("ordering", listing.KEYSET.default)
    try:
        page = listing.KEYSET.page(rows, listing.PAGE_SIZE, ordering, request.GET.get("cursor", ""))
    except (KeyError, BadCursor):
        return redirect("station")
    watching.opened(request, page.rows)
    days = Workdays()
    context: dict[str, Any] = {
        "filter": found,
        "views": [(key, label) for key, (label, _rows) in listing.VIEWS.items()],
        "view": view,
        "lines": [(row, days.left(row.due_at) if row.due_at else None) for row in page.rows],
        "ordering": ordering,
        "orderings": listing.ORDERINGS.items(),
        "query": request.GET.urlencode(),
    }
    return render(request, "stations/list.html", context | page.addresses(request.GET.dict()))


@login_required
@require_GET
def station_export(request: HttpRequest) -> HttpResponse:
    """What the address selects, as XLSX."""
    _found, rows, view = selection(request)
    watching.exported(request, rows, _("Applications to recommend"))
    return spreadsheet_response(listing.table(rows.order_by("due_at", "id")), f"station-{view}.xlsx")


@login_required
@require_GET
def station_organizations(request: HttpRequest) -> HttpResponse:
    """The drafts of the station's organizations: how far they are, never what they say."""
    rows = progress.drafts_of(station(request)).order_by("round__closes_at", "organization__name", "pk")
    page = Paginator(rows, listing.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "drafts": progress.progress_of(list(page))}
    return render(request, "stations/organizations.html", context)


@with_application
def station_application(request: HttpRequest, application: Application) -> HttpResponse:
    """One application with the station's opinion; POST gives it."""
    station(request)
    form = forms.OpinionForm(request.POST or None)
    line = forms.LineForm(request.POST or None, application=application)
    if request.method == "POST" and form.is_valid() and line.is_valid():
        choice = line.choice()
        inputs = Inputs(note=form.cleaned_data["opinion"], positive=choice.positive)
        if _done(request, application, "recommend", inputs, form):
            return redirect("station")
    return _page(request, application, form, line)


@require_POST
@with_application
def station_return(request: HttpRequest, application: Application) -> HttpResponse:
    """Ask the applicant for a correction before recommending."""
    station(request)
    form = forms.ReturnForm(request.POST, application=application, at=received_at(request))
    if form.is_valid() and _done(request, application, "return", form.inputs(), form):
        return redirect("station")
    return _page(request, application, forms.OpinionForm(), forms.LineForm(application=application), form)


def _done(request: HttpRequest, application: Application, action: str, inputs: Inputs, form: Any) -> bool:
    try:
        done = perform(
            application.pk, action, capacity=acting_as(request), at=received_at(request), inputs=inputs
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    sentence = _("%(number)s: %(state)s. The applicant has been told.")
    messages.success(request, sentence % {"number": done.number, "state": done.state.public_label})
    return True


def _page(
    request: HttpRequest,
    application: Application,
    form: forms.OpinionForm,
    line: forms.LineForm,
    returning: forms.ReturnForm | None = None,
) -> HttpResponse:
    capacity, at = acting_as(request), received_at(request)
    sections, answers = told(application, answers_for(application, capacity))
    letters = application.letters.select_related("department")
    context = {
        "application": application,
        "sections": sections,
        "answers": answers,
        "files": files_for(application, capacity),
        "problems": [],
        "form": form,
        "line": line,
        "returning": returning or forms.ReturnForm(application=application, at=at),
        "waiting": application.status == Status.RECOMMENDING and endorses(application, capacity),
        "refusal": refusal(application, RECOMMEND, capacity, at),
        "given": application.recommendations.select_related("department", "by", "batch"),
        "timeline": timeline(application.events.all(), letters),
    }
    wrong = form.is_bound or (returning is not None and returning.is_bound)
    return render(request, "stations/application.html", context, status=422 if wrong else 200)


@login_required
def station_recommend(request: HttpRequest) -> HttpResponse:
    """Several with one letter: GET shows the marked ones, POST gives the opinion."""
    department = station(request)
    asked = request.POST if request.method == "POST" else request.GET
    rows = _marked(department, asked.getlist("id"))
    data = request.POST if request.method == "POST" else None
    form, lines = forms.OpinionForm(data), forms.line_forms(rows, data)
    valid = [form.is_valid(), *(line.is_valid() for line in lines)]
    if request.method == "POST" and all(valid):
        try:
            batch = services.recommend_all(
                [line.choice() for line in lines],
                form.cleaned_data["opinion"],
                capacity=acting_as(request),
                at=received_at(request),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            told_ = ngettext(
                "%(n)d application is passed on.", "%(n)d applications are passed on.", len(rows)
            )
            messages.success(request, told_ % {"n": len(rows)})
            return redirect("station_letter", pk=batch.pk)
    context = {"form": form, "lines": lines, "rows": rows}
    return render(
        request, "stations/recommend.html", context, status=422 if request.method == "POST" else 200
    )


def _marked(department: Department, ids: list[str]) -> list[Application]:
    """The marked applications that wait for the station, as many as one letter holds."""
    rows = listing.rows_of(department).filter(listing.VIEWS["waiting"][1])
    wanted = [pk for pk in ids if listing.is_id(pk)][: services.MOST]
    return list(rows.filter(pk__in=wanted).order_by("number"))


def letters_of(request: HttpRequest) -> QuerySet[Any]:
    """The letters the reader may see, with how many applications each is about."""
    rows = services.Batch.objects.visible_to(acting_as(request))
    found = rows.select_related("round__program", "department", "issued_by", "file")
    return found.annotate(n=Count("recommendations")).order_by("-issued_at", "-pk")
