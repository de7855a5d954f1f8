"""Files of an application for its reviewers, and the whole batch as one watermarked PDF."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from applications.intake import watching
from applications.intake.views.papers import download as named_download
from applications.panels import own
from applications.panels.batch import batch_pdf
from applications.panels.blind import PDF, anonymous
from applications.panels.models import Assignment, Seat
from applications.panels.papers import paper_of
from portal.api.problems import Refused
from portal.documents.typesetting import MEDIA_TYPE
from portal.files.services import file_response
from portal.ui.middleware import received_at

if TYPE_CHECKING:
    from rest_framework.request import Request


@never_cache
@login_required
@require_safe
def review_file(request: HttpRequest, pk: UUID, number: int) -> HttpResponseBase:
    """A file of the paper, or a page that says why it cannot be fetched now."""
    assignment = own.assignment_of(request, pk)
    try:
        return given_file(request, assignment, number)
    except Refused as refused:
        context = {"sentence": str(refused), "name": _("Enclosure %(n)d") % {"n": number}}
        return render(request, "files/unavailable.html", context, status=refused.status)


def given_file(request: "HttpRequest | Request", assignment: Assignment, number: int) -> HttpResponseBase:
    """The file with this number; of a blind paper its pages alone, under a name that says nothing."""
    given = next((row for row in paper_of(assignment).files if row.number == number), None)
    if given is None:
        raise Http404
    watching.downloaded(request, assignment.application, given.name)
    stored = given.attachment.file
    if not assignment.panel.blind:
        return file_response(stored, given.name)
    response = file_response(stored, given.name)
    content = anonymous(b"".join(response), stored.media_type)
    response.close()
    if content is None:
        raise Http404
    kind, ending = (PDF, "pdf") if stored.media_type == PDF else ("image/png", "png")
    return named_download(content, kind, f"{given.name}.{ending}")


@never_cache
@login_required
@require_safe
def batch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All applications of the expert in a panel as one PDF, their name and the moment across each page."""
    seat = get_object_or_404(own.seats(request), panel=pk, answer=Seat.Answer.ACCEPTED)
    assignments = list(own.assignments(request).filter(panel=pk).order_by("number"))
    if not assignments:
        raise Http404
    for assignment in assignments:
        watching.downloaded(request, assignment.application, _("Reading file"))
    content = batch_pdf(seat, assignments, received_at(request))
    name = _("Applications to review") + f" {timezone.localdate().isoformat()}.pdf"
    return named_download(content, MEDIA_TYPE, name)
