"""One action on many applications, in the API: planned, looked at, started, read."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applications.intake import watching
from applications.intake.models import Application
from applications.review import bulk, marks
from applications.review.models import BulkRow, BulkRun
from portal.accounts.capacities import Capacity, acting_as
from portal.accounts.models import Post
from portal.api.idempotency import Idempotent
from portal.ui.middleware import received_at


class BulkRunSerializer(serializers.ModelSerializer[BulkRun]):
    """An action on many. Nothing is done before `confirmed_at`; afterwards the counts say how far it is."""

    by = serializers.CharField(source="by.name", read_only=True)
    waiting = serializers.IntegerField(read_only=True, help_text="Not carried out yet.")
    done = serializers.IntegerField(read_only=True, help_text="Carried out.")
    refused = serializers.IntegerField(read_only=True, help_text="Not carried out; each row says why.")

    class Meta:
        model = BulkRun
        fields = ["id", "action", "by", "created_at", "confirmed_at", "waiting", "done", "refused"]
        read_only_fields = fields

    def to_representation(self, run: BulkRun) -> dict[str, Any]:
        counts = bulk.counts(run)
        return super().to_representation(run) | {name: counts[name] for name in BulkRow.Result.values}


class NewBulkRunSerializer(serializers.Serializer[Any]):
    """What to do to which applications. `to`: id of a colleague, to hand over; `tag`: its name, to tag."""

    action = serializers.ChoiceField(
        [(work.key, work.label) for work in bulk.WORKS.values()], help_text="What is done to each."
    )
    applications = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=bulk.MOST
    )
    to = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    tag = serializers.CharField(required=False, max_length=20)


class BulkRowSerializer(serializers.ModelSerializer[BulkRow]):
    """One application of it; `sentence` says why not: as it would be before the start, as it was after."""

    application = serializers.UUIDField(source="application_id", read_only=True)
    number = serializers.CharField(source="application.number", read_only=True)
    sentence = serializers.SerializerMethodField()

    class Meta:
        model = BulkRow
        fields = ["application", "number", "result", "sentence"]
        read_only_fields = fields

    def get_sentence(self, row: BulkRow) -> str:
        """Why not; empty where nothing speaks against it."""
        would = self.context.get("would")
        return would(row.application) if would else row.sentence


def runs_of(request: Request) -> QuerySet[BulkRun]:
    """Those of the department, the newest first; of works that still exist."""
    by = acting_as(request)
    if by.department is None:
        raise Http404
    rows = BulkRun.objects.visible_to(by).filter(action__in=bulk.WORKS)
    return rows.select_related("by").order_by("-created_at", "pk")


class BulkRunList(Idempotent, generics.ListAPIView[BulkRun]):
    """Actions on many applications."""

    queryset = BulkRun.objects.none()
    serializer_class = BulkRunSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[BulkRun]:
        """Those of the department."""
        if getattr(self, "swagger_fake_view", False):
            return BulkRun.objects.none()
        return runs_of(self.request)

    @extend_schema(
        operation_id="bulk_runs_plan", request=NewBulkRunSerializer, responses={201: BulkRunSerializer}
    )
    def post(self, request: Request) -> Response:
        """Plan it: nothing is done yet. Its rows say what would happen to each."""
        by = acting_as(request)
        if by.department is None:
            raise Http404
        asked = NewBulkRunSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        work = bulk.WORKS[asked.validated_data["action"]]
        rows = Application.objects.visible_to(by).filter(pk__in=asked.validated_data["applications"])
        made = bulk.plan(work, inputs_of(work, asked.validated_data, by), rows, by=by)
        answer = Response(BulkRunSerializer(made).data, status=201)
        answer["Location"] = reverse("api_bulk_run", args=[made.pk])
        return answer


def inputs_of(work: bulk.Work, asked: dict[str, Any], by: Capacity) -> dict[str, Any]:
    """As a run keeps them; an error names what is missing."""
    if work.needs and not asked.get(work.needs):
        raise ValidationError({work.needs: [_("This action needs it.")]})
    if work.needs == "tag":
        return {"tag": marks.tag_named(asked["tag"], by=by).pk}
    if work.needs != "to":
        return {}
    posts = Post.objects.in_force().filter(department=by.department, user=asked["to"])
    if not posts.exists():
        raise ValidationError({"to": [_("Choose a colleague of this department.")]})
    return {"to": asked["to"]}


class BulkRunDetail(generics.RetrieveAPIView[BulkRun]):
    """One action on many."""

    queryset = BulkRun.objects.none()
    serializer_class = BulkRunSerializer

    def get_object(self) -> BulkRun:
        """Of the department, else 404."""
        return get_object_or_404(runs_of(self.request), pk=self.kwargs["pk"])


class BulkRowList(generics.ListAPIView[BulkRow]):
    """The applications of one, in a fixed order."""

    queryset = BulkRow.objects.none()
    serializer_class = BulkRowSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[BulkRow]:
        """Of a run of the department."""
        if getattr(self, "swagger_fake_view", False):
            return BulkRow.objects.none()
        self.run = get_object_or_404(runs_of(self.request), pk=self.kwargs["pk"])
        related = ("round__program", "round__department", "organization", "person", "handler")
        return self.run.rows.select_related(*(f"application__{name}" for name in related)).order_by("pk")

    def paginate_queryset(self, queryset: Any) -> Any:
        """A page, noted."""
        page = super().paginate_queryset(queryset) or []
        watching.opened(self.request, [row.application for row in page])
        return page

    def get_serializer_context(self) -> dict[str, Any]:
        """What would happen, as long as nothing was done."""
        found = dict(super().get_serializer_context())
        run = getattr(self, "run", None)
        if run is not None and run.confirmed_at is None:
            found["would"] = bulk.previewing(run, acting_as(self.request), received_at(self.request))
        return found


class BulkRunStart(Idempotent, APIView):
    """Starting what was planned."""

    @extend_schema(operation_id="bulk_runs_start", request=None, responses={202: BulkRunSerializer})
    def post(self, request: Request, pk: UUID) -> Response:
        """Start it once, for who planned it; again changes nothing. It is carried out in the background."""
        bulk.confirm(pk, by=acting_as(request), at=received_at(request))
        run = get_object_or_404(runs_of(request), pk=pk)
        return Response(BulkRunSerializer(run).data, status=202)
