"""Webhooks of the organization the caller acts for; owners only."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.capacities import acting_as
from portal.api.idempotency import Idempotent
from portal.webhooks import services
from portal.webhooks.models import Dispatch, Endpoint
from portal.webhooks.serializers import DispatchSerializer, EndpointSerializer, SecretSerializer


def visible(request: Request, pk: int) -> Endpoint:
    """The webhook, or 404."""
    return get_object_or_404(Endpoint.objects.visible_to(acting_as(request)), pk=pk)


class WebhookList(Idempotent, generics.ListAPIView):
    """The webhooks of the organization; POST registers one."""

    queryset = Endpoint.objects.none()  # names the model for the API's description
    serializer_class = EndpointSerializer
    keeps_answers = False  # the answer holds the secret

    def get_queryset(self) -> QuerySet[Endpoint]:
        """The oldest first."""
        return Endpoint.objects.visible_to(acting_as(self.request)).order_by("pk")

    @extend_schema(
        operation_id="webhooks_register", request=EndpointSerializer, responses={201: SecretSerializer}
    )
    def post(self, request: Request) -> Response:
        """Register one; the answer shows its secret, this once."""
        capacity = acting_as(request)
        if capacity.organization is None:
            raise Http404
        serializer = EndpointSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        made = services.register(capacity.organization, **serializer.validated_data, by=capacity)
        answer = Response(SecretSerializer(made).data, status=201)
        answer["Location"] = reverse("api_webhook", args=[made.pk])
        return answer


class WebhookDetail(APIView):
    """One webhook."""

    @extend_schema(operation_id="webhooks_retrieve", responses=EndpointSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """As it is now."""
        return Response(EndpointSerializer(visible(request, pk)).data)

    @extend_schema(operation_id="webhooks_change", request=EndpointSerializer, responses=EndpointSerializer)
    def patch(self, request: Request, pk: int) -> Response:
        """Give another address or other events."""
        endpoint = visible(request, pk)
        serializer = EndpointSerializer(endpoint, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        values = {"url": endpoint.url, "kinds": endpoint.kinds} | serializer.validated_data
        changed = services.change(pk, **values, by=acting_as(request))
        return Response(EndpointSerializer(changed).data)

    @extend_schema(operation_id="webhooks_remove", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Send nothing more there."""
        services.remove(pk, at=timezone.now(), by=acting_as(request))
        return Response(status=204)


class WebhookSecret(Idempotent, APIView):
    """The secret, which is not shown again."""

    keeps_answers = False  # the answer holds the secret

    @extend_schema(operation_id="webhooks_rotate", request=None, responses=SecretSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Make a new one; the old one signs beside it for 24 hours."""
        changed = services.rotate(pk, at=timezone.now(), by=acting_as(request))
        return Response(SecretSerializer(changed).data)


class WebhookTest(Idempotent, APIView):
    """A test event."""

    @extend_schema(operation_id="webhooks_test", request=None, responses={202: DispatchSerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Send one; its log says what was answered."""
        row = services.test(pk, at=timezone.now(), by=acting_as(request))
        return Response(DispatchSerializer(row).data, status=202)


class WebhookEvents(generics.ListAPIView):
    """What was sent to a webhook, with every attempt."""

    queryset = Dispatch.objects.none()
    serializer_class = DispatchSerializer

    def get_queryset(self) -> QuerySet[Dispatch]:
        """The newest first."""
        endpoint = visible(self.request, self.kwargs["pk"])
        return endpoint.dispatches.prefetch_related("log").order_by("-pk")


class WebhookAgain(Idempotent, APIView):
    """Sending an event again."""

    @extend_schema(operation_id="webhooks_redeliver", request=None, responses={202: DispatchSerializer})
    def post(self, request: Request, pk: int, event: int) -> Response:
        """Once more, with the same id."""
        get_object_or_404(visible(request, pk).dispatches, pk=event)
        row = services.redeliver(event, at=timezone.now(), by=acting_as(request))
        return Response(DispatchSerializer(row).data, status=202)
