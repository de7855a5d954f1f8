"""What a reader is shown of an application: others than its applicant only see what was handed in."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from applications.intake.file_notes import add_notes
from applications.intake.models import Application, Attachment, Submission
from applications.intake.rules import is_applicant
from applications.intake.services.checking import files_by_question
from applications.intake.workflow import Owner

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


def unfinished_for(application: Application, capacity: "Capacity") -> bool:
    """Whether the reader must not see the applicant's work: it goes on, or it ended without being handed in
    (taken back and discarded, returned and withdrawn or lapsed)."""
    return application.state.owner != Owner.OFFICIAL and not is_applicant(application, capacity)


def answers_for(application: Application, capacity: "Capacity") -> dict[str, Any]:
    """The answers as this reader may see them."""
    handed_in = _handed_in(application, capacity)
    return handed_in.answers if handed_in else application.answers


def files_for(application: Application, capacity: "Capacity") -> Mapping[str, list[Attachment]]:
    """The files of each file question as this reader may see them."""
    handed_in = _handed_in(application, capacity)
    files = files_of(handed_in) if handed_in else files_by_question(application)
    add_notes(application, files, capacity)
    return files


def _handed_in(application: Application, capacity: "Capacity") -> Submission | None:
    if not unfinished_for(application, capacity):
        return None
    return application.submissions.order_by("-seq").first()


def files_of(submission: Submission) -> dict[str, list[Attachment]]:
    """The files a submission names, removed since or not, by question."""
    named = {(file["question"], file["sha256"]) for file in submission.files}
    found: dict[str, list[Attachment]] = {}
    seen = set()
    for row in Attachment.objects.filter(application=submission.application_id).select_related("file"):
        key = (row.question, row.file.sha256)
        if key in named and key not in seen:
            seen.add(key)
            found.setdefault(row.question, []).append(row)
    return found


def readable_file(application: Application, file_id: int, capacity: "Capacity") -> Attachment:
    """A file the reader may see: a current one of theirs, or one that was handed in; else 404."""
    found = get_object_or_404(application.attachments.select_related("file"), pk=file_id)
    if found.removed_at is None and not unfinished_for(application, capacity):
        return found
    if application.submissions.filter(files__contains=[{"sha256": found.file.sha256}]).exists():
        return found
    raise Http404
