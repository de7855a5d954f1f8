"""Messages about an application in the API."""

from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applications.intake import watching
from applications.intake.models import ThreadMessage
from applications.intake.services.talking import LONGEST, RELATED, discussed, write
from portal.accounts.capacities import acting_as
from portal.api.idempotency import Idempotent
from portal.ui.middleware import received_at


class ThreadMessageSerializer(serializers.ModelSerializer[ThreadMessage]):
    """A message between applicant and department; `attached`: the answers shown with it, else null."""

    author = serializers.CharField(source="author.name", read_only=True)
    attached = serializers.JSONField(read_only=True, allow_null=True)

    class Meta:
        model = ThreadMessage
        fields = ["id", "at", "from_office", "author", "section", "text", "attached"]
        read_only_fields = fields


class WriteSerializer(serializers.Serializer):
    """What somebody writes. `show_answers`: the department may read the answers as they are now."""

    text = serializers.CharField(max_length=LONGEST)
    section = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    show_answers = serializers.BooleanField(required=False, default=False)


class ThreadView(Idempotent, APIView):
    """What applicant and department wrote to each other about an application."""

    @extend_schema(operation_id="application_messages_list", responses=ThreadMessageSerializer(many=True))
    def get(self, request: Request, id: UUID) -> Response:
        """All of them, oldest first."""
        application = discussed(acting_as(request)).select_related(*RELATED).filter(pk=id).first()
        if application is None:
            raise Http404
        watching.opened(request, [application])
        rows = application.thread.select_related("author")
        return Response(ThreadMessageSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="application_messages_write",
        request=WriteSerializer,
        responses={201: ThreadMessageSerializer},
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Write to the other side, which is told. Refused is 409 with the sentence."""
        asked = WriteSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        made = write(id, capacity=acting_as(request), at=received_at(request), **asked.validated_data)
        return Response(ThreadMessageSerializer(made).data, status=201)
