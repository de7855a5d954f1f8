"""Where files that come in pieces go: a file question of an application."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from applications.intake.rules import in_time
from applications.intake.services.attachments import attach_stored, editable
from applications.intake.workflow import Status
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.files.models import StoredFile

TARGET = "application"


class FileQuestion:
    """Place: {"application": its id, "question": the key, or key.item}."""

    def check(self, place: Mapping[str, str], *, capacity: Capacity, at: datetime) -> None:
        """Refused for what is locked or past its deadline, 404 for what one may not see."""
        application_id, question = _read(place)
        with transaction.atomic():
            application = editable(application_id, question, capacity, at)
        if application.status == Status.DRAFT and not in_time(application, at):
            raise Refused(_("The deadline has passed: no more files are taken. Your draft is kept."))

    def take(
        self, place: Mapping[str, str], stored: StoredFile, name: str, *, capacity: Capacity, at: datetime
    ) -> None:
        """Attach it."""
        application_id, question = _read(place)
        attach_stored(application_id, question, stored, name, capacity=capacity, at=at)


def _read(place: Mapping[str, str]) -> tuple[UUID, str]:
    try:
        return UUID(place.get("application", "")), place.get("question", "")
    except ValueError as error:
        raise Http404 from error
