"""What the reader follows, in the API."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.capacities import acting_as
from programs.catalog.filters import received_at
from programs.catalog.following import follow, unfollow
from programs.catalog.models import Follow, Program


class FollowSerializer(serializers.ModelSerializer[Follow]):
    """A program by its slug, and since when the reader follows it."""

    program = serializers.SlugField(source="program.slug", read_only=True)

    class Meta:
        model = Follow
        fields = ["program", "since"]


class FollowList(generics.ListAPIView[Follow]):
    """Programs I follow, the latest first: I hear once when a round of them opens."""

    queryset = Follow.objects.none()
    serializer_class = FollowSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Follow]:
        """One's own, whatever one acts as."""
        return Follow.objects.visible_to(acting_as(self.request)).select_related("program")


class FollowDetail(APIView):
    """Following one program."""

    @extend_schema(operation_id="follows_put", request=None, responses=FollowSerializer)
    def put(self, request: Request, slug: str) -> Response:
        """Follow it from now on; following it already changes nothing."""
        followed = follow(slug, at=received_at(request), by=acting_as(request))
        return Response(FollowSerializer(followed).data)

    @extend_schema(operation_id="follows_delete", request=None, responses={204: None})
    def delete(self, request: Request, slug: str) -> Response:
        """Follow it no longer."""
        capacity = acting_as(request)
        get_object_or_404(Program.objects.visible_to(capacity), slug=slug)
        unfollow(slug, by=capacity)
        return Response(status=204)
