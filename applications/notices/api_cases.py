"""Objections and appeals in the API of officials: read, answered, what follows. Who objects is not told here:
that is read on its page, with a reason that is kept."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applications.notices import appealing, following, objecting
from applications.notices.models import Appeal, Objection
from portal.accounts.capacities import Capacity, acting_as
from portal.api.idempotency import Idempotent
from portal.ui.middleware import received_at


def official(request: Request) -> Capacity:
    """An official's capacity; nothing of this exists for others."""
    by = acting_as(request)
    if by.department is None:
        raise Http404
    return by


class ObjectionSerializer(serializers.ModelSerializer[Objection]):
    """An objection, without who makes it. `position`: the line it is about, null for the whole list."""

    position = serializers.IntegerField(source="line.position", default=None, allow_null=True, read_only=True)
    text = serializers.CharField(read_only=True)

    class Meta:
        model = Objection
        fields = [
            "id", "notice", "position", "kind", "text", "received_at", "due_on", "state", "answer",
            "answered_at",
        ]  # fmt: skip
        read_only_fields = fields


class AppealSerializer(serializers.ModelSerializer[Appeal]):
    """The appeal of an applicant against a decision."""

    application = serializers.UUIDField(source="application_id", read_only=True)
    number = serializers.CharField(source="application.number", read_only=True)

    class Meta:
        model = Appeal
        fields = [
            "application", "number", "text", "made_at", "due_on", "state", "answer", "answered_at",
        ]  # fmt: skip
        read_only_fields = fields


class AnswerSerializer(serializers.Serializer[Any]):
    """A decision on a case with its reasons."""

    upheld = serializers.BooleanField()
    words = serializers.CharField(max_length=4000)


class FollowSerializer(serializers.Serializer[Any]):
    """What is done because a case was upheld."""

    words = serializers.CharField(max_length=4000)


class FollowAppealSerializer(FollowSerializer):
    """`step`: "reconsider" takes the decision up again, "note" writes down what is done instead."""

    step = serializers.ChoiceField([(name, name) for name in (following.RECONSIDER, "note")])


class ObjectionList(generics.ListAPIView[Objection]):
    """Objections that the department handles, those due first before the others."""

    queryset = Objection.objects.none()
    serializer_class = ObjectionSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Objection]:
        """The department's own alone."""
        if getattr(self, "swagger_fake_view", False):
            return Objection.objects.none()
        return objections_of(official(self.request))


class ObjectionDetail(generics.RetrieveAPIView[Objection]):
    """One objection."""

    queryset = Objection.objects.none()
    serializer_class = ObjectionSerializer

    def get_object(self) -> Objection:
        """Of the department, else 404."""
        return get_object_or_404(objections_of(official(self.request)), pk=self.kwargs["pk"])


def objections_of(by: Capacity) -> QuerySet[Objection]:
    """With what an answer shows."""
    return Objection.objects.visible_to(by).select_related("line").order_by("due_on", "received_at", "id")


class ObjectionAnswer(Idempotent, APIView):
    """Answering an objection."""

    @extend_schema(operation_id="objections_answer", request=AnswerSerializer, responses=ObjectionSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Decide on it, once; its sender reads the words. Refused is 409 with the sentence."""
        asked, by = AnswerSerializer(data=request.data), official(request)
        asked.is_valid(raise_exception=True)
        objecting.answer(pk, **asked.validated_data, by=by, at=received_at(request))
        return Response(ObjectionSerializer(objections_of(by).get(pk=pk)).data)


class ObjectionFollow(Idempotent, APIView):
    """What follows from an objection that was upheld."""

    @extend_schema(operation_id="objections_follow", request=FollowSerializer, responses=ObjectionSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Write it down. Refused is 409 with the sentence."""
        asked, by = FollowSerializer(data=request.data), official(request)
        asked.is_valid(raise_exception=True)
        following.follow_objection(pk, asked.validated_data["words"], by=by, at=received_at(request))
        return Response(ObjectionSerializer(objections_of(by).get(pk=pk)).data)


class AppealList(generics.ListAPIView[Appeal]):
    """Appeals that the department handles, those due first before the others."""

    queryset = Appeal.objects.none()
    serializer_class = AppealSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Appeal]:
        """Of the department's own rounds."""
        if getattr(self, "swagger_fake_view", False):
            return Appeal.objects.none()
        return appeals_of(official(self.request))


def appeals_of(by: Capacity) -> QuerySet[Appeal]:
    """With what an answer shows."""
    rows = Appeal.objects.visible_to(by).filter(application__round__department=by.department)
    return rows.select_related("application").order_by("due_on", "pk")


class AppealAnswer(Idempotent, APIView):
    """Answering an appeal."""

    @extend_schema(operation_id="appeals_answer", request=AnswerSerializer, responses=AppealSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Decide on it, once; the applicant reads the words. Refused is 409 with the sentence."""
        asked, by = AnswerSerializer(data=request.data), official(request)
        asked.is_valid(raise_exception=True)
        get_object_or_404(appeals_of(by), application=pk)
        appealing.answer(pk, **asked.validated_data, by=by, at=received_at(request))
        return Response(AppealSerializer(appeals_of(by).get(application=pk)).data)


class AppealFollow(Idempotent, APIView):
    """What follows from an appeal that was upheld."""

    @extend_schema(operation_id="appeals_follow", request=FollowAppealSerializer, responses=AppealSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Take the decision up again, or write down what is done. Refused is 409 with the sentence."""
        asked, by = FollowAppealSerializer(data=request.data), official(request)
        asked.is_valid(raise_exception=True)
        get_object_or_404(appeals_of(by), application=pk)
        following.follow(pk, **asked.validated_data, by=by, at=received_at(request))
        return Response(AppealSerializer(appeals_of(by).get(application=pk)).data)
