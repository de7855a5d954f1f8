"""Invitations into an organization in the API: for its owners."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.capacities import acting_as
from portal.api.idempotency import Idempotent
from portal.organizations import services
from portal.organizations.api import visible
from portal.organizations.models import MemberInvitation
from portal.organizations.serializers import InvitationSerializer


class InvitationList(Idempotent, generics.ListAPIView):
    """Invitations that wait: all for owners, none for others."""

    serializer_class = InvitationSerializer
    queryset = MemberInvitation.objects.none()

    def get_queryset(self) -> QuerySet[MemberInvitation]:
        """Newest first; 404 for who does not see the organization."""
        organization = visible(self.request, self.kwargs["uscc"])
        rows = MemberInvitation.objects.visible_to(acting_as(self.request)).waiting()
        return rows.filter(organization=organization).order_by("-pk")

    @extend_schema(
        operation_id="organizations_member_invite",
        request=InvitationSerializer,
        responses={201: InvitationSerializer},
    )
    def post(self, request: Request, uscc: str) -> Response:
        """Invite somebody by e-mail; the link works once, for 7 days and for that address."""
        organization = visible(request, uscc)
        serializer = InvitationSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        made = services.invite(organization.pk, **serializer.validated_data, by=acting_as(request))
        return Response(InvitationSerializer(made).data, status=201)


class InvitationDetail(APIView):
    """One invitation; owners only."""

    @extend_schema(operation_id="organizations_invitation_take_back", responses={204: None})
    def delete(self, request: Request, uscc: str, pk: int) -> Response:
        """Take it back: its link opens nothing any more."""
        rows = MemberInvitation.objects.visible_to(acting_as(request)).filter(organization__uscc=uscc)
        services.revoke(get_object_or_404(rows, pk=pk).pk, by=acting_as(request))
        return Response(status=204)
