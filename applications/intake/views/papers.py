"""An application to take along: as PDF, as the JSON its hash is made of, as a spreadsheet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from applications.intake import snapshot
from applications.intake.documents import application_pdf, receipt_pdf, told
from applications.intake.models import Application, Submission
from applications.intake.reading import unfinished_for
from applications.intake.services import reckoning
from applications.intake.services.checking import current_files
from applications.intake.views.asking import with_application
from applications.intake.views.receipts import of_application
from applications.intake.workflow import Owner
from portal.accounts.capacities import acting_as
from portal.documents.typesetting import MEDIA_TYPE
from portal.ui.exports import spreadsheet_response
from portal.ui.formats import dates
from portal.ui.middleware import received_at
from portal.ui.texts import current_language
from programs.forms.screens import Section


@dataclass(frozen=True)
class Content:
    """What a reader takes along: a submission, or the work of the applicant as it is now.

    `sections`: what is asked after the `answers`.
    """

    sections: list[Section]
    answers: Mapping[str, Any]
    files: list[dict[str, Any]]
    canonical: bytes
    at: datetime


def content_for(request: HttpRequest, application: Application) -> Content:
    """The submission that `?submission=` names by number; else the applicant's current work, or for everybody
    else what was handed in last."""
    asked = request.GET.get("submission", "")
    working = application.state.owner == Owner.APPLICANT
    if not asked and working and not unfinished_for(application, acting_as(request)):
        files = snapshot.file_facts(current_files(application))
        made = snapshot.content(application, application.answers, files)
        shown = reckoning.told(application, dict(application.answers))
        return Content(*shown, files, snapshot.canonical(made), received_at(request))
    rows = application.submissions.order_by("-seq")
    found = (rows.filter(seq=asked) if asked.isdecimal() and len(asked) < 5 else rows).first()
    if found is None:
        raise Http404
    return _of(application, found)


def _of(application: Application, submission: Submission) -> Content:
    submission.application = application
    made = snapshot.canonical(snapshot.content_of(submission))
    shown = reckoning.handed_in(submission)
    return Content(*shown, submission.files, made, submission.received_at)


def download(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file with a name in any script."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def name_of(application: Application) -> str:
    """How files about an application are called."""
    return application.number or _("draft")


@require_safe
@with_application
def application_receipt_pdf(request: HttpRequest, application: Application, code: str) -> HttpResponse:
    """A receipt as PDF."""
    submission = of_application(application, code)
    return download(receipt_pdf(submission), MEDIA_TYPE, f"{name_of(application)}-{submission}.pdf")


@require_safe
@with_application
def application_as_pdf(request: HttpRequest, application: Application) -> HttpResponse:
    """The whole application as PDF."""
    found = content_for(request, application)
    made = application_pdf(application, found.sections, found.answers, found.files, found.at)
    return download(made, MEDIA_TYPE, f"{name_of(application)}.pdf")


@require_safe
@with_application
def application_as_json(request: HttpRequest, application: Application) -> HttpResponse:
    """The bytes whose SHA-256 is the content hash."""
    found = content_for(request, application)
    return download(found.canonical, "application/json", f"{name_of(application)}.json")


@require_safe
@with_application
def application_as_xlsx(request: HttpRequest, application: Application) -> HttpResponse:
    """Every answer in words, a row each; rows of tables one by one."""
    found = content_for(request, application)
    rows = [[_("Part"), _("Question"), _("Answer")], *_rows(application, found)]
    return spreadsheet_response(rows, f"{name_of(application)}.xlsx")


def _rows(application: Application, found: Content) -> Iterator[list[str]]:
    for part in told(found.sections, found.answers, found.files):
        for question in part["questions"]:
            if "table" not in question:
                yield [part["title"], question["label"], question["value"]]
                continue
            yield [part["title"], question["label"], *question["table"]["columns"]]
            yield from ([part["title"], question["label"], *row] for row in question["table"]["rows"])
    for message in application.thread.select_related("author"):
        said = f"{dates.moment(message.at, current_language())} {message.author}"
        yield [_("Questions and answers"), said, message.text]
