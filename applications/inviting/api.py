"""Entitlements in the API."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from applications.inviting.models import Entitlement
from applications.inviting.services import confirm
from portal.accounts.capacities import acting_as
from portal.api.idempotency import Idempotent
from portal.ui.middleware import received_at


class EntitlementSerializer(serializers.ModelSerializer[Entitlement]):
    """What an organization is entitled to without applying. `application` null: not confirmed yet."""

    organization = serializers.CharField(source="organization.uscc", read_only=True)

    class Meta:
        model = Entitlement
        fields = ["id", "round", "organization", "found_at", "application", "confirmed_at"]
        read_only_fields = fields


class ConfirmedSerializer(serializers.Serializer[Any]):
    """The application; `missing`: what has to be completed before it can be handed in, "" where it is."""

    application = serializers.UUIDField()
    missing = serializers.CharField(allow_blank=True)


class EntitlementList(generics.ListAPIView[Entitlement]):
    """What the portal found, the latest first."""

    queryset = Entitlement.objects.none()
    serializer_class = EntitlementSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Entitlement]:
        """As far as the caller may see."""
        return Entitlement.objects.visible_to(acting_as(self.request)).select_related("organization")


class EntitlementConfirm(Idempotent, generics.GenericAPIView[Entitlement]):
    """Confirming hands in the application that the organization's file makes."""

    queryset = Entitlement.objects.none()
    serializer_class = ConfirmedSerializer

    @extend_schema(operation_id="entitlements_confirm", request=None, responses=ConfirmedSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Confirm it; again changes nothing."""
        if not Entitlement.objects.visible_to(acting_as(request)).filter(pk=pk).exists():
            raise Http404
        application, missing = confirm(pk, capacity=acting_as(request), at=received_at(request._request))
        return Response(ConfirmedSerializer({"application": application.pk, "missing": missing}).data)
