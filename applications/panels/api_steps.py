"""The steps of a panel in the API, by the department that handles its round: the services of the pages."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from applications.panels import api_shapes as shapes
from applications.panels.api import assignments, panel
from applications.panels.models import Assignment, Panel
from applications.panels.rules import official
from applications.panels.services import assigning, inviting, reviewing, setting_up
from applications.panels.services.moving import move_due
from portal.api.idempotency import Idempotent
from portal.ui.middleware import received_at


class PanelStep(Idempotent, generics.GenericAPIView[Panel]):
    """A step that answers with the panel as it then is. Refused is 409 with the sentence."""

    queryset = Panel.objects.none()
    serializer_class: type[serializers.Serializer[Any]] = shapes.PanelDetailSerializer

    def asked(self, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        """The body, as the step takes it; the panel must be one that the caller may see."""
        panel(self.request, self.kwargs["pk"])
        found = shape(data=self.request.data)
        found.is_valid(raise_exception=True)
        return dict(found.validated_data)

    def who(self) -> dict[str, Any]:
        """Who asks, and when."""
        return {"by": official(self.request), "at": received_at(self.request._request)}

    def now(self, pk: UUID) -> Response:
        """The panel after the step."""
        return Response(shapes.PanelDetailSerializer(panel(self.request, pk)).data)


class PanelDraw(PanelStep):
    """Drawing experts by lot."""

    @extend_schema(
        operation_id="panels_draw", request=shapes.DrawSerializer, responses=shapes.PanelDetailSerializer
    )
    @transaction.atomic
    def post(self, request: Request, pk: UUID) -> Response:
        """Draw so many of each kind; who is drawn already stays. Conflicts are found at once."""
        counts = {kind: count for kind, count in self.asked(shapes.DrawSerializer).items() if count}
        setting_up.cast(pk, counts, **self.who())
        setting_up.find_conflicts(pk, **self.who())
        return self.now(pk)


class PanelUnseat(PanelStep):
    """Taking an expert off the panel."""

    @extend_schema(
        operation_id="panels_unseat", request=shapes.ReasonSerializer, responses=shapes.PanelDetailSerializer
    )
    def post(self, request: Request, pk: UUID, expert: UUID) -> Response:
        """Before they are invited, for a reason that is kept."""
        reason = self.asked(shapes.ReasonSerializer)["reason"]
        seat = get_object_or_404(panel(request, pk).seats, expert=expert)
        setting_up.unseat(pk, seat.pk, reason, **self.who())
        return self.now(pk)


class PanelFindConflicts(PanelStep):
    """Finding conflicts of interest."""

    @extend_schema(operation_id="panels_find_conflicts", request=None, responses=shapes.PanelDetailSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Find them anew; what experts have stated stays."""
        panel(request, pk)
        setting_up.find_conflicts(pk, **self.who())
        return self.now(pk)


class PanelInvite(PanelStep):
    """Inviting experts."""

    @extend_schema(operation_id="panels_invite", request=None, responses=shapes.PanelDetailSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Invite everybody who is drawn and was not invited yet."""
        panel(request, pk)
        inviting.invite(pk, **self.who())
        return self.now(pk)


class PanelAssign(PanelStep):
    """Assigning applications to experts."""

    @extend_schema(operation_id="panels_assign", request=None, responses=shapes.PanelDetailSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Assign every application that waits, and open the review. What the checker finds wrong is never
        saved: refused with its sentences."""
        panel(request, pk)
        assigning.assign_all(pk, **self.who())
        return self.now(pk)


class PanelDue(PanelStep):
    """The day on which the reviews are due."""

    @extend_schema(
        operation_id="panels_move_due", request=shapes.DueSerializer, responses=shapes.PanelDetailSerializer
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Move it later, for a reason; the experts are told."""
        move_due(pk, **self.asked(shapes.DueSerializer), **self.who())
        return self.now(pk)


class PanelClose(PanelStep):
    """Closing a panel."""

    @extend_schema(operation_id="panels_close", request=None, responses=shapes.PanelDetailSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """End its work, once every review is handed in or its expert is recused."""
        panel(request, pk)
        reviewing.close(pk, **self.who())
        return self.now(pk)


class ReviewStep(PanelStep):
    """A step with one review of a panel, which answers with the review."""

    serializer_class = shapes.PanelReviewSerializer

    def row(self, pk: UUID) -> Assignment:
        """A review that the caller may see, else 404."""
        return get_object_or_404(assignments(self.request), pk=pk)


class ReviewReopen(ReviewStep):
    """Reopening a review that is handed in."""

    @extend_schema(
        operation_id="panels_reopen_review",
        request=shapes.ReasonSerializer,
        responses=shapes.PanelReviewSerializer,
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Let the expert write again, for a reason that they read; what was handed in stays as a version."""
        self.row(pk)
        asked = shapes.ReasonSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        reviewing.reopen(pk, asked.validated_data["reason"], **self.who())
        return Response(self.get_serializer(self.row(pk)).data)


class ReviewAddExpert(ReviewStep):
    """One more expert for an application."""

    @extend_schema(operation_id="panels_add_expert", request=None, responses=shapes.PanelDetailSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """In the place of who was recused, or as a third opinion; drawn among those without a conflict."""
        found = self.row(pk)
        assigning.add_expert(found.panel_id, found.application, **self.who())
        return self.now(found.panel_id)
