"""The points of a correction notice, each with the place where it is corrected."""

from dataclasses import dataclass

from django.urls import reverse

from applications.intake.models import Application, CorrectionPoint, Letter
from applications.intake.services.answers import fingerprint
from applications.intake.services.checking import files_by_question
from applications.intake.services.correcting import points_of
from portal.ui.texts import localized
from programs.forms import screens
from programs.forms.screens import Question, Section


@dataclass(frozen=True)
class Point:
    """One thing to correct; `place`, `url` and `section` name the question it is about, or are empty.

    `changed`: the answer differs from what was handed in last.
    """

    text: str
    place: str = ""
    url: str = ""
    section: str = ""
    changed: bool = False


def points_now(application: Application) -> list[Point]:
    """The points the applicant has to answer now."""
    rows = points_of(application)
    return _told(application, rows, rows[0].letter) if rows else []


def points(application: Application, letter: Letter) -> list[Point]:
    """The points in the order of the letter."""
    rows = list(letter.points.all())
    if not rows:  # letters from before points were tied to questions
        return [_guessed(application, text) for text in letter.content["items"]]
    return _told(application, rows, letter)


def first_to_correct(application: Application) -> str:
    """The first part with a point that has not been answered yet; "" without one."""
    return next(
        (point.section for point in points_now(application) if point.section and not point.changed), ""
    )


def _told(application: Application, rows: list[CorrectionPoint], letter: Letter) -> list[Point]:
    places = _places(application)
    changed = changed_since_handed_in(application)
    texts = letter.content["items"]
    return [
        _at(application, texts[row.position - 1], *places[row.key], row.key in changed)
        if row.key in places
        else _guessed(application, texts[row.position - 1])
        for row in rows
    ]


def changed_since_handed_in(application: Application) -> set[str]:
    """The questions whose answer or files differ from what was handed in last."""
    last = application.submissions.order_by("-seq").first()
    if last is None:
        return set()
    keys = last.answers.keys() | application.answers.keys()
    changed = {
        key for key in keys if fingerprint(last.answers.get(key)) != fingerprint(application.answers.get(key))
    }
    before = {(file["question"], file["sha256"]) for file in last.files}
    now = {(key, a.file.sha256) for key, found in files_by_question(application).items() for a in found}
    return changed | {question.partition(".")[0] for question, _digest in before ^ now}


def _places(application: Application) -> dict[str, tuple[Section, Question]]:
    """The part and question of each key."""
    parts = screens.sections(application.form_version)
    return {question.key: (part, question) for part in parts for question in part.questions}


def _at(application: Application, text: str, part: Section, question: Question, changed: bool) -> Point:
    page = reverse("application_section", args=[application.pk, part.key])
    place = f"{localized(part, 'title')} → {localized(question, 'label')}"
    return Point(text, place, f"{page}?all#{question.field_id}", part.key, changed)


def _guessed(application: Application, text: str) -> Point:
    """With the question whose label stands in the text; the longest label where there are several."""
    mentioned = [
        (len(label), part, question)
        for part, question in _places(application).values()
        for label in (question.label, question.label_en)
        if label and label.lower() in text.lower()
    ]
    if not mentioned:
        return Point(text)
    _length, part, question = max(mentioned, key=lambda found: found[0])
    return _at(application, text, part, question, changed=False)
