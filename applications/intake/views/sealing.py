from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from applications.intake import watching
from applications.intake.documents import sealed_pdf
from applications.intake.models import Application
from applications.intake.rules import is_applicant
from applications.intake.services import sealing
from applications.intake.views.asking import with_application
from applications.intake.views.papers import download as as_file
from applications.intake.views.papers import name_of
from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.documents.typesetting import MEDIA_TYPE
from portal.files.pages import download
from portal.ui.middleware import received_at


@with_application
def application_papers(request: HttpRequest, application: Application) -> HttpResponse:
    """Pages for the seal and copies on paper: what is there, what is missing, until when."""
    return _show(request, application)


def _show(request: HttpRequest, application: Application, status: int = 200, **more: Any) -> HttpResponse:
    found = papers_of(request, application)
    if not found["pages"] and not found["paper"]:
        raise Http404
    today = timezone.localdate(received_at(request)).isoformat()
    typed = {"received_on": today, "receiver": "", "note": ""}
    quiet = {"sentence": "", "at_page": None, "paper_sentence": ""}
    context = {"application": application, "typed": typed, **quiet, **found, **more}
    return render(request, "intake/papers.html", context, status=status)


def papers_of(request: HttpRequest, application: Application) -> dict[str, Any]:
    """What a page shows of seals and paper copies."""
    by, at = acting_as(request), received_at(request)
    submission = sealing.last_submission(application)
    pages = sealing.pages(application, submission)
    due = sealing.due_of(application, at) if pages else None
    return {
        "pages": pages,
        "missing": sealing.missing(pages),
        "due": due,
        "late": due is not None and at > due,
        "refusal": sealing.sealing_refusal(application, by, at) if pages else None,
        "mine": is_applicant(application, by),
        "paper": application.round.paper_copies if submission else "",
        "copies": list(application.paper_copies.select_related("noted_by")) if submission else [],
        "ticks": submission is not None and sealing.papers_refusal(application, by) is None,
    }


@require_safe
@with_application
def application_seal_pdf(request: HttpRequest, application: Application) -> HttpResponse:
    """The pages to print: all, or with `?page=` the one of a part."""
    submission = sealing.last_submission(application)
    pages = sealing.pages(application, submission)
    wanted = request.GET.get("page")
    chosen = [page for page in pages if wanted is None or page.section == wanted]
    if submission is None or not chosen:
        raise Http404
    return as_file(sealed_pdf(submission, chosen), MEDIA_TYPE, f"{name_of(application)}-{_('seal')}.pdf")


@require_POST
@with_application
def application_seal(request: HttpRequest, application: Application) -> HttpResponse:
    """Take the photo or scan of a page."""
    upload = request.FILES.get("file")
    if upload is None:
        return _refused(request, application, _("Choose the photo or scan of the sealed page first."))
    try:
        sealing.upload_sealed(
            application.pk,
            request.POST.get("section", ""),
            upload,
            capacity=acting_as(request),
            at=received_at(request),
        )
    except Refused as refused:
        return _refused(request, application, str(refused))
    messages.success(request, _("The sealed page is there."))
    return redirect("application_papers", pk=application.pk)


def _refused(request: HttpRequest, application: Application, sentence: str) -> HttpResponse:
    return _show(request, application, 409, sentence=sentence, at_page=request.POST.get("section"))


@with_application
def application_sealed_file(request: HttpRequest, application: Application, page_id: int) -> HttpResponseBase:
    """A sealed page as it was uploaded."""
    found = get_object_or_404(application.sealed_pages.select_related("file"), pk=page_id)
    watching.downloaded(request, application, found.name)
    return download(request, found.file, found.name)


@require_POST
@with_application
def application_paper_copy(request: HttpRequest, application: Application) -> HttpResponse:
    """Tick off that the papers came."""
    typed = {name: request.POST.get(name, "") for name in ("received_on", "receiver", "note")}
    try:
        day = _day(typed["received_on"])
        sealing.note_paper(
            application.pk,
            day,
            typed["receiver"][:80],
            typed["note"][:200],
            capacity=acting_as(request),
            at=received_at(request),
        )
    except Refused as refused:
        return _show(request, application, 409, paper_sentence=str(refused), typed=typed)
    messages.success(request, _("The paper copies are ticked off."))
    return redirect("application_papers", pk=application.pk)


def _day(typed: str) -> Any:
    try:
        found = parse_date(typed)
    except ValueError:
        found = None
    if found is None or isinstance(found, datetime):
        raise Refused(_("Give the day on which the papers came."))
    return found
