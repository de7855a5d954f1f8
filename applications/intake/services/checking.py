from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from applications.intake.models import Application, Attachment
from applications.intake.services.reckoning import context_of, logic_of
from portal.api.problems import Refused
from portal.files.models import StoredFile
from programs.forms import screens
from programs.forms.validator import Problem, problems


class Incomplete(Refused):
    """Submission is stopped by what the answers lack: `problems`, all at once."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__(_("Some answers still have to be completed or corrected before you can submit."))
        self.problems = found


def current_files(application: Application) -> list[Attachment]:
    """The files of the application as it is now, with their contents' facts."""
    return list(application.attachments.filter(removed_at=None).select_related("file"))


def files_by_question(application: Application) -> dict[str, list[Attachment]]:
    """The current files of each file question."""
    return by_question(current_files(application))


def by_question(files: Iterable[Attachment]) -> dict[str, list[Attachment]]:
    """Files under the question they answer."""
    found: dict[str, list[Attachment]] = defaultdict(list)
    for attachment in files:
        found[attachment.question].append(attachment)
    return dict(found)


def file_counts(application: Application) -> Counter[str]:
    """Current files per file question."""
    return Counter(application.attachments.filter(removed_at=None).values_list("question", flat=True))


def check(
    application: Application, files: Sequence[Attachment] | None = None, at: datetime | None = None
) -> list[Problem]:
    """Every problem of the answers that count and of their files that would stop a submission `at` a moment
    (now); `files`: where they are read."""
    files = _of_what_is_asked(application, current_files(application) if files is None else files, at)
    counts = Counter(attachment.question for attachment in files)
    found = problems(
        application.form_version, application.answers, counts, context=context_of(application, at)
    )
    return found + infected(application, files)


def _of_what_is_asked(
    application: Application, files: Sequence[Attachment], at: datetime | None
) -> Sequence[Attachment]:
    """Without the files of hidden questions: they are kept and do not count."""
    if not application.form_version.logic:
        return files
    visible = logic_of(application, at).visible
    return [row for row in files if row.question.partition(".")[0] in visible]


def infected(application: Application, files: Sequence[Attachment]) -> list[Problem]:
    """Files that waited for their virus check and did not pass it."""
    found = [(row.question, row.name) for row in files if row.file.scan == StoredFile.Scan.INFECTED]
    if not found:
        return []
    sections = {
        q.key: part.key for part in screens.sections(application.form_version) for q in part.questions
    }
    sentence = _("“%(name)s” did not pass the virus check. Remove it and upload a clean copy.")
    return [Problem(key, sections.get(key, ""), "infected", sentence % {"name": name}) for key, name in found]
