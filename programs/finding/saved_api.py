"""Saved searches in the API: everybody's own."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.capacities import acting_as
from portal.api.idempotency import Idempotent
from programs.catalog.filters import received_at
from programs.finding import saved
from programs.finding.models import SavedSearch


class SavedSearchSerializer(serializers.ModelSerializer[SavedSearch]):
    """A filter of programs with a name. `query` is as in the address: `kind=voucher&region=310114`."""

    name = serializers.CharField(max_length=80)
    query = serializers.CharField(
        allow_blank=True, max_length=2000, help_text="filters of /programs/, as in the address"
    )
    paused = serializers.SerializerMethodField(help_text="nothing is told of it")

    class Meta:
        model = SavedSearch
        fields = ["id", "name", "query", "since", "paused"]
        read_only_fields = ["since"]

    def get_paused(self, row: SavedSearch) -> bool:
        return row.paused_at is not None


class SavedSearchChangeSerializer(serializers.Serializer[Any]):
    """Another name, a pause, or its end. The filter stays: save another search for another filter."""

    name = serializers.CharField(max_length=80, required=False)
    paused = serializers.BooleanField(required=False)


class SavedSearchList(Idempotent, generics.ListAPIView[SavedSearch]):
    """My saved searches, the latest first: I hear once of each round that newly matches one."""

    queryset = SavedSearch.objects.none()
    serializer_class = SavedSearchSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[SavedSearch]:
        """One's own, whatever one acts as."""
        return SavedSearch.objects.visible_to(acting_as(self.request))

    @extend_schema(
        operation_id="saved_searches_create",
        request=SavedSearchSerializer,
        responses={201: SavedSearchSerializer},
    )
    def post(self, request: Request) -> Response:
        """Save a filter; what matches it now is not told."""
        wanted = SavedSearchSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        values = wanted.validated_data
        row = saved.save(
            values["name"], QueryDict(values["query"]), at=received_at(request), by=acting_as(request)
        )
        answer = Response(SavedSearchSerializer(row).data, status=201)
        answer["Location"] = reverse("api_saved_search", args=[row.pk])
        return answer


class SavedSearchDetail(APIView):
    """One of my saved searches."""

    @extend_schema(operation_id="saved_searches_retrieve", responses=SavedSearchSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """As it is now."""
        row = get_object_or_404(SavedSearch.objects.visible_to(acting_as(request)), pk=pk)
        return Response(SavedSearchSerializer(row).data)

    @extend_schema(
        operation_id="saved_searches_change",
        request=SavedSearchChangeSerializer,
        responses=SavedSearchSerializer,
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Rename it, pause it or let it run again."""
        by = acting_as(request)
        get_object_or_404(SavedSearch.objects.visible_to(by), pk=pk)
        wanted = SavedSearchChangeSerializer(data=request.data, partial=True)
        wanted.is_valid(raise_exception=True)
        if "name" in wanted.validated_data:
            saved.rename(pk, wanted.validated_data["name"], by=by)
        if "paused" in wanted.validated_data:
            change = saved.pause if wanted.validated_data["paused"] else saved.resume
            change(pk, at=received_at(request), by=by)
        return self.get(request, pk)

    @extend_schema(operation_id="saved_searches_delete", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Forget it."""
        saved.delete(pk, by=acting_as(request))
        return Response(status=204)
