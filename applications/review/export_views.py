"""Lists and cases to take along, as XLSX and PDF; formulas are escaped, and who took what is noted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from applications.intake import watching
from applications.intake.models import Application
from applications.intake.views.asking import with_application
from applications.intake.views.papers import download
from applications.review.checking import check_of
from applications.review.documents import queue_pdf, sheet_pdf, sheet_rows
from applications.review.exports import queue_workbook
from applications.review.queue_views import selection
from applications.review.views import official, within
from applications.review.workbench import BY_KEY
from portal.api.problems import Refused
from portal.documents.typesetting import MEDIA_TYPE
from portal.ui.exports import spreadsheet_response
from portal.ui.middleware import received_at


@login_required
@require_GET
def workbench_export(request: HttpRequest) -> HttpResponse:
    """What the address selects as XLSX."""
    asked = selection(request)
    watching.exported(request, asked.selected, _("Workbench"))
    rows = queue_workbook(asked.selected.order_by("due_at", "id"))
    return spreadsheet_response(rows, f"queue-{asked.chosen}.xlsx")


@login_required
@require_GET
def workbench_pdf(request: HttpRequest) -> HttpResponse:
    """The same as PDF, as long as it can be read on paper."""
    asked = selection(request)
    rows, title = asked.selected.order_by("due_at", "id"), str(BY_KEY[asked.chosen].label)
    try:
        made = queue_pdf(rows, title, official(request), received_at(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('workbench')}?{request.GET.urlencode()}")
    watching.exported(request, asked.selected, _("Workbench"))
    return download(made, MEDIA_TYPE, f"queue-{asked.chosen}.pdf")


@with_application
@require_GET
def review_sheet(request: HttpRequest, application: Application, form: str) -> HttpResponse:
    """The sheet of a case, for who handles it and the departments above."""
    if not within(application, official(request)):
        raise Http404
    check, name = check_of(application), _("%(number)s-case") % {"number": application.number}
    watching.exported(request, Application.objects.filter(pk=application.pk), _("Sheet of the case"))
    if form == "pdf":
        return download(sheet_pdf(application, check, received_at(request)), MEDIA_TYPE, f"{name}.pdf")
    return spreadsheet_response(sheet_rows(application, check), f"{name}.xlsx")
