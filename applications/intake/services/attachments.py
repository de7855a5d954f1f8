from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.intake.models import Application, Attachment
from applications.intake.rules import editing_refusal
from applications.intake.services.correcting import locked_refusal
from applications.intake.services.locking import locked
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.facts.models import Document
from portal.files.models import StoredFile
from portal.files.services import fitting_name, store
from programs.forms.kinds.uploads import Upload
from programs.forms.validator import file_question


def attach(
    application_id: UUID, question: str, upload: UploadedFile, *, capacity: Capacity, at: datetime
) -> Attachment:
    """Store an upload under a file question; the same content under the same question is kept once.

    Raises Refused for a locked application, an unknown question, too many files or a file we do not take.
    """
    with transaction.atomic():
        editable(application_id, question, capacity, at)
    stored = store(upload, by=capacity.user)
    return attach_stored(application_id, question, stored, upload.name or "", capacity=capacity, at=at)


@transaction.atomic
def attach_stored(
    application_id: UUID,
    question: str,
    stored: StoredFile,
    name: str,
    *,
    capacity: Capacity,
    at: datetime,
    document: Document | None = None,
) -> Attachment:
    """Put a content that is kept already under a file question; `document`: where in the library it lies.

    Raises Refused as `attach` does.
    """
    application = editable(application_id, question, capacity, at)
    current = application.attachments.filter(question=question, removed_at=None)
    if same := current.filter(file=stored).first():
        return same
    most = _most(application, question)
    if current.count() >= most:
        raise Refused(_("This question takes at most %(n)d files. Remove one first.") % {"n": most})
    return Attachment.objects.create(
        application=application,
        question=question,
        file=stored,
        name=fitting_name(name, stored),
        document=document,
        added_by=capacity.user,
    )


def _most(application: Application, question: str) -> int:
    found = file_question(application.form_version, question)
    assert found is not None
    return Upload().limits(found)[1]


def editable(application_id: UUID, question: str, capacity: Capacity, at: datetime) -> Application:
    """The application under its lock, where its files of this question may be changed; else Refused."""
    application = locked(application_id, capacity)
    if sentence := editing_refusal(application, capacity, at) or locked_refusal(
        application, {question.partition(".")[0]: None}
    ):
        raise Refused(sentence)
    if file_question(application.form_version, question) is None:
        raise Refused(_("The form has no file question “%(key)s”.") % {"key": question})
    return application


@transaction.atomic
def detach(application_id: UUID, attachment_id: int, *, capacity: Capacity, at: datetime) -> None:
    """Take a file off the application; a submission that names it keeps it."""
    application = locked(application_id, capacity)
    if sentence := editing_refusal(application, capacity, at):
        raise Refused(sentence)
    key = application.attachments.filter(pk=attachment_id).values_list("question", flat=True).first()
    if sentence := locked_refusal(application, {key.partition(".")[0]: None} if key else {}):
        raise Refused(sentence)
    changed = application.attachments.filter(pk=attachment_id, removed_at=None).update(
        removed_at=timezone.now()
    )
    if not changed and not application.attachments.filter(pk=attachment_id).exists():
        raise Http404
