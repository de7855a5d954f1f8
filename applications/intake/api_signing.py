"""Sign-off by a signatory in the API, and the keys of receipts."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applications.intake.api import described, visible
from applications.intake.services import Incomplete, signing
from applications.intake.views.verifying import told
from portal.accounts.capacities import acting_as
from portal.api.idempotency import Idempotent
from portal.api.problems import MEDIA_TYPE, problem
from portal.documents import publishing
from portal.ui.middleware import received_at


class SignOffInputSerializer(serializers.Serializer):
    """What is signed: the content hash as the check told it."""

    content_hash = serializers.RegexField(r"^[0-9a-f]{64}$")


class SignOffSerializer(serializers.Serializer):
    """An approval; it holds as long as the application has this content."""

    content_hash = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()


class AskedSerializer(serializers.Serializer):
    """How many signatories were asked."""

    signatories = serializers.IntegerField()


class SignOffView(Idempotent, APIView):
    """A signatory's approval before handing in."""

    @extend_schema(
        operation_id="applications_sign_off", request=SignOffInputSerializer, responses=SignOffSerializer
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Approve exactly this content. 409 when it has changed or the round wants no approval; 400 with all
        errors while something is left."""
        visible(request, id)
        asked = SignOffInputSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        content, by = asked.validated_data["content_hash"], acting_as(request)
        try:
            found = signing.sign_off(id, content, capacity=by, at=received_at(request))
        except Incomplete as incomplete:
            return _incomplete(incomplete)
        return Response(SignOffSerializer(found).data)


class AskSignOffView(Idempotent, APIView):
    """Signatories are told that an application waits for them."""

    @extend_schema(operation_id="applications_ask_sign_off", request=None, responses=AskedSerializer)
    def post(self, request: Request, id: UUID) -> Response:
        """Once for each content."""
        visible(request, id)
        try:
            count = signing.ask_for_sign_off(id, capacity=acting_as(request), at=received_at(request))
        except Incomplete as incomplete:
            return _incomplete(incomplete)
        return Response({"signatories": count})


def _incomplete(incomplete: Incomplete) -> Response:
    errors = described(incomplete.problems)
    document = problem(400, incomplete.sentence, "validation", errors=errors)
    return Response(document, 400, content_type=MEDIA_TYPE)


class ReceiptKeySerializer(serializers.Serializer):
    """A public key receipts are or were signed with; `public`: its 32 bytes in base64."""

    id = serializers.CharField()
    algorithm = serializers.CharField()
    public = serializers.CharField()
    since = serializers.DateTimeField()
    pem = serializers.CharField()


class ReceiptKeysView(APIView):
    """The keys of receipts."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="receipt_keys_list", responses=ReceiptKeySerializer(many=True))
    def get(self, request: Request) -> Response:
        """All that are or were in use, the newest first; for anybody."""
        return Response([told(key) for key in publishing.published()])
