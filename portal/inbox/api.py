"""Messages and coming reminders in the API: everybody sees their own."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.capacities import acting_as
from portal.inbox.filters import MessageFilter
from portal.inbox.models import Message, MessageQuerySet
from portal.inbox.serializers import (
    ChangedSerializer,
    MessageSerializer,
    PlannedSerializer,
    ReadManySerializer,
    ReadSerializer,
)
from portal.inbox.services import mark_read
from portal.inbox.upcoming import coming_for


class MessageList(generics.ListAPIView[Message]):
    """Messages to me, the newest first."""

    queryset = Message.objects.none()
    serializer_class = MessageSerializer
    filterset_class = MessageFilter

    def get_queryset(self) -> MessageQuerySet:
        """One's own, whatever one acts as."""
        return Message.objects.visible_to(acting_as(self.request))

    @extend_schema(
        operation_id="messages_mark", request=ReadManySerializer, responses={200: ChangedSerializer}
    )
    def patch(self, request: Request) -> Response:
        """Mark all of my messages, or those named, as read or unread."""
        wanted = ReadManySerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        chosen, read = wanted.validated_data.get("messages"), wanted.validated_data["read"]
        changed = mark_read(chosen, by=acting_as(request), at=timezone.now(), read=read)
        unread = self.get_queryset().unread().count()
        return Response({"changed": changed, "unread": unread})


class MessageDetail(APIView):
    """One message to me."""

    def visible(self, request: Request, pk: int) -> Message:
        """The message, or 404."""
        return get_object_or_404(Message.objects.visible_to(acting_as(request)), pk=pk)

    @extend_schema(operation_id="messages_retrieve", responses=MessageSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Read it here; it stays unread until marked."""
        return Response(MessageSerializer(self.visible(request, pk), context={"request": request}).data)

    @extend_schema(operation_id="messages_mark_one", request=ReadSerializer, responses=MessageSerializer)
    def patch(self, request: Request, pk: int) -> Response:
        """Mark it as read or unread."""
        self.visible(request, pk)
        wanted = ReadSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        mark_read([pk], by=acting_as(request), at=timezone.now(), read=wanted.validated_data["read"])
        return Response(MessageSerializer(self.visible(request, pk)).data)


class ReminderList(generics.GenericAPIView[Any]):
    """Reminders that will be sent to me, the next first."""

    queryset = Message.objects.none()
    serializer_class = PlannedSerializer
    filter_backends = []

    @extend_schema(operation_id="reminders_list", responses=PlannedSerializer(many=True))
    def get(self, request: Request) -> Response:
        """What will be sent, when, how and why, as things stand now."""
        page = self.paginate_queryset(coming_for(acting_as(request).user, timezone.now()))
        return self.get_paginated_response(
            PlannedSerializer(page or [], many=True, context={"request": request}).data
        )
