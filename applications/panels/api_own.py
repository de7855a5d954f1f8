"""Reviews in the API, for the expert who writes them: invitations, what there is to read, what is written."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from applications.intake import watching
from applications.panels import api_own_shapes as shapes
from applications.panels import own
from applications.panels.file_views import given_file
from applications.panels.models import Assignment, Seat
from applications.panels.others import others_of
from applications.panels.papers import Paper, paper_of
from applications.panels.rules import answering_refusal, expert_of, writing_refusal
from applications.panels.services import inviting, reviewing
from applications.panels.services.reviewing import Incomplete, Problem, Written, criteria_of, kept
from portal.api.idempotency import Idempotent
from portal.api.problems import MEDIA_TYPE, pointer, problem
from portal.api.revisions import expected_revision, tagged
from portal.files.schema import DOWNLOAD
from portal.ui.middleware import received_at
from programs.forms.validator import public


class InvitationList(generics.ListAPIView[Seat]):
    """The expert's invitations, those accepted too."""

    queryset = Seat.objects.none()
    serializer_class = shapes.PanelInvitationSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Seat]:
        """One's own."""
        return own.seats(self.request)

    def paginate_queryset(self, queryset: Any) -> Any:
        """A page, each with why it cannot be answered."""
        return [told(seat, self.request) for seat in super().paginate_queryset(queryset) or []]


def told(seat: Any, request: Request) -> Any:
    """The invitation with `refusal`."""
    seat.refusal = answering_refusal(seat, received_at(request._request))
    return seat


class InvitationAccept(Idempotent, generics.GenericAPIView[Seat]):
    """Taking a seat."""

    queryset = Seat.objects.none()
    serializer_class = shapes.PanelInvitationSerializer

    @extend_schema(
        operation_id="invitations_accept",
        request=shapes.AcceptSerializer,
        responses=shapes.PanelInvitationSerializer,
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Accept, with the promise of confidentiality."""
        asked = shapes.AcceptSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        at = received_at(request._request)
        inviting.accept(pk, asked.validated_data["promise"], by=expert_of(request), at=at)
        seat = told(get_object_or_404(own.seats(request), pk=pk), request)
        return Response(shapes.PanelInvitationSerializer(seat).data)


class InvitationDecline(Idempotent, generics.GenericAPIView[Seat]):
    """Leaving a seat."""

    queryset = Seat.objects.none()
    serializer_class = shapes.DeclineSerializer

    @extend_schema(
        operation_id="invitations_decline", request=shapes.DeclineSerializer, responses={204: None}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Decline; the department is told and draws somebody else."""
        asked = shapes.DeclineSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        reason, at = asked.validated_data["reason"], received_at(request._request)
        inviting.decline(pk, reason, by=expert_of(request), at=at)
        return Response(status=204)


class ReviewList(generics.ListAPIView[Assignment]):
    """What the expert reviews, batch by batch."""

    queryset = Assignment.objects.none()
    serializer_class = shapes.OwnReviewSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Assignment]:
        """One's own."""
        return own.assignments(self.request).order_by("panel__due_on", "panel", "number", "pk")

    def paginate_queryset(self, queryset: Any) -> Any:
        """A page; whose applications were seen is written down."""
        page = super().paginate_queryset(queryset) or []
        watching.opened(self.request, [row.application for row in page if not row.panel.blind])
        return page


class ReviewDetail(generics.GenericAPIView[Assignment]):
    """One application to review."""

    queryset = Assignment.objects.none()
    serializer_class = shapes.OwnReviewDetailSerializer
    revisioned = True

    @extend_schema(operation_id="reviews_retrieve", responses=shapes.OwnReviewDetailSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """The paper, the criteria and what is written, with the revision as ETag."""
        watching.opened(request, [own.assignment_of(request, pk).application])
        return answer(request, pk)

    @extend_schema(
        operation_id="reviews_save",
        request=shapes.WrittenSerializer,
        responses=shapes.OwnReviewDetailSerializer,
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """Save what is written so far, starting from the revision in If-Match; it may be incomplete."""
        assignment, revision = own.assignment_of(request, pk), expected_revision(request)
        asked = shapes.WrittenSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        written = changed(assignment, asked.validated_data, revision)
        try:
            reviewing.save(pk, written, by=expert_of(request), at=received_at(request._request))
        except Incomplete as incomplete:
            return refused(incomplete)
        return answer(request, pk)


class ReviewHandIn(Idempotent, generics.GenericAPIView[Assignment]):
    """Handing in."""

    queryset = Assignment.objects.none()
    serializer_class = shapes.OwnReviewDetailSerializer

    @extend_schema(operation_id="reviews_hand_in", request=None, responses=shapes.OwnReviewDetailSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Hand in what is saved; 400 names everything that is missing."""
        written = kept(own.assignment_of(request, pk))
        try:
            reviewing.hand_in(pk, written, by=expert_of(request), at=received_at(request._request))
        except Incomplete as incomplete:
            return refused(incomplete)
        return answer(request, pk)


class ReviewRecuse(Idempotent, generics.GenericAPIView[Assignment]):
    """Stating a tie while reviewing."""

    queryset = Assignment.objects.none()
    serializer_class = shapes.RecuseSerializer

    @extend_schema(operation_id="reviews_recuse", request=shapes.RecuseSerializer, responses={204: None})
    def post(self, request: Request, pk: UUID) -> Response:
        """The review ends; the department is told and gives the application to somebody else."""
        asked = shapes.RecuseSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        reason, at = asked.validated_data["reason"], received_at(request._request)
        reviewing.recuse(pk, reason, by=expert_of(request), at=at)
        return Response(status=204)


class ReviewFile(generics.GenericAPIView[Assignment]):
    """One file of the paper."""

    queryset = Assignment.objects.none()

    @extend_schema(operation_id="reviews_download", responses=DOWNLOAD)
    def get(self, request: Request, pk: UUID, number: int) -> HttpResponseBase:
        """The content; of a blind paper without what it says of its author."""
        return given_file(request, own.assignment_of(request, pk), number)


def answer(request: Request, pk: UUID) -> Response:
    """The review as it is now, with its revision as ETag."""
    row: Any = own.assignment_of(request, pk)
    written, criteria = kept(row), criteria_of(row.panel)
    row.refusal = writing_refusal(row, received_at(request._request))
    row.paper = shown(paper_of(row), row)
    row.criteria, row.written = criteria, {**vars(written), "scores": scores_of(written)}
    row.total, row.others = reviewing.total_of(criteria, written) if criteria else None, others_of(row)
    data = shapes.OwnReviewDetailSerializer(row, context={"request": request}).data
    return tagged(Response(data), written.seen)


def shown(paper: Paper, row: Assignment) -> Any:
    """The paper with the answers as they may be sent: those of its questions, numbers masked."""
    asked = {question.key for section in paper.sections for question in section.questions}
    masked = public(row.application.form_version, paper.answers)
    answers = {key: value for key, value in masked.items() if key in asked}
    return replace(paper, answers=answers)


def scores_of(written: Written) -> dict[str, dict[str, Any]]:
    """Points and reasons by the number of the criterion."""
    keys = written.points.keys() | written.reasons.keys()
    return {
        str(key): {"points": written.points.get(key), "reason": written.reasons.get(key, "")}
        for key in sorted(keys)
    }


def changed(assignment: Assignment, given: dict[str, Any], revision: int) -> Written:
    """What is saved with the changes of the request; refuses criteria that the rubric has not."""
    saved, known = kept(assignment), {str(row.pk): row.pk for row in criteria_of(assignment.panel)}
    scores = given.get("scores", {})
    if unknown := sorted(scores.keys() - known.keys()):
        raise ValidationError({"scores": {key: [_("The rubric has no such criterion.")] for key in unknown}})
    points = {known[key]: one["points"] for key, one in scores.items() if "points" in one}
    reasons = {known[key]: one["reason"] for key, one in scores.items() if "reason" in one}
    return Written(
        {**saved.points, **points},
        {**saved.reasons, **reasons},
        given.get("recommendation", saved.recommendation),
        given.get("opinion", saved.opinion),
        revision,
    )


def refused(incomplete: Incomplete) -> Response:
    """Everything that is missing or outside of the points, as a problem document."""
    errors = [
        {"field": place_of(one), "code": "incomplete", "message": one.text} for one in incomplete.problems
    ]
    document = problem(400, _("Some entries need a change."), "validation", errors=errors)
    return Response(document, 400, content_type=MEDIA_TYPE)


def place_of(found: Problem) -> str:
    """The field of a problem as a JSON pointer into what `PATCH` takes."""
    name, _dash, key = found.field.partition("-")
    return pointer(["scores", key, name]) if name in ("points", "reason") else pointer([name])
