"""Pages that are printed, sealed and uploaded after handing in, and copies that come on paper.

The letter of commitment bears the hash of everything that was handed in; each sealed part of the form is a
page of its own with the hash of that part. So a correction always wants a new seal on the letter, and on the
parts it changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.intake import snapshot
from applications.intake.models import Application, ApplicationEvent, PaperCopy, SealedPage, Submission
from applications.intake.rules import handles, may_edit
from applications.intake.services.locking import locked
from applications.intake.workflow import IN_HAND, Status
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.files.services import clean_name, store
from portal.history.services import record
from portal.inbox.workdays import Workdays, end_of_day
from portal.ui.formats import dates
from portal.ui.texts import current_language, localized
from programs.forms import screens

COMMITMENT = ""  # the key of the letter; parts have their own
OPEN = tuple(status for status in IN_HAND if status != Status.RETURNED)


@dataclass(frozen=True)
class Page:
    """A page to be sealed: what it bears, and the sealed copy of exactly this; `outdated`: one of before."""

    section: str
    title: str
    content_hash: str
    sealed: SealedPage | None = None
    outdated: SealedPage | None = None


def last_submission(application: Application) -> Submission | None:
    """What counts; None for what was never handed in."""
    found = application.submissions.select_related("form_version").order_by("-seq").first()
    if found is not None:
        found.application = application
    return found


def pages(application: Application, submission: Submission | None) -> list[Page]:
    """The pages of a submission; none where the round asks for no seal."""
    if application.round.seal_days is None or submission is None:
        return []
    version = submission.form_version or application.form_version
    found = [Page(COMMITMENT, _("Letter of commitment"), submission.content_hash)]
    for part in screens.sections(version):
        if part.sealed:
            bears = snapshot.section_hash(part, submission.answers, submission.files)
            found.append(Page(part.key, localized(part, "title"), bears))
    return _with_copies(found, list(application.sealed_pages.select_related("file")))


def _with_copies(found: Sequence[Page], copies: Sequence[SealedPage]) -> list[Page]:
    made = []
    for page in found:
        mine = [copy for copy in copies if copy.section == page.section]  # the newest first
        fitting = next((copy for copy in mine if copy.content_hash == page.content_hash), None)
        old = mine[0] if mine and fitting is None else None
        made.append(Page(page.section, page.title, page.content_hash, fitting, old))
    return made


def missing(found: Sequence[Page]) -> list[Page]:
    """The pages without a seal on what they bear now."""
    return [page for page in found if page.sealed is None]


def seal_due(application: Application, received_at: datetime, calendar: Workdays | None = None) -> datetime:
    """The end of the round's n-th working day after its closing, or after what was handed in later (a
    correction, a round that is open all year)."""
    closes, days = application.round.closes_at, application.round.seal_days
    since = max(filter(None, (closes, received_at)))
    return end_of_day((calendar or Workdays()).add(timezone.localdate(since), days or 0))


def due_of(application: Application, at: datetime) -> datetime:
    """Until when pages are taken: as it was announced while one is missing."""
    return application.seal_due_at or seal_due(application, application.submitted_at or at)


def keep_due(application: Application) -> None:
    """Keep with the application until when its missing pages are due; the caller holds its row."""
    submission = last_submission(application)
    is_missing = submission is not None and missing(pages(application, submission))
    due = seal_due(application, submission.received_at) if submission and is_missing else None
    if application.seal_due_at != due:
        application.seal_due_at = due
        Application.objects.filter(pk=application.pk).update(seal_due_at=due)


def sealing_refusal(application: Application, capacity: Capacity, at: datetime) -> str | None:
    """Why no sealed page is taken now; None when it is."""
    if not may_edit(application, capacity):
        return _("Only an owner or editor of the applicant can do this. Ask them for access.")
    if application.status == Status.RETURNED:
        return _("Hand in the correction first: then you see which pages need a new seal.")
    if application.status not in OPEN:
        return _("Nothing is waiting for a seal: the application is now “%(state)s”.") % {
            "state": application.state.public_label
        }
    due = due_of(application, at)
    if at.replace(microsecond=0) > due:
        return _("Sealed pages were taken until %(time)s. Call the department that handles the round.") % {
            "time": dates.moment(due, current_language())
        }
    return None


def upload_sealed(
    application_id: UUID, section: str, upload: UploadedFile, *, capacity: Capacity, at: datetime
) -> SealedPage:
    """Keep the photo or scan of a sealed page. Raises Refused, for a page that is not asked for too."""
    with transaction.atomic():
        _page(application_id, section, capacity, at)
    stored = store(upload, by=capacity.user)
    with transaction.atomic():
        application, submission, page = _page(application_id, section, capacity, at)
        sealed = SealedPage.objects.create(
            application=application,
            submission=submission,
            section=section,
            content_hash=page.content_hash,
            file=stored,
            name=clean_name(upload.name or ""),
            uploaded_at=at,
            uploaded_by=capacity.user,
        )
        keep_due(application)
        _record(application, "page_sealed", {"note": page.title}, capacity, at)
    return sealed


def _page(
    application_id: UUID, section: str, capacity: Capacity, at: datetime
) -> tuple[Application, Submission, Page]:
    application = locked(application_id, capacity)
    submission = last_submission(application)
    page = next((row for row in pages(application, submission) if row.section == section), None)
    if submission is None or page is None:
        raise Refused(_("This page needs no seal."))
    if sentence := sealing_refusal(application, capacity, at):
        raise Refused(sentence)
    return application, submission, page


def papers_refusal(application: Application, capacity: Capacity) -> str | None:
    """Why paper copies cannot be ticked off; None when they can."""
    if not handles(application, capacity):
        return _("Only %(department)s handles this round.") % {
            "department": application.round.department.name
        }
    if not application.round.paper_copies:
        return _("This round wants nothing on paper.")
    return None


@transaction.atomic
def note_paper(
    application_id: UUID,
    received_on: date,
    receiver: str,
    note: str,
    *,
    capacity: Capacity,
    at: datetime,
) -> PaperCopy:
    """Tick off that the paper copies came, on which day and to whom; the newest note counts."""
    application = locked(application_id, capacity)
    if sentence := papers_refusal(application, capacity):
        raise Refused(sentence)
    if received_on > timezone.localdate(at):
        raise Refused(_("The day lies ahead. Give the day on which the papers came."))
    if not (receiver := " ".join(receiver.split())):
        raise Refused(_("Say who took the papers."))
    row = PaperCopy.objects.create(
        application=application,
        received_on=received_on,
        receiver=receiver,
        note=note.strip(),
        noted_at=at,
        noted_by=capacity.user,
    )
    told = _("%(receiver)s, %(day)s") % {"receiver": receiver, "day": received_on.isoformat()}
    _record(application, "paper_received", {"note": told}, capacity, at)
    return row


def _record(application: Application, kind: str, payload: dict[str, str], by: Capacity, at: datetime) -> None:
    record(
        ApplicationEvent,
        application,
        kind=kind,
        capacity=by,
        at=at,
        payload=payload,
        locked=True,
        from_status=application.status,
        to_status=application.status,
    )
