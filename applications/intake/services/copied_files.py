"""Files of an earlier application that a new one takes over: the same contents, each with its source."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from applications.intake.models import Application, Attachment
from portal.accounts.models import User
from portal.files.models import StoredFile
from portal.ui.formats import dates
from portal.ui.texts import current_language
from programs.forms.kinds.uploads import Upload
from programs.forms.models import FormVersion
from programs.forms.screens import questions
from programs.forms.validator import file_question

EARLIER = "application"  # of an earlier application that never got a number


@dataclass(frozen=True)
class FileLeft:
    """A file that is not taken over, and why."""

    name: str
    why: str


def source_of(earlier: Application) -> str:
    """How answers and files name the application they come from."""
    return earlier.number or EARLIER


def fitting_files(
    earlier: Application, version: FormVersion, today: date
) -> tuple[list[Attachment], list[FileLeft]]:
    """The current files whose question the form still has and that still hold; and the others with why."""
    rows = earlier.attachments.filter(removed_at=None).select_related("file", "document").order_by("pk")
    taken: list[Attachment] = []
    left: list[FileLeft] = []
    for row in rows:
        if why := _why_not(row, version, today, Counter(one.question for one in taken)):
            left.append(FileLeft(row.name, why))
        else:
            taken.append(row)
    return taken, left


def _why_not(row: Attachment, version: FormVersion, today: date, counts: Counter[str]) -> str:
    """Why a file is not taken over; "" when it is."""
    question = file_question(version, row.question)
    if question is None:
        key = row.question.partition(".")[0]
        if any(one.key == key for one in questions(version)):
            return _("The question asks for something else now.")
        return _("It is no longer asked.")
    if row.file.scan == StoredFile.Scan.INFECTED:
        return _("The virus check refused it.")
    if row.document and row.document.removed_at:
        return _("It no longer stands in the library.")
    if row.document and row.document.valid_until and row.document.valid_until < today:
        day = dates.day(row.document.valid_until, current_language())
        return _("It was valid until %(day)s: attach the current one.") % {"day": day}
    most = Upload().limits(question)[1]
    if counts[row.question] >= most:
        return _("The question takes at most %(n)d files now.") % {"n": most}
    return ""


def without(files: Sequence[Attachment], application: Application) -> list[Attachment]:
    """The files whose question in the application has none yet."""
    current = application.attachments.filter(removed_at=None)
    answered = set(current.values_list("question", flat=True))
    return [row for row in files if row.question not in answered]


def copy_files(files: Sequence[Attachment], application: Application, source: str, by: User) -> None:
    """Attach them; the caller holds the application's row or has just made it."""
    Attachment.objects.bulk_create(
        Attachment(
            application=application,
            question=row.question,
            file=row.file,
            document=row.document,
            name=row.name,
            source=source,
            added_by=by,
        )
        for row in files
    )
