"""Letters of recommendation and the progress of drafts in the API."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from applications.intake.models import Application
from applications.stations import progress, services
from applications.stations.models import Batch, Recommendation
from applications.stations.rules import station_of
from portal.accounts.capacities import acting_as
from portal.api.idempotency import Idempotent
from portal.ui.middleware import received_at


class RecommendedPlaceSerializer(serializers.ModelSerializer[Recommendation]):
    """The opinion on one application; `place`: in the order of preference, 1 first."""

    application = serializers.UUIDField(source="application_id", read_only=True)
    number = serializers.CharField(source="application.number", read_only=True)

    class Meta:
        model = Recommendation
        fields = ["application", "number", "positive", "place"]
        read_only_fields = fields


class RecommendationLetterSerializer(serializers.ModelSerializer[Batch]):
    """A letter of a station on several applications of one round. `sealed_at` null: no seal yet."""

    department = serializers.SlugField(source="department.code", read_only=True)
    applications = RecommendedPlaceSerializer(source="recommendations", many=True, read_only=True)

    class Meta:
        model = Batch
        fields = [
            "id", "number", "department", "round", "opinion", "issued_at", "sealed_at", "applications",
        ]  # fmt: skip
        read_only_fields = fields


class RecommendedSerializer(serializers.Serializer[Any]):
    """What the station thinks of one application."""

    application = serializers.UUIDField()
    positive = serializers.BooleanField(default=True)
    place = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=9999
    )


class NewLetterSerializer(serializers.Serializer[Any]):
    """One opinion on several applications."""

    opinion = serializers.CharField(max_length=2000)
    applications = RecommendedSerializer(many=True, allow_empty=False)


class BatchList(Idempotent, generics.ListAPIView[Batch]):
    """Letters of recommendation, the latest first."""

    queryset = Batch.objects.none()
    serializer_class = RecommendationLetterSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Batch]:
        """Those of the station and of the rounds that the department handles."""
        return _letters(self.request)

    @extend_schema(
        operation_id="recommendations_create",
        request=NewLetterSerializer,
        responses={201: RecommendationLetterSerializer},
    )
    def post(self, request: Request) -> Response:
        """Recommend applications of one round with one numbered letter; all or none."""
        wanted = NewLetterSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        batch = services.recommend_all(
            [services.Choice(**choice) for choice in wanted.validated_data["applications"]],
            wanted.validated_data["opinion"],
            capacity=acting_as(request),
            at=received_at(request._request),
        )
        answer = Response(RecommendationLetterSerializer(batch).data, status=201)
        answer["Location"] = reverse("api_recommendation", args=[batch.pk])
        return answer


class BatchDetail(generics.RetrieveAPIView[Batch]):
    """One letter of recommendation."""

    queryset = Batch.objects.none()
    serializer_class = RecommendationLetterSerializer

    def get_object(self) -> Batch:
        """What the caller may see, else 404."""
        return get_object_or_404(_letters(self.request), pk=self.kwargs["pk"])


def _letters(request: Request) -> QuerySet[Batch]:
    rows = Batch.objects.visible_to(acting_as(request)).select_related("department")
    return rows.prefetch_related("recommendations__application")


class DraftProgressSerializer(serializers.Serializer[Any]):
    """How far a draft is; its answers are the applicant's alone."""

    round = serializers.IntegerField(source="application.round_id")
    organization = serializers.CharField(source="application.organization.uscc")
    name = serializers.CharField(source="application.organization.name")
    parts_complete = serializers.IntegerField(source="done")
    parts = serializers.IntegerField(source="total")


class DraftList(generics.ListAPIView[Application]):
    """Drafts of the station's organizations in rounds that ask for its recommendation."""

    queryset = Application.objects.none()
    serializer_class = DraftProgressSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Application]:
        """Only a station has any."""
        department = station_of(acting_as(self.request))
        if department is None:
            raise Http404
        return progress.drafts_of(department)

    def paginate_queryset(self, queryset: Any) -> Any:
        """A page of drafts, as progress."""
        return progress.progress_of(super().paginate_queryset(queryset) or [])
