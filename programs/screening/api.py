"""What an organization can get, in the API."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.capacities import acting_as
from portal.accounts.models import Department
from portal.api.pagination import PageNumber
from portal.api.problems import Refused
from portal.organizations import watching
from portal.organizations.api import visible
from programs.catalog.filters import KIND_CHOICES, received_at
from programs.catalog.leading import in_order
from programs.catalog.models import Program, Round
from programs.screening.choosing import PHASES, Choosing, narrowed
from programs.screening.judging import Group, screen
from programs.screening.serializers import MatchSerializer
from programs.screening.showing import show, show_one
from programs.screening.subjects import Subject, of_organization

FILTERS = [
    OpenApiParameter(name, OpenApiTypes.STR, enum=[str(value) for value in values])
    for name, values in (
        ("group", Group.values),
        ("kind", [kind for kind, _label in KIND_CHOICES]),
        ("level", Department.Level.values),
        ("phase", [phase.value for phase in PHASES]),
    )
]


class Screening(GenericAPIView[Any]):
    """Every published program for the organization the caller acts for."""

    serializer_class = MatchSerializer
    pagination_class = PageNumber
    filter_backends = ()

    @extend_schema(
        operation_id="screening_list",
        summary="What can we get?",
        description="Every published program with its checks against the file of the organization the caller "
        "acts for, the next deadline first. 409 for whoever acts for none.",
        parameters=FILTERS,
        responses=MatchSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.listed(request, own(request), Choosing(request.query_params).chosen())

    def listed(self, request: Request, subject: Subject, chosen: dict[str, str]) -> Response:
        """A page of those that are chosen."""
        found = narrowed(screen(subject.file, subject.at), chosen, subject.at)
        if group := chosen.get("group"):
            found = [row for row in found if row.group == group]
        page: Any = self.paginate_queryset(found)
        rows = show(page, subject.at, subject.place)
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)


class Matches(Screening):
    """The open programs for an organization the caller sees."""

    @extend_schema(
        operation_id="organizations_matches_list",
        summary="What can this organization get?",
        description="Every program that takes applications now, with its checks against the organization's "
        "file. For members, and for officials of the region.",
        parameters=[row for row in FILTERS if row.name != "phase"],
        responses=MatchSerializer(many=True),
    )
    def get(self, request: Request, uscc: str) -> Response:  # type: ignore[override]  # one argument more
        organization = visible(request, uscc)
        watching.opened(request, [organization])
        subject = of_organization(request._request, organization, received_at(request))
        chosen = Choosing(request.query_params).chosen() | {"phase": Round.Phase.OPEN.value}
        return self.listed(request, subject, chosen)


class ProgramCheck(APIView):
    """One program for the organization the caller acts for."""

    @extend_schema(
        operation_id="programs_check",
        summary="Can we get this?",
        description="The round that stands for the program, checked against the file of the organization the "
        "caller acts for. 409 for whoever acts for none.",
        responses=MatchSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        subject = own(request)
        programs = Program.objects.visible_to(acting_as(request)).published().select_related("department")
        program = get_object_or_404(programs, slug=slug)
        rounds = program.rounds.filter(status=Round.Status.PUBLISHED)
        lead = in_order(rounds, subject.at).first()
        shown = show_one(program, lead, subject.file, subject.at, subject.place)
        return Response(MatchSerializer(shown, context={"request": request}).data)


def own(request: Request) -> Subject:
    """The organization the caller acts for; refused for whoever acts for none."""
    organization = acting_as(request).organization
    if organization is None:
        raise Refused(_("Act for an organization: X-Acting-As: organization:<uscc>."))
    return of_organization(request._request, organization, received_at(request))
