"""The points of a correction notice, each with the place where it is corrected."""

from dataclasses import dataclass

from django.urls import reverse

from applications.intake.models import Application, Letter
from portal.ui.texts import localized
from programs.forms import screens


@dataclass(frozen=True)
class Point:
    """One thing to correct; `place` and `url` name the question its words mention, or are empty."""

    text: str
    place: str = ""
    url: str = ""


def points(application: Application, letter: Letter) -> list[Point]:
    """The points in the order of the letter."""
    return [_point(application, text) for text in letter.content["items"]]


def _point(application: Application, text: str) -> Point:
    """With the question whose label stands in the text; the longest label where there are several."""
    mentioned = [
        (len(label), part, question)
        for part in screens.sections(application.form_version)
        for question in part.questions
        for label in (question.label, question.label_en)
        if label and label.lower() in text.lower()
    ]
    if not mentioned:
        return Point(text)
    _length, part, question = max(mentioned, key=lambda found: found[0])
    page = reverse("application_section", args=[application.pk, part.key])
    place = f"{localized(part, 'title')} → {localized(question, 'label')}"
    return Point(text, place, f"{page}?all#{question.field_id}")
