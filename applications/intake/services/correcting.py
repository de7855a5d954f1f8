"""What a correction notice asks for, and what of the application it opens."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from applications.intake.models import Application, CorrectionPoint, Letter
from applications.intake.services.checking import check
from applications.intake.workflow import LetterKind, Status
from portal.api.problems import Refused
from portal.ui.texts import localized
from programs.forms.screens import questions
from programs.forms.validator import merge

LONGEST = 1000  # characters of one point


@dataclass(frozen=True)
class PointInput:
    """One thing to correct at a question: its key, or key.part, and what is wrong with it."""

    question: str
    sentence: str

    @property
    def key(self) -> str:
        """The question without its part."""
        return self.question.partition(".")[0]


def worded(application: Application, points: Sequence[PointInput], items: Sequence[str]) -> list[str]:
    """Every point as the letter prints it: those at a question under its name, then the others.

    Raises Refused for a question the form does not have, and for a point that is too long.
    """
    if any(len(text) > LONGEST for text in [*items, *(point.sentence for point in points)]):
        raise Refused(_("Keep each point under %(n)s characters.") % {"n": LONGEST})
    asked = {question.key: question for question in questions(application.form_version)}
    for point in points:
        if point.key not in asked:
            raise Refused(_("The form has no question “%(key)s”.") % {"key": point.key[:40]})
    return [*(f"{asked[point.key].label}：{point.sentence}" for point in points), *items]


def keep_points(
    application: Application, letter: Letter, points: Sequence[PointInput], items: Sequence[str]
) -> None:
    """Tie the points of a notice to their questions; numbered as the letter numbers them."""
    rows = [(point.question, point.sentence) for point in points] + [("", item) for item in items]
    CorrectionPoint.objects.bulk_create(
        CorrectionPoint(
            application=application, letter=letter, position=position, question=key[:120], sentence=sentence
        )
        for position, (key, sentence) in enumerate(rows, 1)
    )


def points_of(application: Application) -> list[CorrectionPoint]:
    """The points the applicant has to answer now; empty where no notice runs."""
    if application.status != Status.RETURNED:
        return []
    notice = application.letters.filter(kind=LetterKind.CORRECTION).order_by("-issued_at", "-pk").first()
    return list(notice.points.all()) if notice else []


def open_questions(application: Application) -> frozenset[str] | None:
    """The keys that a running correction lets the applicant change; None when all of them.

    Those its points name, and those without which the application could not be handed in again. A point
    about the whole application opens everything.
    """
    points = points_of(application)
    if not points or any(not point.question for point in points):
        return None
    named = {point.key for point in points}
    return frozenset(named | {problem.key.partition(".")[0] for problem in check(application)})


def locked_refusal(application: Application, changes: Mapping[str, Any]) -> str | None:
    """Why these changes are refused: answers that stay as they were handed in. None when all may be changed.

    A question that another change of the same save brings up is open as well.
    """
    opened = open_questions(application) if changes else None
    if opened is None or opened.issuperset(changes):
        return None
    trial, version = copy(application), application.form_version
    allowed = {key: value for key, value in changes.items() if key in opened}
    trial.answers = merge(version, application.answers, allowed)
    if allowed and (open_questions(trial) or opened).issuperset(changes):
        return None
    labels = [localized(question, "label") for question in questions(version) if question.key in opened]
    return _("The correction notice opens only: %(questions)s. Everything else stays as handed in.") % {
        "questions": _(", ").join(labels)
    }
