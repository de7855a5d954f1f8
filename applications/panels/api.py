"""Panels in the API, for the department that handles the round and the auditor; nobody else knows of them."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from applications.panels import api_shapes as shapes
from applications.panels.listing import PanelFilters, with_progress
from applications.panels.models import Assignment, Conflict, Panel, Review
from applications.panels.rules import official
from applications.panels.services import setting_up
from portal.api.idempotency import Idempotent
from portal.ui.middleware import received_at


def panels(request: Request) -> QuerySet[Any]:
    """What the caller may see."""
    return with_progress(Panel.objects.visible_to(official(request)))


def panel(request: Request, pk: UUID) -> Any:
    """The panel, or 404."""
    return get_object_or_404(panels(request).prefetch_related("seats__expert"), pk=pk)


def assignments(request: Request) -> QuerySet[Assignment]:
    """Who reviews what, with the reviews as far as the caller may see them."""
    by = official(request)
    reviews = Review.objects.visible_to(by).prefetch_related("scores__criterion")
    rows = Assignment.objects.visible_to(by).select_related("expert", "application")
    return rows.prefetch_related(Prefetch("review", reviews))


class PanelList(Idempotent, generics.ListAPIView[Panel]):
    """Panels of experts, the latest first."""

    queryset = Panel.objects.none()
    serializer_class = shapes.PanelSerializer
    filterset_class = PanelFilters

    def get_queryset(self) -> QuerySet[Any]:
        """Those of the rounds that the department handles; the auditor reads all."""
        return panels(self.request).order_by("-created_at", "pk")

    @extend_schema(
        operation_id="panels_create",
        request=shapes.NewPanelSerializer,
        responses={201: shapes.PanelDetailSerializer},
    )
    def post(self, request: Request) -> Response:
        """Set a panel up. Nobody is drawn or told yet."""
        by = official(request)
        form = shapes.NewPanelSerializer(data=request.data).form(by)
        round_ = form.instance.round
        made = setting_up.create(round_, form.facts(), by=by, at=received_at(request._request))
        answer = Response(shapes.PanelDetailSerializer(panel(request, made.pk)).data, status=201)
        answer["Location"] = reverse("api_panel", args=[made.pk])
        return answer


class PanelDetail(generics.RetrieveAPIView[Panel]):
    """One panel with its experts."""

    queryset = Panel.objects.none()
    serializer_class = shapes.PanelDetailSerializer
    filter_backends = []

    def get_object(self) -> Any:
        """What the caller may see, else 404."""
        return panel(self.request, self.kwargs["pk"])


class PanelConflicts(generics.ListAPIView[Conflict]):
    """Conflicts of interest of a panel, with their reasons."""

    queryset = Conflict.objects.none()
    serializer_class = shapes.ConflictSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Conflict]:
        """Of a panel that the caller may see."""
        found = panel(self.request, self.kwargs["pk"])
        rows = Conflict.objects.visible_to(official(self.request)).filter(panel=found)
        return rows.select_related("expert", "application").order_by("kind", "pk")


class PanelReviews(generics.ListAPIView[Assignment]):
    """Who reviews what in a panel, and the reviews that are handed in."""

    queryset = Assignment.objects.none()
    serializer_class = shapes.PanelReviewSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Assignment]:
        """Of a panel that the caller may see."""
        found = panel(self.request, self.kwargs["pk"])
        return assignments(self.request).filter(panel=found).order_by("application", "pk")
