"""Attachments in the API."""

from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applications.intake import watching
from applications.intake.api import visible
from applications.intake.reading import files_for, readable_file
from applications.intake.rules import is_applicant
from applications.intake.serializers import AttachmentSerializer, UploadSerializer
from applications.intake.services import attach, detach
from portal.accounts.capacities import acting_as
from portal.api.idempotency import Idempotent
from portal.files.schema import DOWNLOAD
from portal.files.services import file_response
from portal.ui.middleware import received_at
from programs.forms.validator import file_question


class AttachmentList(Idempotent, APIView):
    """The current files of an application."""

    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="attachments_list", responses=AttachmentSerializer(many=True))
    def get(self, request: Request, id: UUID) -> Response:
        """All of them, by question."""
        application, by = visible(request, id), acting_as(request)
        rows = [attachment for found in files_for(application, by).values() for attachment in found]
        context = {"request": request, "mine": is_applicant(application, by)}
        return Response(AttachmentSerializer(rows, many=True, context=context).data)

    @extend_schema(
        operation_id="attachments_create", request=UploadSerializer, responses={201: AttachmentSerializer}
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Attach a file; the same content under the same question is kept once."""
        application = visible(request, id)
        asked = UploadSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        question, upload = asked.validated_data["question"], asked.validated_data["file"]
        if file_question(application.form_version, question) is None:
            raise ValidationError({"question": [_("The form has no file question with this key.")]})
        made = attach(id, question, upload, capacity=acting_as(request), at=received_at(request))
        return Response(AttachmentSerializer(made).data, status=201)


class AttachmentDetail(APIView):
    """One file."""

    @extend_schema(
        operation_id="attachments_download",
        responses=DOWNLOAD,
    )
    def get(self, request: Request, id: UUID, attachment_id: int) -> HttpResponseBase:
        """The content, as a download."""
        application = visible(request, id)
        attachment = readable_file(application, attachment_id, acting_as(request))
        watching.downloaded(request, application, attachment.name)
        return file_response(attachment.file, attachment.name)

    @extend_schema(operation_id="attachments_remove", responses={204: None})
    def delete(self, request: Request, id: UUID, attachment_id: int) -> Response:
        """Take the file off; a submission that names it keeps it."""
        get_object_or_404(visible(request, id).attachments.all(), pk=attachment_id)
        detach(id, attachment_id, capacity=acting_as(request), at=received_at(request))
        return Response(status=204)
