"""Public notices in the API: everybody reads what is out; officials prepare, a second person releases."""

from dataclasses import fields
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applications.notices import carrying, preparing, releasing
from applications.notices.forms import LEAST_DAYS
from applications.notices.models import Notice, NoticeLine
from applications.ranking.drawing import handling_refusal
from portal.accounts.capacities import acting, acting_as
from portal.api.idempotency import Idempotent
from portal.ui.middleware import received_at
from programs.catalog.models import Round

CORRECTED = [field.name for field in fields(preparing.Corrected)]


class NoticeLineSerializer(serializers.ModelSerializer[NoticeLine]):
    """What a notice says of one application; it is not named here."""

    class Meta:
        model = NoticeLine
        fields = ["position", "unit", "project", "leader", "recommender", "amount"]
        read_only_fields = fields


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """A notice without its lines. `corrects`: the notice of which it puts a line right."""

    department = serializers.SlugField(source="round.department.code", read_only=True)
    program = serializers.SlugField(source="round.program.slug", read_only=True)

    class Meta:
        model = Notice
        fields = [
            "id", "kind", "state", "title", "text", "contact", "days", "from_on", "until_on", "round",
            "program", "department", "corrects", "released_at",
        ]  # fmt: skip
        read_only_fields = fields


class NoticeDetailSerializer(NoticeSerializer):
    """A notice with its lines. `content_hash`: SHA-256 of what the public reads; releasing names it."""

    lines = serializers.SerializerMethodField()
    content_hash = serializers.SerializerMethodField()

    class Meta(NoticeSerializer.Meta):
        fields = [*NoticeSerializer.Meta.fields, "content_hash", "lines"]
        read_only_fields = fields

    @extend_schema_field(NoticeLineSerializer(many=True))
    def get_lines(self, notice: Notice) -> Any:
        """In the order of the list."""
        return NoticeLineSerializer(notice.lines.order_by("position"), many=True).data

    def get_content_hash(self, notice: Notice) -> str:
        """Of what the public reads."""
        return releasing.hash_of(notice)


class NewNoticeSerializer(serializers.Serializer[Any]):
    """The words of a notice; whom it lists follows from the round. `project`, `leader`: keys of the questions
    that name them, or empty."""

    round = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    kind = serializers.ChoiceField([(kind.value, kind.label) for kind in preparing.LISTED])
    title = serializers.CharField(max_length=150)
    text = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True)
    contact = serializers.CharField(max_length=300)
    days = serializers.IntegerField(min_value=LEAST_DAYS, max_value=60, default=LEAST_DAYS)
    project = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    leader = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    feedback = serializers.ChoiceField(Notice.Feedback.choices, default=Notice.Feedback.NONE)


class CorrectionSerializer(serializers.ModelSerializer[NoticeLine]):
    """How a line should have read; what is left out stays. `reason`: what was wrong and why; all read it."""

    reason = serializers.CharField(max_length=1000)

    class Meta:
        model = NoticeLine
        fields = [*CORRECTED, "reason"]
        extra_kwargs = {name: {"required": False} for name in CORRECTED}


class SeenSerializer(serializers.Serializer[Any]):
    """`seen`: the content hash of what was looked at."""

    seen = serializers.CharField(max_length=64)


def notices_of(request: Request) -> QuerySet[Notice]:
    """Those that are out, and those that the caller prepares or may look at."""
    rows = Notice.objects.visible_to(acting(request))
    return rows.select_related("round__program", "round__department")


class NoticeList(Idempotent, generics.ListAPIView[Notice]):
    """Public notices, the newest first."""

    queryset = Notice.objects.none()
    serializer_class = NoticeSerializer
    filter_backends = []

    def get_permissions(self) -> list[BasePermission]:
        """Everybody reads."""
        return [AllowAny() if self.request.method in ("GET", "HEAD", "OPTIONS") else IsAuthenticated()]

    def get_queryset(self) -> QuerySet[Notice]:
        """What the caller may see."""
        return notices_of(self.request)

    @extend_schema(
        operation_id="notices_prepare",
        request=NewNoticeSerializer,
        responses={201: NoticeDetailSerializer},
    )
    def post(self, request: Request) -> Response:
        """Prepare a notice, or write over one not released yet. Refused is 409 with the sentence."""
        by = acting_as(request)
        asked = NewNoticeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        words = dict(asked.validated_data)
        rounds = Round.objects.filter(department=by.department) if by.department else Round.objects.none()
        related = ("program", "department")
        round_ = get_object_or_404(rounds.select_related(*related), pk=words.pop("round"))
        kind = words.pop("kind")
        made = preparing.prepare(round_, kind, preparing.Words(**words), by=by, at=received_at(request))
        answer = Response(NoticeDetailSerializer(made).data, status=201)
        answer["Location"] = reverse("api_notice", args=[made.pk])
        return answer


class NoticeDetail(generics.RetrieveAPIView[Notice]):
    """One notice with its lines."""

    queryset = Notice.objects.none()
    serializer_class = NoticeDetailSerializer
    permission_classes = [AllowAny]

    def get_object(self) -> Notice:
        """What the caller may see, else 404."""
        return get_object_or_404(notices_of(self.request), pk=self.kwargs["pk"])


class NoticeRelease(Idempotent, APIView):
    """Releasing a notice."""

    @extend_schema(operation_id="notices_release", request=SeenSerializer, responses=NoticeDetailSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Make it public from today, as the second person. Refused is 409 with the sentence."""
        asked = SeenSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        at = received_at(request)
        made = releasing.release(pk, asked.validated_data["seen"], by=acting_as(request), at=at)
        carrying.carry_out(made, at)
        return Response(NoticeDetailSerializer(made).data)


class NoticeCorrect(Idempotent, APIView):
    """Correcting a line of a notice that is out."""

    @extend_schema(
        operation_id="notices_correct",
        request=CorrectionSerializer,
        responses={201: NoticeDetailSerializer},
    )
    def post(self, request: Request, pk: UUID, position: int) -> Response:
        """Prepare the notice of the correction, which a second person releases; what was read stays."""
        by, found = acting_as(request), get_object_or_404(notices_of(request), pk=pk)
        if handling_refusal(found.round, by):
            raise Http404
        line = get_object_or_404(found.lines, position=position)
        asked = CorrectionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        words = {name: getattr(line, name) for name in CORRECTED} | asked.validated_data
        reason, at = words.pop("reason"), received_at(request)
        made = preparing.correct(line.pk, preparing.Corrected(**words), reason, by=by, at=at)
        answer = Response(NoticeDetailSerializer(made).data, status=201)
        answer["Location"] = reverse("api_notice", args=[made.pk])
        return answer


class NoticeConclude(Idempotent, APIView):
    """Ending a notice."""

    @extend_schema(operation_id="notices_conclude", request=None, responses=NoticeDetailSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """End the period once it is over and objections are answered. Refused is 409 with the sentence."""
        at = received_at(request)
        ended = releasing.conclude(pk, by=acting_as(request), at=at)
        carrying.carry_out(ended, at)
        return Response(NoticeDetailSerializer(ended).data)
