"""What an organization's systems are told of its applications."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from applications.intake.models import Application, ApplicationEvent
from applications.intake.serializers import ApplicationSerializer, EventSerializer
from applications.intake.timeline import TITLES
from applications.intake.workflow import TOLD_EVENTS
from portal.webhooks.services import publish

PREFIX = "application."
KINDS = TOLD_EVENTS
LEFT_OUT = {"answers", "actions", "receipt", "submission"}  # these depend on who reads


class BriefSerializer(ApplicationSerializer):
    """An application without what depends on the reader."""

    class Meta(ApplicationSerializer.Meta):
        fields = [name for name in ApplicationSerializer.Meta.fields if name not in LEFT_OUT]
        read_only_fields = fields

    answers = actions = receipt = submission = None  # type: ignore[assignment]  # takes the inherited fields out


def labels() -> dict[str, str | Promise]:
    """The kinds of events by their full names."""
    return {PREFIX + kind: TITLES[kind] for kind in KINDS}


def announce(application: Application, event: ApplicationEvent) -> None:
    """Hand an event of an organization's application to its systems; connected to every action."""
    if application.organization is None or event.kind not in KINDS:
        return
    publish(application.organization, PREFIX + event.kind, partial(told, application, event), event.at)


def told(application: Application, event: ApplicationEvent) -> dict[str, Any]:
    """What a system hears."""
    return {
        "application": BriefSerializer(application).data,
        "event": EventSerializer(event).data,
        "url": reverse("api_application", args=[application.pk]),
    }
