"""What a draft takes over from an earlier application, in the API."""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applications.intake.api import visible
from applications.intake.rules import may_edit
from applications.intake.services import reuse
from applications.intake.services.copying import Offer, offer
from portal.accounts.capacities import acting_as
from portal.api.idempotency import Idempotent
from portal.ui.middleware import received_at


class EarlierSerializer(serializers.Serializer):
    """An earlier application; `number` is null where it was never handed in."""

    id = serializers.UUIDField()
    number = serializers.CharField(allow_null=True)
    round = serializers.IntegerField()


class TakenFileSerializer(serializers.Serializer):
    """A file and the question it answers."""

    question = serializers.CharField()
    name = serializers.CharField()
    sha256 = serializers.CharField(source="file.sha256")


class LeftOutSerializer(serializers.Serializer):
    """An answer (by its label) or a file (by its name) that is not taken over, and why."""

    what = serializers.CharField()
    why = serializers.CharField()


class ReuseSerializer(serializers.Serializer):
    """What is taken over: the keys of the questions that are filled in, the files, and what is left out."""

    earlier = EarlierSerializer()
    answers = serializers.ListField(child=serializers.CharField())
    files = TakenFileSerializer(many=True)
    left_out = LeftOutSerializer(many=True)


class ReuseView(Idempotent, APIView):
    """Answers and files of the applicant's latest application of the program in another round."""

    @extend_schema(operation_id="applications_reusable", responses=ReuseSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """What a draft could take over; 404 where there is no earlier application."""
        application, by = visible(request, id), acting_as(request)
        found = offer(application, by, received_at(request)) if may_edit(application, by) else None
        if found is None:
            raise Http404
        return Response(ReuseSerializer(_told(found)).data)

    @extend_schema(operation_id="applications_reuse", request=None, responses=ReuseSerializer)
    def post(self, request: Request, id: UUID) -> Response:
        """Fill in what the draft has not answered and attach the files; 409 where there is nothing."""
        visible(request, id)
        done = reuse(id, capacity=acting_as(request), at=received_at(request))
        return Response(ReuseSerializer(_told(done)).data)


def _told(found: Offer) -> dict[str, Any]:
    earlier = found.earlier
    left = [{"what": one.label, "why": one.why} for one in found.misfits]
    left += [{"what": one.name, "why": one.why} for one in found.files_left]
    return {
        "earlier": {"id": earlier.pk, "number": earlier.number, "round": earlier.round_id},
        "answers": list(found.filled.answers),
        "files": found.files,
        "left_out": left,
    }
