"""What changed between two submissions in words, and which points of a notice were answered by it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from applications.intake.documents import of_asked, told
from applications.intake.models import Application, CorrectionPoint, Submission
from applications.intake.services.reckoning import handed_in
from applications.intake.workflow import LetterKind
from portal.ui.texts import localized
from programs.forms import screens
from programs.forms.models import FormVersion

Words = list[list[str]]


@dataclass(frozen=True)
class Change:
    """One question whose answer or files are others: the rows of both in words."""

    key: str
    label: str
    before: Words
    after: Words


@dataclass(frozen=True)
class ChangedPart:
    """A part of the form with what changed in it."""

    title: str
    changes: list[Change]


@dataclass(frozen=True)
class Answered:
    """One point of the notice: its words, the question it is about, and whether that answer changed; None
    for a point about the whole application."""

    text: str
    key: str
    label: str
    changed: bool | None


@dataclass(frozen=True)
class Revision:
    """Two submissions of an application in a row."""

    before: Submission
    after: Submission
    parts: list[ChangedPart]
    points: list[Answered]

    @property
    def changes(self) -> list[Change]:
        """Every question that was answered differently."""
        return [change for part in self.parts for change in part.changes]


def revised(application: Application) -> Revision | None:
    """The last two submissions; None where it was handed in once."""
    rows = list(application.submissions.select_related("form_version").order_by("-seq")[:2])
    if len(rows) < 2:
        return None
    after, before = rows
    before.application = after.application = application
    parts = differences(before, after)
    changed = {change.key for part in parts for change in part.changes}
    return Revision(before, after, parts, _answered(version_of(after), before, after, changed))


def differences(before: Submission, after: Submission) -> list[ChangedPart]:
    """The parts in which something changed, in the order of the form."""
    found = []
    for old, new in zip(_told(before), _told(after), strict=True):
        pairs = zip(old["questions"], new["questions"], strict=True)
        changes = [
            Change(b["key"], b["label"], _words(a), _words(b)) for a, b in pairs if _words(a) != _words(b)
        ]
        if changes:
            found.append(ChangedPart(new["title"], changes))
    return found


def version_of(submission: Submission) -> FormVersion:
    """The form it was handed in with; of before that was kept, the application's."""
    return submission.form_version or submission.application.form_version


def _told(submission: Submission) -> list[dict[str, Any]]:
    """Files by name and hash, since two files may share a name; those of questions not asked do not count."""
    asked, _answers = handed_in(submission)
    files = [
        {**file, "name": f"{file['name']}\n{file['sha256'][:12]}"}
        for file in of_asked(asked, submission.files)
    ]
    return told(screens.sections(version_of(submission)), submission.counted_answers, files)


def _words(question: dict[str, Any]) -> Words:
    table = question.get("table")
    if isinstance(table, dict):
        rows: Words = [table["columns"], *table["rows"]]
        return rows
    return [[line] for line in str(question["value"]).split("\n")]


def _answered(
    version: FormVersion, before: Submission, after: Submission, changed: Collection[str]
) -> list[Answered]:
    """The points of the notices issued between the two."""
    labels = {question.key: localized(question, "label") for question in screens.questions(version)}
    rows = CorrectionPoint.objects.filter(
        application=after.application_id,
        letter__kind=LetterKind.CORRECTION,
        letter__issued_at__gt=before.received_at,
        letter__issued_at__lte=after.received_at,
    )
    return [
        Answered(row.sentence, row.key, labels.get(row.key, ""), row.key in changed if row.question else None)
        for row in rows
    ]
