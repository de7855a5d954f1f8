"""Answers and files of an earlier application, taken over into a draft that has begun."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.intake.models import AnswerChange, Application, ApplicationEvent, Attachment
from applications.intake.rules import editing_refusal
from applications.intake.services.copied_files import FileLeft, copy_files, source_of, without
from applications.intake.services.locking import locked
from applications.intake.services.prefill import Filled, Misfit, former, only_new, transfer
from applications.intake.workflow import Status
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.history.services import record
from programs.catalog.models import Round
from programs.forms.models import FormVersion
from programs.forms.validator import amount_of, merge


@dataclass(frozen=True)
class Offer:
    """What a draft could take over from `earlier`; what it has answered already stays as it is."""

    earlier: Application
    filled: Filled
    misfits: list[Misfit]
    files: list[Attachment]
    files_left: list[FileLeft]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to take over."""
        return not (self.filled.answers or self.files)


def offer(application: Application, capacity: Capacity, at: datetime) -> Offer | None:
    """What there is to take over into a draft; None when nothing is."""
    if application.status != Status.DRAFT:
        return None
    earlier = former(application.round, capacity)
    if earlier is None:
        return None
    found = transfer(earlier, application.form_version, timezone.localdate(at))
    filled = only_new(found.filled, application.answers)
    files = without(found.files, application) if found.files else []
    return Offer(earlier, filled, found.misfits, files, found.files_left)


def offer_at_start(round_: Round, version: FormVersion, capacity: Capacity, at: datetime) -> Offer | None:
    """What a draft that is yet to be started would take over; None when nothing."""
    earlier = former(round_, capacity)
    if earlier is None:
        return None
    found = transfer(earlier, version, timezone.localdate(at))
    made = Offer(earlier, found.filled, found.misfits, found.files, found.files_left)
    return None if made.empty else made


@transaction.atomic
def reuse(application_id: UUID, *, capacity: Capacity, at: datetime) -> Offer:
    """Fill the open questions of a draft from the applicant's latest earlier application, with its files.

    Raises Refused where the draft is locked or there is nothing to take over.
    """
    application = locked(application_id, capacity)
    if sentence := editing_refusal(application, capacity, at):
        raise Refused(sentence)
    found = offer(application, capacity, at)
    if found is None or found.empty:
        raise Refused(
            _("There is no earlier answer or file that an open question of this form could take over.")
        )
    _fill(application, found, capacity, at)
    return found


def _fill(application: Application, found: Offer, capacity: Capacity, at: datetime) -> None:
    version = application.form_version
    application.answers = merge(version, application.answers, found.filled.answers)
    application.sources |= found.filled.sources
    application.amount_asked = amount_of(version, application.answers)
    application.revision += 1
    application.save(update_fields=["answers", "sources", "amount_asked", "revision", "changed_at"])
    AnswerChange.objects.bulk_create(
        AnswerChange(application=application, revision=application.revision, key=key, by=capacity.user)
        for key in found.filled.answers
    )
    copy_files(found.files, application, source_of(found.earlier), capacity.user)
    files = {"files": [row.name for row in found.files]} if found.files else {}
    record(
        ApplicationEvent,
        application,
        kind="reused",
        capacity=capacity,
        at=at,
        payload={"earlier": str(found.earlier), "questions": list(found.filled.answers), **files},
        from_status=application.status,
        to_status=application.status,
    )
