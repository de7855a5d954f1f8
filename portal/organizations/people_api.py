"""Members, access requests and proofs of an organization in the API."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.capacities import acting_as, oneself
from portal.api.idempotency import Idempotent
from portal.files.services import clean_name, store
from portal.organizations import services
from portal.organizations.api import person, visible
from portal.organizations.models import AccessRequest, AuthorityProof, Membership, Organization
from portal.organizations.serializers import (
    AccessRequestSerializer,
    AnswerSerializer,
    DecisionSerializer,
    MemberSerializer,
    ProofSerializer,
    ProofUploadSerializer,
)


class MemberList(generics.ListAPIView):
    """Who belongs to the organization."""

    serializer_class = MemberSerializer
    queryset = Membership.objects.none()

    def get_queryset(self) -> QuerySet[Membership]:
        """The members, longest first."""
        organization = visible(self.request, self.kwargs["uscc"])
        return organization.memberships.select_related("user").order_by("pk")


class MemberDetail(APIView):
    """One member; owners only."""

    def member(self, request: Request, uscc: str, pk: int) -> Membership:
        return get_object_or_404(Membership, organization=visible(request, uscc), pk=pk)

    @extend_schema(
        operation_id="organizations_member_edit", request=MemberSerializer, responses=MemberSerializer
    )
    def patch(self, request: Request, uscc: str, pk: int) -> Response:
        """Give another role."""
        member = self.member(request, uscc, pk)
        serializer = MemberSerializer(member, data=request.data)
        serializer.is_valid(raise_exception=True)
        changed = services.change_role(member.pk, serializer.validated_data["role"], by=acting_as(request))
        return Response(MemberSerializer(changed).data)

    @extend_schema(operation_id="organizations_member_remove", responses={204: None})
    def delete(self, request: Request, uscc: str, pk: int) -> Response:
        """End the membership; one's own too."""
        member = self.member(request, uscc, pk)
        if member.user_id == person(request).pk:
            services.leave(member.organization_id, by=oneself(request))
        else:
            services.remove_member(member.pk, by=acting_as(request))
        return Response(status=204)


class AccessRequestList(Idempotent, generics.ListAPIView):
    """Who asks to be let in: all for owners, one's own for others."""

    serializer_class = AccessRequestSerializer
    queryset = AccessRequest.objects.none()

    def get_queryset(self) -> QuerySet[AccessRequest]:
        """Newest first; 404 for who neither belongs nor asked."""
        capacity, uscc = acting_as(self.request), self.kwargs["uscc"]
        rows = AccessRequest.objects.visible_to(capacity).filter(organization__uscc=uscc)
        if not rows.exists() and not Organization.objects.visible_to(capacity).filter(uscc=uscc).exists():
            raise Http404
        return rows.select_related("user").order_by("-pk")

    @extend_schema(
        operation_id="organizations_access_ask",
        request=AccessRequestSerializer,
        responses={201: AccessRequestSerializer},
    )
    def post(self, request: Request, uscc: str) -> Response:
        """Ask the owner to be let in."""
        organization = get_object_or_404(Organization, uscc=uscc)
        serializer = AccessRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        asked = services.ask_access(
            organization.pk,
            role=serializer.validated_data.get("role", Membership.Role.EDITOR),
            reason=serializer.validated_data.get("reason", ""),
            by=oneself(request),
        )
        return Response(AccessRequestSerializer(asked).data, status=201)


class AccessRequestDetail(APIView):
    """One request; the owner answers it."""

    @extend_schema(
        operation_id="organizations_access_answer",
        request=AnswerSerializer,
        responses=AccessRequestSerializer,
    )
    def patch(self, request: Request, uscc: str, pk: int) -> Response:
        """Grant or refuse."""
        rows = AccessRequest.objects.visible_to(acting_as(request)).filter(organization__uscc=uscc)
        asked = get_object_or_404(rows, pk=pk)
        serializer = AnswerSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        if serializer.validated_data["status"] == "granted":
            role = serializer.validated_data.get("role", asked.role)
            services.grant_access(asked.pk, role=role, by=acting_as(request))
        else:
            services.refuse_access(asked.pk, by=acting_as(request))
        asked.refresh_from_db()
        return Response(AccessRequestSerializer(asked).data)


class ProofList(Idempotent, generics.ListAPIView):
    """Proofs of authority: of the region for officials, one's own for others."""

    serializer_class = ProofSerializer
    queryset = AuthorityProof.objects.none()
    parser_classes = [MultiPartParser]

    def get_queryset(self) -> QuerySet[AuthorityProof]:
        """Newest first."""
        rows = AuthorityProof.objects.visible_to(acting_as(self.request))
        rows = rows.filter(organization__uscc=self.kwargs["uscc"])
        return rows.select_related("user", "file").order_by("-pk")

    @extend_schema(
        operation_id="organizations_proof_hand_in",
        request={"multipart/form-data": ProofUploadSerializer},
        responses={201: ProofSerializer},
    )
    def post(self, request: Request, uscc: str) -> Response:
        """Hand in a sealed letter; from who is no owner it asks to replace the owner."""
        organization = get_object_or_404(Organization, uscc=uscc)
        serializer = ProofUploadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        upload = serializer.validated_data["file"]
        file = store(upload, person(request))
        until, name = serializer.validated_data["valid_until"], clean_name(upload.name)
        proof = services.hand_in_proof(organization.pk, file, name, valid_until=until, by=oneself(request))
        return Response(ProofSerializer(proof).data, status=201)


class ProofDetail(APIView):
    """One proof; an official decides on it."""

    @extend_schema(
        operation_id="organizations_proof_decide", request=DecisionSerializer, responses=ProofSerializer
    )
    def patch(self, request: Request, uscc: str, pk: int) -> Response:
        """Accept or refuse."""
        capacity = acting_as(request)
        rows = AuthorityProof.objects.visible_to(capacity).filter(organization__uscc=uscc)
        proof = get_object_or_404(rows, pk=pk)
        serializer = DecisionSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        accepted = serializer.validated_data["status"] == "accepted"
        act = services.accept_proof if accepted else services.refuse_proof
        decided = act(proof.pk, note_text=serializer.validated_data["note"], by=capacity)
        return Response(ProofSerializer(decided).data)
