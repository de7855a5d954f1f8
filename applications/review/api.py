"""What officials keep about an application, in the API: formal check, tags, internal notes."""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applications.intake import watching
from applications.intake.models import Application
from applications.review import checking, marks
from applications.review.models import InternalNote, PointFinding, Tag
from applications.review.views import within
from portal.accounts.capacities import Capacity, acting_as
from portal.api.idempotency import Idempotent
from portal.ui.middleware import received_at


class CheckedPointSerializer(serializers.Serializer[Any]):
    """A point of the formal check; `result` "" where nobody has looked at it in what was handed in last.

    `suggested`: what was found before in an earlier submission and is likely to hold.
    """

    key = serializers.SlugField(source="point.key")
    text = serializers.CharField(source="point.text")
    question = serializers.CharField(source="point.question", help_text="What a correction opens, or empty.")
    fatal = serializers.BooleanField(source="point.fatal", help_text="No correction can mend it.")
    result = serializers.CharField(source="finding.result", default="")
    note = serializers.CharField(source="finding.note", default="")
    found_at = serializers.DateTimeField(source="finding.at", default=None, allow_null=True)
    suggested = serializers.CharField(source="shown.result")


class FormalCheckSerializer(serializers.Serializer[Any]):
    """The formal check of what was handed in last. `suggests`: accept, return, refuse, or "" yet."""

    points = CheckedPointSerializer(source="lines", many=True)
    unanswered = serializers.IntegerField()
    suggests = serializers.CharField(allow_blank=True)


class FoundSerializer(serializers.Serializer[Any]):
    """What was found at a point; an empty result takes a finding back."""

    key = serializers.SlugField(max_length=40)
    result = serializers.ChoiceField(PointFinding.Result.choices, allow_blank=True)
    note = serializers.CharField(max_length=600, required=False, default="", allow_blank=True)


class FindingsSerializer(serializers.Serializer[Any]):
    """Findings of any number of points."""

    findings = FoundSerializer(many=True, allow_empty=False)


class InternalNoteSerializer(serializers.ModelSerializer[InternalNote]):
    """A note of an official for colleagues."""

    author = serializers.CharField(source="author.name", read_only=True)

    class Meta:
        model = InternalNote
        fields = ["id", "at", "author", "text"]
        read_only_fields = fields


class NewNoteSerializer(serializers.Serializer[Any]):
    """A note to be kept; it cannot be changed afterwards."""

    text = serializers.CharField(max_length=2000)


class TagSerializer(serializers.ModelSerializer[Tag]):
    """A tag of the department."""

    class Meta:
        model = Tag
        fields = ["id", "name"]
        read_only_fields = fields


class NewTagSerializer(serializers.Serializer[Any]):
    """A tag by its name; a new one is made."""

    name = serializers.CharField(max_length=20)


def read(request: Request, id: UUID) -> tuple[Application, Capacity]:
    """An application that the official's department or one below it handles, or 404; the look is noted."""
    by = acting_as(request)
    rows = Application.objects.visible_to(by).select_related("round__department")
    found = rows.filter(pk=id).first()
    if found is None or not within(found, by):
        raise Http404
    watching.opened(request, [found])
    return found, by


class FormalCheckView(APIView):
    """The formal check of an application, point by point."""

    @extend_schema(operation_id="formal_check_retrieve", responses=FormalCheckSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """The points with what was found; 404 where the round has none."""
        application, _by = read(request, id)
        check = checking.check_of(application)
        if check is None:
            raise Http404
        return Response(FormalCheckSerializer(check).data)

    @extend_schema(
        operation_id="formal_check_fill_in", request=FindingsSerializer, responses=FormalCheckSerializer
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """Keep findings; points that are not named stay as they are. Refused is 409 with the sentence."""
        _application, by = read(request, id)
        asked = FindingsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = {
            found["key"]: checking.Given(found["result"], found["note"])
            for found in asked.validated_data["findings"]
        }
        check = checking.keep_findings(id, given, capacity=by, at=received_at(request))
        return Response(FormalCheckSerializer(check).data)


class NotesView(Idempotent, APIView):
    """Internal notes: applicants never see them."""

    @extend_schema(operation_id="application_notes_list", responses=InternalNoteSerializer(many=True))
    def get(self, request: Request, id: UUID) -> Response:
        """All of them, the newest first."""
        application, by = read(request, id)
        rows = InternalNote.objects.visible_to(by).filter(application=application).select_related("author")
        return Response(InternalNoteSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="application_notes_write",
        request=NewNoteSerializer,
        responses={201: InternalNoteSerializer},
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Keep a note. Refused is 409 with the sentence."""
        _application, by = read(request, id)
        asked = NewNoteSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        made = marks.write_note(id, asked.validated_data["text"], by=by, at=received_at(request))
        return Response(InternalNoteSerializer(made).data, status=201)


class TagsView(Idempotent, APIView):
    """The department's tags at an application."""

    @extend_schema(operation_id="application_tags_list", responses=TagSerializer(many=True))
    def get(self, request: Request, id: UUID) -> Response:
        """Those it has, by name."""
        application, by = read(request, id)
        return Response(
            TagSerializer(marks.tags_of([application], by).get(application.pk, []), many=True).data
        )

    @extend_schema(
        operation_id="application_tags_put", request=NewTagSerializer, responses={201: TagSerializer}
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Put a tag; twice is once. Refused is 409 with the sentence."""
        application, by = read(request, id)
        asked = NewTagSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        marks.require_marking(application, by)
        tag = marks.tag_named(asked.validated_data["name"], by=by)
        marks.tag(id, tag, by=by, at=received_at(request))
        return Response(TagSerializer(tag).data, status=201)


class TagDetail(APIView):
    """One tag of an application."""

    @extend_schema(operation_id="application_tags_remove", request=None, responses={204: None})
    def delete(self, request: Request, id: UUID, tag_id: int) -> Response:
        """Take it away; one that is not there is gone already."""
        _application, by = read(request, id)
        marks.untag(id, tag_id, by=by)
        return Response(status=204)
