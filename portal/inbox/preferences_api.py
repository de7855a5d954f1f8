"""What is sent to me and how, in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.capacities import acting_as
from portal.accounts.models import User
from portal.inbox import kinds
from portal.inbox.kinds import Digest, Group
from portal.inbox.models import QuietHours
from portal.inbox.preferences import Wishes, choose, concerned, usual, wishes_of
from portal.inbox.serializers import ChosenSerializer, PreferencesSerializer
from portal.inbox.timing import LEGAL, Choice, Quiet


class PreferencesView(APIView):
    """What is sent to me and how."""

    @extend_schema(operation_id="notification_preferences", responses=PreferencesSerializer)
    def get(self, request: Request) -> Response:
        """Every group of messages that may reach me, and my quiet hours."""
        return Response(PreferencesSerializer(found(acting_as(request).user)).data)

    @extend_schema(
        operation_id="notification_preferences_put",
        request=ChosenSerializer,
        responses=PreferencesSerializer,
    )
    def put(self, request: Request) -> Response:
        """Choose. A legal group may be named only as it is; text messages need a confirmed number."""
        asked = ChosenSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        chosen = {row["key"]: read(row) for row in asked.validated_data.get("groups", [])}
        changes = {key: choice for key, choice in chosen.items() if not (is_legal(key) and choice == LEGAL)}
        hours = asked.validated_data.get("quiet_hours")
        quiet = Quiet(hours["begins"] if hours["active"] else None, hours["ends"]) if hours else None
        choose(changes, quiet, by=acting_as(request))
        return Response(PreferencesSerializer(found(acting_as(request).user)).data)


def read(row: dict[str, Any]) -> Choice:
    """The choice of a row."""
    return Choice(row["email"], row["sms"], Digest(row["digest"]))


def is_legal(key: str) -> bool:
    """Whether a group cannot be turned off."""
    group = kinds.group(key)
    return group is not None and group.legal


def found(user: User) -> dict[str, Any]:
    """What holds for a person."""
    wishes = wishes_of([user.pk])
    quiet = wishes.hours.get(user.pk, Quiet())
    return {
        "groups": [described(group, wishes, user.pk) for group in concerned(user)],
        "quiet_hours": {
            "active": quiet.begins is not None,
            "begins": quiet.begins or QuietHours.BEGINS,
            "ends": quiet.ends,
        },
    }


def described(group: Group, wishes: Wishes, user_id: int) -> dict[str, Any]:
    """A group with what holds for a person."""
    choice = LEGAL if group.legal else wishes.choices.get((user_id, group.key), usual(group))
    return {
        "key": group.key,
        "about": group.label,
        "why": group.why,
        "legal": group.legal,
        "email": choice.email,
        "sms": choice.sms,
        "digest": choice.digest.value,
    }
