"""Files of organizations in the API."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.capacities import acting_as
from portal.api.idempotency import Idempotent
from portal.api.revisions import expected_revision, tagged
from portal.facts.models import Origin, Statement
from portal.facts.parts import PARTS, Part
from portal.facts.reading import read
from portal.facts.serializers import LINES, FileSerializer, StatingSerializer, VerificationSerializer
from portal.facts.stating import enter, state, verify, withdraw
from portal.facts.values import FIRST_YEAR
from portal.organizations import watching
from portal.organizations.api import visible
from portal.organizations.models import Organization

ON = OpenApiParameter("on", OpenApiTypes.DATE, description="The file as of this day; today without it.")


class OrganizationFile(APIView):
    """The file of an organization: what is known, who stated it and since when it holds."""

    revisioned = True

    @extend_schema(operation_id="organizations_file_retrieve", parameters=[ON], responses=FileSerializer)
    def get(self, request: Request, uscc: str) -> Response:
        """The file as of a day, with the number of the newest statement as ETag."""
        organization = visible(request, uscc)
        watching.opened(request, [organization])
        return self.answer(organization, day_of(request))

    @extend_schema(
        operation_id="organizations_file_state", request=StatingSerializer, responses=FileSerializer
    )
    def patch(self, request: Request, uscc: str) -> Response:
        """State facts, starting from the revision in If-Match; what is so already stays."""
        organization, capacity = visible(request, uscc), acting_as(request)
        seen = expected_revision(request)
        serializer = StatingSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        facts = {(fact["key"], fact["year"]): fact["value"] for fact in given["facts"]}
        said = {"since": given["since"], "origin": Origin.ORGANIZATION, "seen": seen}
        state(organization.pk, facts, by=capacity, **said)
        return self.answer(organization, timezone.localdate())

    def answer(self, organization: Organization, day: date) -> Response:
        """The file of the day."""
        file = read(organization, day)
        said = [row for row in file.statements.values() if row.value is not None]
        lists = ("rights", "qualifications", "credits", "shareholders", "supports")
        content = {"as_of": day, "facts": said} | {name: getattr(file, name) for name in lists}
        newest = Statement.objects.filter(organization=organization).aggregate(pk=Max("pk"))["pk"]
        return tagged(Response(FileSerializer(content).data), newest or 0)


def day_of(request: Request) -> date:
    """The day asked for."""
    asked = request.GET.get("on", "")
    try:
        day = date.fromisoformat(asked) if asked else timezone.localdate()
    except ValueError as error:
        raise ValidationError({"on": [_("Write the day as 2026-12-31.")]}) from error
    if day.year < FIRST_YEAR:
        raise ValidationError(
            {"on": [_("Files begin in %(year)s. Name a later day.") % {"year": FIRST_YEAR}]}
        )
    return day


class Lines(Idempotent, APIView):
    """A list of a file."""

    name = ""

    @property
    def part(self) -> Part:
        return PARTS[self.name]

    def get(self, request: Request, uscc: str) -> Response:
        """Every line that was not taken back, the newest first."""
        organization = visible(request, uscc)
        watching.opened(request, [organization])
        rows: Any = self.part.model._default_manager
        found = rows.stated().filter(organization=organization)
        return Response(LINES[self.name](found, many=True).data)

    def post(self, request: Request, uscc: str) -> Response:
        """A line more; the same line twice is one."""
        organization, capacity = visible(request, uscc), acting_as(request)
        serializer = LINES[self.name](data=request.data)
        serializer.is_valid(raise_exception=True)
        origin = Origin.OFFICIAL if self.part.by_officials else Origin.ORGANIZATION
        row = self.part.model(organization=organization, origin=origin, **serializer.validated_data)
        return Response(LINES[self.name](enter(row, capacity)).data, status=201)


class Line(APIView):
    """One line of a list."""

    name = ""

    def delete(self, request: Request, uscc: str, pk: int) -> Response:
        """Take the line back; that it was stated stays on record."""
        row = line_of(visible(request, uscc), self.name, pk)
        withdraw(row, acting_as(request))
        return Response(status=204)


def line_of(organization: Organization, name: str, pk: int) -> Any:
    """A line that was not taken back, or 404."""
    rows: Any = PARTS[name].model._default_manager
    return get_object_or_404(rows.stated(), organization=organization, pk=pk)


def list_of[View: type[Any]](name: str) -> Callable[[View], View]:
    """Describes a list with what its lines say."""
    line = LINES[name]
    shown = extend_schema(operation_id=f"organizations_{name}_list", responses=line(many=True))
    entered = extend_schema(operation_id=f"organizations_{name}_enter", request=line, responses={201: line})
    return extend_schema_view(get=shown, post=entered)


def line_in[View: type[Any]](name: str) -> Callable[[View], View]:
    """Describes a line of a list."""
    taken_back = extend_schema(operation_id=f"organizations_{name}_take_back", responses={204: None})
    return extend_schema_view(delete=taken_back)


@list_of("rights")
class Rights(Lines):
    """Intellectual property."""

    name = "rights"


@line_in("rights")
class OneRight(Line):
    """One right."""

    name = "rights"


@list_of("qualifications")
class Qualifications(Lines):
    """Recognitions."""

    name = "qualifications"


@line_in("qualifications")
class OneQualification(Line):
    """One recognition."""

    name = "qualifications"


@list_of("credit")
class CreditRecords(Lines):
    """What stands against the organization."""

    name = "credit"


@line_in("credit")
class OneCreditRecord(Line):
    """One credit record."""

    name = "credit"


@list_of("shareholders")
class Shareholders(Lines):
    """Who owns how much."""

    name = "shareholders"


@line_in("shareholders")
class OneShareholder(Line):
    """One shareholder."""

    name = "shareholders"


class Verifications(Idempotent, APIView):
    """What officials verify."""

    @extend_schema(
        operation_id="organizations_file_verify", request=VerificationSerializer, responses={204: None}
    )
    def post(self, request: Request, uscc: str) -> Response:
        """Mark a stated fact or a line as verified, exactly as it was stated; officials only."""
        organization = visible(request, uscc)
        serializer = VerificationSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        if given["of"] == "facts":
            row: Any = Statement.objects.filter(organization=organization, pk=given["id"]).first()
        else:
            row = line_of(organization, given["of"], given["id"])
        if row is None:
            raise Http404
        verify(row, acting_as(request), given["note"])
        return Response(status=204)
