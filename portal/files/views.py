"""The server's side of tus 1.0, for the script of the upload fields; refusals are sentences."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.files import tus, uploading
from portal.files.storage import Unavailable
from portal.ui.middleware import received_at


def speaking_tus[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Refusals as sentences, for who is signed in; 404 for everybody else's uploads."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _said(_("You are signed out. Sign in, then go on with the upload."), 401)
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = _said(_("This upload is not there any more. Begin it again."), 404)
        except Unavailable:
            response = _said(
                _("Files cannot be kept at the moment. Your text is safe; try again later."), 503
            )
        except Refused as refused:
            response = _said(str(refused), tus.status_of(refused))
        response["Tus-Resumable"] = tus.VERSION
        response["Cache-Control"] = "no-store"
        return response

    return spoken


def _said(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


@require_http_methods(["POST"])
@speaking_tus
def upload_begin(request: HttpRequest) -> HttpResponse:
    """Announce a file: Upload-Length, and Upload-Metadata with filename, target and place."""
    upload = tus.begin(request, by=acting_as(request), at=received_at(request))
    response = HttpResponse(status=201)
    response["Location"] = reverse("upload", args=[upload.pk])
    return response


@require_http_methods(["HEAD", "PATCH", "DELETE", "GET"])
@speaking_tus
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far an upload is (HEAD), its next piece (PATCH), what became of it (GET), or its end (DELETE)."""
    found = uploading.own(pk, acting_as(request).user)
    if request.method == "PATCH":
        found = tus.take(request, found, received_at(request))
        return HttpResponse(status=204, headers=tus.headers_of(found))
    if request.method == "DELETE":
        uploading.cancel(found)
        return HttpResponse(status=204)
    if request.method == "GET":
        return JsonResponse({"state": found.state, "refusal": found.refusal})
    return HttpResponse(status=200, headers=tus.headers_of(found))
