"""Uploads in pieces in the API: tus 1.0, with a token; the same store as the browser's."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.capacities import acting_as
from portal.api.problems import MEDIA_TYPE, Refused, problem
from portal.files import finishing, tus, uploading
from portal.files.models import Upload
from portal.files.storage import Unavailable
from portal.ui.middleware import received_at

DIGITS = {"type": "integer", "minimum": 0, "maximum": 10**15 - 1}
LENGTH = OpenApiParameter(
    "Upload-Length", DIGITS, OpenApiParameter.HEADER, required=True, description="Size of the file in bytes."
)
METADATA = OpenApiParameter(
    "Upload-Metadata",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="Pairs of a key and a text in base64, separated by commas: `filename`; `target`, such as "
    "application; `place`, JSON: for an application its id and the key of the file question, "
    '{"application": …, "question": …}.',
)
OFFSET = OpenApiParameter(
    "Upload-Offset",
    DIGITS,
    OpenApiParameter.HEADER,
    required=True,
    description="The first byte of this piece: how many are there already.",
)


class UploadStateSerializer(serializers.ModelSerializer[Upload]):
    """A file on its way. `received` of `size` bytes are there; `state` done: it stands where it belongs;
    refused: `refusal` says why. Forgotten at `expires_at`."""

    expires_at = serializers.SerializerMethodField()

    class Meta:
        model = Upload
        fields = ["id", "name", "size", "received", "state", "refusal", "expires_at"]
        read_only_fields = fields

    def get_expires_at(self, upload: Upload) -> datetime:
        """Two days after its last piece."""
        return upload.changed_at + finishing.FORGET


class Later(Refused):
    """The storage of files does not answer (503)."""

    status = 503
    code = "later"


class SpeakingTus(APIView):
    """Refusals as problems, with the one meaning that tus gives 409."""

    def handle_exception(self, exc: Exception) -> Response:
        """422 for what is refused; 409 only says from which byte to go on."""
        if isinstance(exc, Unavailable):
            exc = Later(_("Files cannot be kept at the moment. Your text is safe; try again later."))
        response = super().handle_exception(exc)
        if isinstance(exc, Refused) and response.status_code != tus.status_of(exc):
            title = response.data["title"]
            document = problem(tus.status_of(exc), exc.sentence, exc.code, title=title)
            response = Response(document, document["status"], content_type=MEDIA_TYPE, exception=True)
        return response

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Every answer names the protocol."""
        response["Tus-Resumable"] = tus.VERSION
        response["Cache-Control"] = "no-store"
        return super().finalize_response(request, response, *args, **kwargs)


class UploadBegin(SpeakingTus):
    """Where uploads begin."""

    @extend_schema(
        operation_id="uploads_begin",
        parameters=[LENGTH, METADATA],
        request=None,
        responses={201: UploadStateSerializer},
    )
    def post(self, request: Request) -> Response:
        """Announce a file; Location says where its pieces go. 422: not taken, the sentence says why."""
        made = tus.begin(_plain(request), by=acting_as(request), at=received_at(request))
        return Response(UploadStateSerializer(made).data, 201, headers={"Location": _address(made)})


class UploadDetail(SpeakingTus):
    """One upload of one's own."""

    def _own(self, request: Request, id: UUID) -> Upload:
        """Of this person in this capacity; else 404."""
        found = uploading.own(id, acting_as(request).user)
        if found.capacity != acting_as(request).key:
            raise Http404
        return found

    @extend_schema(operation_id="uploads_retrieve", responses=UploadStateSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """How far it is and what became of it. HEAD answers the same in Upload-Offset and Upload-Length."""
        return Response(UploadStateSerializer(self._own(request, id)).data)

    @extend_schema(exclude=True)
    def head(self, request: Request, id: UUID) -> Response:
        """How far it is, in headers."""
        return Response(headers=tus.headers_of(self._own(request, id)))

    @extend_schema(
        operation_id="uploads_continue",
        parameters=[OFFSET],
        request={tus.BODY: OpenApiTypes.BINARY},
        responses={204: OpenApiResponse(description="Taken; Upload-Offset says how far it is now.")},
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """The next piece, at most 16 MiB. 409: it does not begin where the file ends; ask how far it is."""
        found = tus.take(_plain(request), self._own(request, id), received_at(request))
        return Response(status=204, headers=tus.headers_of(found))

    @extend_schema(operation_id="uploads_cancel", responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:
        """Forget it; one that is complete goes its way."""
        uploading.cancel(self._own(request, id))
        return Response(status=204)


def _plain(request: Request) -> HttpRequest:
    """The bytes as they come: no parser has a part in this."""
    inner: HttpRequest = request._request
    return inner


def _address(upload: Upload) -> str:
    return reverse("api_upload", args=[upload.pk])
