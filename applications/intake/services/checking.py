from collections import Counter, defaultdict

from django.utils.translation import gettext as _

from applications.intake.models import Application, Attachment
from portal.api.problems import Refused
from portal.files.models import StoredFile
from programs.forms import screens
from programs.forms.validator import Problem, problems


class Incomplete(Refused):
    """Submission is stopped by what the answers lack: `problems`, all at once."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__(_("Some answers still have to be completed or corrected before you can submit."))
        self.problems = found


def files_by_question(application: Application) -> dict[str, list[Attachment]]:
    """The current files of each file question, with their contents' facts."""
    found: dict[str, list[Attachment]] = defaultdict(list)
    for attachment in application.attachments.filter(removed_at=None).select_related("file"):
        found[attachment.question].append(attachment)
    return dict(found)


def file_counts(application: Application) -> Counter[str]:
    """Current files per file question."""
    return Counter(application.attachments.filter(removed_at=None).values_list("question", flat=True))


def check(application: Application) -> list[Problem]:
    """Every problem of the answers and files that would stop a submission."""
    found = problems(application.form_version, application.answers, file_counts(application))
    return found + infected(application)


def infected(application: Application) -> list[Problem]:
    """Files that waited for their virus check and did not pass it."""
    bad = application.attachments.filter(removed_at=None, file__scan=StoredFile.Scan.INFECTED)
    found = [(attachment.question, attachment.name) for attachment in bad]
    sections = {
        q.key: part.key for part in screens.sections(application.form_version) for q in part.questions
    }
    sentence = _("“%(name)s” did not pass the virus check. Remove it and upload a clean copy.")
    return [Problem(key, sections.get(key, ""), "infected", sentence % {"name": name}) for key, name in found]
