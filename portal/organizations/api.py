"""Organizations in the API: the register and one file."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.capacities import acting_as, oneself
from portal.accounts.models import User
from portal.api.exports import Export
from portal.api.idempotency import Idempotent
from portal.api.keyset import Keyset
from portal.api.revisions import expected_revision, tagged
from portal.organizations import services, watching
from portal.organizations.filters import OrganizationExportFilter, OrganizationFilter
from portal.organizations.models import Organization
from portal.organizations.serializers import OrganizationSerializer


def visible(request: Request, uscc: str) -> Organization:
    """The organization with the code, or 404."""
    return get_object_or_404(Organization.objects.visible_to(acting_as(request)).distinct(), uscc=uscc)


def person(request: Request) -> User:
    """Who is signed in."""
    assert isinstance(request.user, User)
    return request.user


class OrganizationList(Idempotent, generics.ListAPIView):
    """Mine, or by role those I may see; POST registers one."""

    queryset = Organization.objects.none()  # names the model for the API's description
    serializer_class = OrganizationSerializer
    filterset_class = OrganizationFilter

    def get_queryset(self) -> QuerySet[Organization]:
        """What the caller may see, by name."""
        return Organization.objects.visible_to(acting_as(self.request)).distinct().order_by("name", "pk")

    def paginate_queryset(self, queryset: Any) -> Any:
        """A page, noted."""
        page = super().paginate_queryset(queryset)
        watching.opened(self.request, page or [])
        return page

    @extend_schema(
        operation_id="organizations_register",
        request=OrganizationSerializer,
        responses={201: OrganizationSerializer},
    )
    def post(self, request: Request) -> Response:
        """Register; the caller becomes the owner of an unverified organization. Twice is 409."""
        serializer = OrganizationSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        organization = services.register(serializer.validated_data, by=oneself(request))
        answer = Response(OrganizationSerializer(organization).data, status=201)
        answer["Location"] = reverse("api_organization", args=[organization.uscc])
        return tagged(answer, organization.revision)


class OrganizationExport(Export):
    """Every organization the caller may see, as lines."""

    queryset = Organization.objects.none()
    serializer_class = OrganizationSerializer
    filterset_class = OrganizationExportFilter
    keyset = Keyset({"uscc": ("uscc", "id")})

    def get_queryset(self) -> QuerySet[Organization]:
        """What the caller may see."""
        return Organization.objects.visible_to(acting_as(self.request)).distinct()

    def filter_queryset(self, queryset: Any) -> Any:
        """What is about to leave, noted."""
        rows = super().filter_queryset(queryset)
        watching.exported(self.request, rows.order_by().values_list("pk", "name"))
        return rows


class OrganizationDetail(APIView):
    """One organization's file."""

    revisioned = True

    @extend_schema(operation_id="organizations_retrieve", responses=OrganizationSerializer)
    def get(self, request: Request, uscc: str) -> Response:
        """The file, with its revision as ETag."""
        organization = visible(request, uscc)
        watching.opened(request, [organization])
        return self.answer(organization, request)

    @extend_schema(
        operation_id="organizations_edit",
        request=OrganizationSerializer(partial=True),
        responses=OrganizationSerializer,
    )
    def patch(self, request: Request, uscc: str) -> Response:
        """Change facts, starting from the revision in If-Match."""
        organization = visible(request, uscc)
        revision = expected_revision(request)
        serializer = OrganizationSerializer(organization, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        facts: dict[str, Any] = {k: v for k, v in serializer.validated_data.items() if k != "uscc"}
        edited = services.edit(organization.pk, facts, revision=revision, by=acting_as(request))
        return self.answer(edited, request)

    def answer(self, organization: Organization, request: Request) -> Response:
        data = OrganizationSerializer(organization, context={"request": request}).data
        return tagged(Response(data), organization.revision)
