"""What the API says about messages."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.api.fields import Sparse
from portal.inbox.kinds import Digest
from portal.inbox.models import Message
from portal.inbox.upcoming import AT_ONCE, COLLECTED, OFF, QUIET


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


class PlannedSerializer(serializers.Serializer[Any]):
    """A reminder that will be sent: when, about what, the path of the portal where that is, and why.

    `at` is the moment in the portal, `email_at` and `sms_at` when it leaves (null: not on that channel);
    `how` says why the e-mail leaves then.
    """

    at = serializers.DateTimeField()
    what = serializers.CharField()
    url = serializers.CharField()
    kind = serializers.CharField()
    why = serializers.CharField()
    email_at = serializers.DateTimeField(allow_null=True)
    how = serializers.ChoiceField(choices=[AT_ONCE, QUIET, COLLECTED, OFF])
    sms_at = serializers.DateTimeField(allow_null=True)


class ChoiceSerializer(serializers.Serializer[Any]):
    """How the messages of a group leave."""

    key = serializers.CharField(max_length=40)
    email = serializers.BooleanField()
    sms = serializers.BooleanField()
    digest = serializers.ChoiceField(choices=[digest.value for digest in Digest])


class GroupSerializer(ChoiceSerializer):
    """A group of kinds of messages with what holds for me; nobody turns off a legal one."""

    about = serializers.CharField()
    why = serializers.CharField()
    legal = serializers.BooleanField()


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
class ClockField(serializers.TimeField):
    """Hours and minutes: JSON Schema's `time` would want seconds and a zone."""


class QuietHoursSerializer(serializers.Serializer[Any]):
    """When e-mails and text messages wait, local time of the portal."""

    active = serializers.BooleanField()
    begins = ClockField(format="%H:%M")
    ends = ClockField(format="%H:%M")


class PreferencesSerializer(serializers.Serializer[Any]):
    """What is sent to me and how."""

    groups = GroupSerializer(many=True)
    quiet_hours = QuietHoursSerializer()


class ChosenSerializer(serializers.Serializer[Any]):
    """What to change: groups and quiet hours that are left out stay as they are."""

    groups = ChoiceSerializer(many=True, required=False)
    quiet_hours = QuietHoursSerializer(required=False)
