"""Samples of auditors in the API: drawn, read, found."""

from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applications.audit import services
from applications.audit.drawing import digest_of
from applications.audit.models import Finding, Sample, SampleItem
from applications.audit.views import items_of
from applications.intake import watching
from portal.accounts.capacities import Capacity, acting_as
from portal.api.idempotency import Idempotent
from portal.ui.middleware import received_at
from programs.catalog.models import Program


def auditor(request: Request) -> Capacity:
    """The auditor's capacity; nothing of this exists for others."""
    by = acting_as(request)
    if by.kind != "auditor":
        raise Http404
    return by


class SampleSerializer(serializers.ModelSerializer[Sample]):
    """A sample as it was drawn. `size`: how many applications; `population_digest`: SHA-256 of the numbers it
    was drawn from, one a line."""

    program = serializers.SlugField(source="program.slug", default=None, read_only=True, allow_null=True)
    size = serializers.IntegerField(read_only=True)
    population_size = serializers.SerializerMethodField()
    population_digest = serializers.SerializerMethodField()

    class Meta:
        model = Sample
        fields = [
            "id", "title", "among", "program", "since", "until", "percent", "seed", "drawn_at", "size",
            "population_size", "population_digest",
        ]  # fmt: skip
        read_only_fields = fields

    def get_population_size(self, sample: Sample) -> int:
        """How many it was drawn from."""
        return len(sample.population)

    def get_population_digest(self, sample: Sample) -> str:
        """Shows that it was drawn from these and no others."""
        return digest_of(sample.population)


class NewSampleSerializer(serializers.Serializer[Any]):
    """What to draw from, and how much; an empty `seed`: one is made."""

    title = serializers.CharField(max_length=120)
    among = serializers.ChoiceField(Sample.Among.choices, default=Sample.Among.APPROVED)
    program = serializers.SlugRelatedField(
        slug_field="slug", queryset=Program.objects.all(), required=False, allow_null=True, default=None
    )
    since = serializers.DateField()
    until = serializers.DateField()
    percent = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=5, max_value=100)
    seed = serializers.CharField(max_length=64, required=False, default="", allow_blank=True)


class FindingSerializer(serializers.ModelSerializer[Finding]):
    """What an auditor found; an earlier finding stays."""

    by = serializers.CharField(source="by.name", read_only=True)

    class Meta:
        model = Finding
        fields = ["result", "note", "at", "by"]
        read_only_fields = fields


class SampleItemSerializer(serializers.ModelSerializer[SampleItem]):
    """An application of a sample, in the order in which it was drawn; findings the newest first."""

    application = serializers.UUIDField(source="application_id", read_only=True)
    number = serializers.CharField(source="application.number", read_only=True)
    applicant = serializers.CharField(source="application.applicant_name", read_only=True)
    findings = FindingSerializer(many=True, read_only=True)

    class Meta:
        model = SampleItem
        fields = ["id", "position", "application", "number", "applicant", "findings"]
        read_only_fields = fields


class NewFindingSerializer(serializers.Serializer[Any]):
    """A finding; anything but "in_order" needs a note."""

    result = serializers.ChoiceField(Finding.Result.choices)
    note = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)


def samples_of(request: Request) -> QuerySet[Sample]:
    """The auditors' samples, the newest first."""
    rows: Any = Sample.objects.visible_to(auditor(request)).select_related("program", "drawn_by")
    found: QuerySet[Sample] = rows.annotate(size=Count("items")).order_by("-drawn_at", "id")
    return found


class SampleList(Idempotent, generics.ListAPIView[Sample]):
    """Samples, the newest first."""

    queryset = Sample.objects.none()
    serializer_class = SampleSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Sample]:
        """For the auditor alone."""
        if getattr(self, "swagger_fake_view", False):
            return Sample.objects.none()
        return samples_of(self.request)

    @extend_schema(
        operation_id="samples_draw", request=NewSampleSerializer, responses={201: SampleSerializer}
    )
    def post(self, request: Request) -> Response:
        """Draw a sample and keep everything it takes to draw it again. Refused is 409 with the sentence."""
        by = auditor(request)
        asked = NewSampleSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        made = services.draw(services.Asked(**asked.validated_data), by=by)
        answer = Response(SampleSerializer(samples_of(request).get(pk=made.pk)).data, status=201)
        answer["Location"] = reverse("api_sample", args=[made.pk])
        return answer


class SampleDetail(generics.RetrieveAPIView[Sample]):
    """One sample."""

    queryset = Sample.objects.none()
    serializer_class = SampleSerializer

    def get_object(self) -> Sample:
        """For the auditor alone."""
        return get_object_or_404(samples_of(self.request), pk=self.kwargs["pk"])


class SampleItemList(generics.ListAPIView[SampleItem]):
    """The applications of a sample."""

    queryset = SampleItem.objects.none()
    serializer_class = SampleItemSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[SampleItem]:
        """In the order in which they were drawn."""
        if getattr(self, "swagger_fake_view", False):
            return SampleItem.objects.none()
        sample = get_object_or_404(samples_of(self.request), pk=self.kwargs["pk"])
        return items_of(sample, "all").prefetch_related("findings__by")

    def paginate_queryset(self, queryset: Any) -> Any:
        """A page, noted."""
        page = super().paginate_queryset(queryset) or []
        watching.opened(self.request, [row.application for row in page])
        return page


class FindingView(Idempotent, APIView):
    """Findings about an application of a sample."""

    @extend_schema(
        operation_id="samples_find", request=NewFindingSerializer, responses={201: FindingSerializer}
    )
    def post(self, request: Request, pk: UUID, item_id: int) -> Response:
        """Write down what was found. Refused is 409 with the sentence."""
        by = auditor(request)
        sample = get_object_or_404(Sample.objects.visible_to(by), pk=pk)
        item = get_object_or_404(sample.items, pk=item_id)
        asked = NewFindingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        made = services.find(item, **asked.validated_data, by=by, at=received_at(request))
        return Response(FindingSerializer(made).data, status=201)
