"""What the API says about messages."""

from typing import Any

from rest_framework import serializers

from portal.api.fields import Sparse
from portal.inbox.models import Message


class MessageSerializer(Sparse, serializers.ModelSerializer[Message]):
    """A message to me; `url` is a path of the portal or empty."""

    class Meta:
        model = Message
        fields = ["id", "kind", "subject", "body", "url", "created_at", "read_at"]


class ReadSerializer(serializers.Serializer[Any]):
    """Whether it counts as read."""

    read = serializers.BooleanField()


class ReadManySerializer(ReadSerializer):
    """`messages` names them; without it all."""

    messages = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), required=False, max_length=1000
    )


class ChangedSerializer(serializers.Serializer[Any]):
    """How many messages changed, how many are unread now."""

    changed = serializers.IntegerField()
    unread = serializers.IntegerField()


class PlannedSerializer(Sparse, serializers.Serializer[Any]):
    """A reminder that will be sent: when, about what, and the path of the portal where that is."""

    at = serializers.DateTimeField()
    what = serializers.CharField()
    url = serializers.CharField()
