"""Rankings in the API, to be read: lists, places, the meeting that fixed one; never whose score it is."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import generics, serializers

from applications.intake import watching
from applications.ranking import board
from applications.ranking.models import Meeting, Place, Ranking
from portal.accounts.capacities import Capacity, acting_as


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    """The collective meeting; `recusals`: who stayed out of which application, and why."""

    class Meta:
        model = Meeting
        fields = ["number", "held_on", "attendees", "recusals", "recorded_at"]
        read_only_fields = fields


class RankingSerializer(serializers.ModelSerializer[Ranking]):
    """A list of a round. `meeting` null and `content_hash` empty: not fixed yet."""

    meeting = serializers.SerializerMethodField()

    class Meta:
        model = Ranking
        fields = [
            "id", "round", "pass_no", "state", "method", "budget", "least", "spread", "grouping", "quotas",
            "content_hash", "made_at", "fixed_at", "meeting",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(MeetingSerializer(allow_null=True))
    def get_meeting(self, ranking: Ranking) -> dict[str, Any] | None:
        """That fixed it."""
        if not ranking.is_fixed:
            return None
        found: dict[str, Any] = MeetingSerializer(ranking.meeting).data
        return found


class PlaceSerializer(serializers.ModelSerializer[Place]):
    """Where an application stands. `total`: what all supported ones down to it get, in yuan. `twice`: why to
    look again."""

    application = serializers.UUIDField(source="application_id", read_only=True)
    number = serializers.CharField(source="application.number", read_only=True)
    applicant = serializers.CharField(source="application.applicant_name", read_only=True)
    total = serializers.DecimalField(max_digits=18, decimal_places=2, read_only=True)
    twice = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Place
        fields = [
            "position", "application", "number", "applicant", "place", "count", "score", "low", "high",
            "mean", "trimmed", "calibrated", "group", "outcome", "amount", "total", "twice", "settled",
        ]  # fmt: skip
        read_only_fields = fields


class RankingList(generics.ListAPIView[Ranking]):
    """Lists of rounds, the newest first."""

    queryset = Ranking.objects.none()
    serializer_class = RankingSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Ranking]:
        """Those of the department and of those below it; all for the auditor."""
        if getattr(self, "swagger_fake_view", False):
            return Ranking.objects.none()
        return rankings_of(acting_as(self.request))


class RankingDetail(generics.RetrieveAPIView[Ranking]):
    """One list of a round."""

    queryset = Ranking.objects.none()
    serializer_class = RankingSerializer

    def get_object(self) -> Ranking:
        """What the caller may see, else 404."""
        return get_object_or_404(rankings_of(acting_as(self.request)), pk=self.kwargs["pk"])


class PlaceList(generics.ListAPIView[Place]):
    """The applications of a list in order."""

    queryset = Place.objects.none()
    serializer_class = PlaceSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Place]:
        """Of a list that the caller may see, else 404."""
        if getattr(self, "swagger_fake_view", False):
            return Place.objects.none()
        ranking = get_object_or_404(rankings_of(acting_as(self.request)), pk=self.kwargs["pk"])
        found: QuerySet[Place] = board.lines(ranking)
        return found

    def paginate_queryset(self, queryset: Any) -> Any:
        """A page, noted."""
        page = super().paginate_queryset(queryset) or []
        watching.opened(self.request, [place.application for place in page])
        return page


def rankings_of(by: Capacity) -> QuerySet[Ranking]:
    """As somebody may see them, without what only the reckoning needs; they exist for officials and the
    auditor alone."""
    if by.department is None and by.kind != "auditor":
        raise Http404
    rows = Ranking.objects.visible_to(by).defer("scores", "candidates")
    return rows.select_related("meeting").order_by("-made_at", "id")
