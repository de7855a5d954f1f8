from collections import Counter, defaultdict

from django.utils.translation import gettext as _

from applications.intake.models import Application, Attachment
from portal.api.problems import Refused
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
    """Every problem of the answers that would stop a submission."""
    return problems(application.form_version, application.answers, file_counts(application))
