from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.capacities import acting
from programs.catalog.models import Round
from programs.forms.models import FormVersion
from programs.forms.serializers import FormDocument


class RoundFormView(APIView):
    """The form version a round is pinned to."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="rounds_form_retrieve", responses=FormDocument)
    def get(self, request: Request, pk: int) -> Response:
        """The published form of a round: JSON Schema, screen schema, and what follows from the answers."""
        rounds = Round.objects.visible_to(acting(request))
        version = get_object_or_404(FormVersion, round_pins__round__in=rounds.filter(pk=pk))
        frozen = {name: getattr(version, name) for name in ("schema", "screen", "logic")}
        document = {"version": version.number, **frozen}
        return Response(FormDocument(document, context={"request": request}).data)
