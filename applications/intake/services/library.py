"""Documents of the organization's library in an application: taken from there, and kept there."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.intake.models import Application, Attachment
from applications.intake.services.attachments import attach_stored
from applications.intake.services.locking import locked
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.facts.models import Document
from portal.facts.papers import add_document
from portal.files.models import StoredFile


@dataclass(frozen=True)
class Offer:
    """A document that may be chosen. `expired` today, or `expires` before the round closes."""

    document: Document
    expired: bool
    expires: bool


def documents(application: Application, capacity: Capacity) -> QuerySet[Document]:
    """What stands in the applicant's library; nothing for teams and persons."""
    rows: QuerySet[Document] = Document.objects.visible_to(capacity).filter(
        organization=application.organization_id, removed_at=None
    )
    return rows.exclude(file__scan=StoredFile.Scan.INFECTED).select_related("file")


def offers(application: Application, capacity: Capacity, at: datetime) -> list[Offer]:
    """The library with how long each document holds."""
    today = timezone.localdate(at)
    return [
        Offer(row, bool(row.valid_until and row.valid_until < today), expires_early(application, row))
        for row in documents(application, capacity)
    ]


def expires_early(application: Application, document: Document) -> bool:
    """Whether a document is no longer valid on the day the round closes."""
    closes = application.round.closes_at
    return bool(document.valid_until and closes and document.valid_until < timezone.localdate(closes))


@transaction.atomic
def take(
    application_id: UUID, question: str, document_id: int, *, capacity: Capacity, at: datetime
) -> Attachment:
    """Attach a document of the library; the application keeps it whatever becomes of the library."""
    application = locked(application_id, capacity)
    document = documents(application, capacity).filter(pk=document_id).first()
    if document is None:
        raise Refused(_("This document no longer stands in the library. Choose another one."))
    return attach_stored(
        application_id,
        question,
        document.file,
        document.file_name,
        capacity=capacity,
        at=at,
        document=document,
    )


@transaction.atomic
def keep(
    application_id: UUID, attachment_id: int, title: str, valid_until: date | None, *, capacity: Capacity
) -> Document:
    """Put a file of the application into the library. Refused where it stands there or one may not."""
    application = locked(application_id, capacity)
    found = application.attachments.filter(pk=attachment_id, removed_at=None).select_related("file").first()
    if found is None or application.organization_id is None:
        raise Http404
    if documents(application, capacity).filter(file=found.file).exists():
        raise Refused(_("This file stands in the library already."))
    row = add_document(
        application.organization_id,
        title=title,
        file=found.file,
        name=found.name,
        valid_until=valid_until,
        by=capacity,
    )
    found.document = row
    found.save(update_fields=["document"])
    return row
