"""Applications in the API: the list, one application, the one door, its timeline, receipts."""

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applications.intake import serializers, watching
from applications.intake.api_filters import ApplicationFilters
from applications.intake.models import Application, ApplicationEvent, Submission
from applications.intake.rules import is_applicant, refusal
from applications.intake.services import (
    Incomplete,
    LimitReached,
    begin_final_check,
    check,
    perform,
    save_answers,
    signing,
    start,
)
from applications.intake.services.checking import current_files
from applications.intake.services.transition import Inputs
from applications.intake.timeline import INTERNAL
from applications.intake.views.receipts import find_receipt
from applications.intake.workflow import BY_ACTION
from portal.access.services import OFFICES
from portal.accounts.capacities import Capacity, acting_as, held
from portal.api.exports import Export
from portal.api.idempotency import Idempotent
from portal.api.keyset import Keyset
from portal.api.pagination import Cursor
from portal.api.problems import MEDIA_TYPE, pointer, problem
from portal.api.revisions import expected_revision, tagged
from portal.organizations.uscc import normalize
from portal.ui.middleware import received_at
from programs.catalog.models import Round
from programs.forms.screens import questions
from programs.forms.validator import Problem

SUBMISSION = {
    "receipt": "receipt_code",
    "submission": "seq",
    "received_at": "received_at",
    "content_hash": "content_hash",
    "statement": "statement",
    "signature": "signature",
    "key": "key_id",
}


def readable(request: Request) -> QuerySet[Application]:
    """What the caller may see, with everything an answer shows."""
    latest = Submission.objects.filter(application=OuterRef("pk")).order_by("-seq")
    rows = Application.objects.visible_to(acting_as(request))
    related = ("round__program", "round__department", "organization", "person", "form_version", "station")
    return rows.select_related(*related).annotate(
        submission=Subquery(latest.values(told=JSONObject(**SUBMISSION))[:1]),
        receipt=Subquery(latest.values("receipt_code")[:1]),
        handed_in=Subquery(latest.values("answers")[:1]),
        counted_in=Subquery(latest.values("counted")[:1]),
    )


def visible(request: Request, id: UUID) -> Application:
    """The application, or 404."""
    found = get_object_or_404(readable(request), pk=id)
    watching.opened(request, [found])
    return found


def answer(request: Request, id: UUID, status: int = 200) -> Response:
    """The application as it is now, with its revision as ETag."""
    application = visible(request, id)
    data = serializers.ApplicationDetailSerializer(application, context={"request": request}).data
    return tagged(Response(data, status=status), application.revision)


def described(found: list[Problem]) -> list[dict[str, str]]:
    """Problems of answers in the words of a problem document."""
    return [{"field": pointer(["answers", p.key]), "code": p.code, "message": p.message} for p in found]


class ApplicationList(Idempotent, generics.ListAPIView):
    """Applications by role; POST starts a draft."""

    queryset = Application.objects.none()  # names the model for the API's description
    serializer_class = serializers.ApplicationSerializer
    filterset_class = ApplicationFilters
    pagination_class = Cursor
    keyset = Keyset(
        {
            "-created_at": ("-created_at", "id"),
            "created_at": ("created_at", "id"),
            "-submitted_at": ("-submitted_at", "id"),
            "submitted_at": ("submitted_at", "id"),
            "-changed_at": ("-changed_at", "id"),
        }
    )

    def get_queryset(self) -> QuerySet[Application]:
        """What the caller may see."""
        return readable(self.request)

    def paginate_queryset(self, queryset: Any) -> Any:
        """A page, noted."""
        page = super().paginate_queryset(queryset)
        watching.opened(self.request, page or [])
        return page

    @extend_schema(
        operation_id="applications_start",
        request=serializers.StartSerializer,
        responses={201: serializers.ApplicationDetailSerializer},
    )
    def post(self, request: Request) -> Response:
        """Start a draft for my organization or myself. At the limit: 409 naming the existing one."""
        asked = serializers.StartSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        capacity = applicant_capacity(request, asked.validated_data.get("organization", ""))
        round_ = Round.objects.visible_to(capacity).filter(pk=asked.validated_data["round"]).first()
        if round_ is None:
            raise ValidationError({"round": [_("There is no such round.")]})
        told = {name: asked.validated_data[name] for name in ("team_name", "reuse")}
        try:
            application = start(round_, capacity=capacity, at=received_at(request), **told)
        except LimitReached as reached:
            existing = str(reached.existing.pk)
            document = problem(409, reached.sentence, reached.code, existing=existing)
            return Response(document, 409, content_type=MEDIA_TYPE)
        request._request.capacity = capacity  # type: ignore[attr-defined]  # the answer is for the applicant
        made = answer(request, application.pk, 201)
        made["Location"] = reverse("api_application", args=[application.pk])
        return made


def applicant_capacity(request: Request, uscc: str) -> Capacity:
    """The caller's membership named by the credit code; without one what X-Acting-As says, else oneself."""
    capacities: list[Capacity] = list(request.capacities)  # type: ignore[attr-defined]  # set at authentication
    if not uscc:
        named = request.headers.get("X-Acting-As", "").strip()
        return (acting_as(request) if named else held(capacities, "self")) or acting_as(request)
    found = held(capacities, f"organization:{normalize(uscc)}")
    if found is None:
        raise ValidationError({"organization": [_("You do not belong to an organization with this code.")]})
    return found


class ApplicationExport(Export):
    """Every application the caller may see, as lines."""

    queryset = Application.objects.none()
    serializer_class = serializers.ApplicationRowSerializer
    filterset_class = ApplicationFilters
    keyset = Keyset({"created_at": ("created_at", "id")})

    def get_queryset(self) -> QuerySet[Application]:
        """What the caller may see."""
        return readable(self.request)

    def filter_queryset(self, queryset: Any) -> Any:
        """What is about to leave, noted."""
        rows = super().filter_queryset(queryset)
        watching.exported(self.request, rows, _("Applications"))
        return rows


class EventExport(Export):
    """Every event of the applications the caller may see, oldest first."""

    queryset = ApplicationEvent.objects.none()
    serializer_class = serializers.EventRowSerializer
    filter_backends = []
    keyset = Keyset({"id": ("id",)})

    def get_queryset(self) -> QuerySet[ApplicationEvent]:
        """Of what the caller may see."""
        seen = Application.objects.visible_to(acting_as(self.request))
        found = ApplicationEvent.objects.filter(subject__in=seen).select_related("actor")
        return found if acting_as(self.request).kind in OFFICES else found.exclude(kind__in=INTERNAL)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """What is about to leave, noted: the applications whose events they are."""
        rows = super().filter_queryset(queryset)
        of = Application.objects.filter(pk__in=rows.order_by().values("subject"))
        watching.exported(self.request, of, _("Timeline"))
        return rows


class ApplicationDetail(APIView):
    """One application."""

    revisioned = True

    @extend_schema(operation_id="applications_retrieve", responses=serializers.ApplicationDetailSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """The application, with its revision as ETag."""
        return answer(request, id)

    @extend_schema(
        operation_id="applications_change",
        request=serializers.ChangeSerializer,
        responses=serializers.ApplicationDetailSerializer,
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """Change answers, starting from the revision in If-Match; the check tells what they lack."""
        application = visible(request, id)
        revision = expected_revision(request)
        asked = serializers.ChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        changes = asked.validated_data["answers"]
        refuse_unknown(application, changes)
        save_answers(id, changes, revision=revision, capacity=acting_as(request), at=received_at(request))
        return answer(request, id)


def refuse_unknown(application: Application, changes: dict[str, Any]) -> None:
    """Only questions of the form have answers; files are attached."""
    known = {q.key for q in questions(application.form_version) if q.kind != "file"}
    sentence = _("The form has no question with this key to answer here. Files are attached.")
    unknown = {key: [sentence] for key in changes if key not in known}
    if unknown:
        raise ValidationError({"answers": unknown})


class CheckView(APIView):
    """What would stop a submission."""

    @extend_schema(operation_id="applications_check", request=None, responses=serializers.CheckSerializer)
    def post(self, request: Request, id: UUID) -> Response:
        """Every problem, all at once."""
        application = visible(request, id)
        if not is_applicant(application, acting_as(request)):
            raise Http404
        begin_final_check(application, capacity=acting_as(request), at=received_at(request))
        files = current_files(application)
        errors = described(check(application, files))
        refused = refusal(application, BY_ACTION["submit"], acting_as(request), received_at(request))
        refused = refused or signing.unsigned_refusal(application, files)
        told = {"complete": not errors and not refused, "errors": errors, "refusal": refused}
        return Response({**told, "content_hash": signing.content_now(application, files)})


class ActionView(Idempotent, APIView):
    """The one door."""

    @extend_schema(
        operation_id="applications_act",
        request=serializers.ActionInputSerializer,
        responses=serializers.ApplicationDetailSerializer,
    )
    def post(self, request: Request, id: UUID, action: str) -> Response:
        """Carry out an action. Refused is 409 with the sentence; incomplete answers are 400, all errors."""
        application = visible(request, id)
        if action not in BY_ACTION:
            raise Http404
        asked = serializers.ActionInputSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        capacity = acting_as(request)
        if action == "submit":
            begin_final_check(application, capacity=capacity, at=received_at(request))
        key = request.headers.get("Idempotency-Key", "")
        inputs = Inputs(**asked.validated_data, key=key)
        try:
            perform(id, action, capacity=capacity, at=received_at(request), inputs=inputs)
        except Incomplete as incomplete:
            errors = described(incomplete.problems)
            document = problem(400, incomplete.sentence, "validation", errors=errors)
            return Response(document, 400, content_type=MEDIA_TYPE)
        return answer(request, id)


class EventList(generics.ListAPIView):
    """The append-only timeline, oldest first."""

    serializer_class = serializers.EventSerializer
    pagination_class = Cursor
    filter_backends = []
    keyset = Keyset({"seq": ("seq", "id"), "-seq": ("-seq", "-id")})

    def get_queryset(self) -> QuerySet[ApplicationEvent]:
        """The events of an application the caller may see."""
        if getattr(self, "swagger_fake_view", False):
            return ApplicationEvent.objects.none()
        application = visible(self.request, self.kwargs["id"])
        events = application.events.select_related("actor")
        applies = is_applicant(application, acting_as(self.request))
        return events.exclude(kind__in=INTERNAL) if applies else events


class ReceiptView(APIView):
    """Verifies a receipt."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="receipts_retrieve", responses=serializers.ReceiptSerializer)
    def get(self, request: Request, code: str) -> Response:
        """Number, round, content hash and time received; for anybody."""
        submission = find_receipt(code)
        if submission is None:
            raise Http404
        return Response(serializers.ReceiptSerializer(submission, context={"request": request}).data)
