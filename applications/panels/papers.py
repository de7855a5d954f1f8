"""An application as an expert of a panel reads it, whole or blind: what was handed in last."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from applications.intake.models import Application, Attachment
from applications.intake.reading import files_of
from applications.intake.services.reckoning import handed_in
from applications.panels.blind import FILES, Striking, names_of
from applications.panels.models import Assignment, Panel
from programs.forms.screens import Question, Section


@dataclass(frozen=True)
class GivenFile:
    """A file as it is offered: its number in the list, and its name (of a blind copy none of its own)."""

    number: int
    name: str
    attachment: Attachment


@dataclass(frozen=True)
class Paper:
    """What is read. `number`, `applicant`: empty where the panel is blind."""

    title: str
    number: str
    applicant: str
    asked: Decimal | None
    sections: list[Section]
    answers: Mapping[str, Any]
    files: list[GivenFile] = field(default_factory=list)


def paper_of(assignment: Assignment) -> Paper:
    """Everything the expert may read of their assignment, and nothing else."""
    application, panel = assignment.application, assignment.panel
    submission = application.submissions.select_related("form_version").order_by("-seq").first()
    if submission is None:
        raise Http404
    submission.application = application
    sections, answers = handed_in(submission)
    attached = files_of(submission)
    if panel.blind:
        return _blind(panel, application, assignment, sections, answers, attached)
    rows = [row for found in attached.values() for row in found]
    return Paper(
        title=title_of(sections, answers) or str(application.round),
        number=application.number or "",
        applicant=application.applicant_name,
        asked=application.amount_asked,
        sections=[_without(section, FILES, ()) for section in sections],
        answers=answers,
        files=[GivenFile(number, row.name, row) for number, row in enumerate(rows, 1)],
    )


def _blind(
    panel: Panel,
    application: Application,
    assignment: Assignment,
    sections: list[Section],
    answers: Mapping[str, Any],
    attached: Mapping[str, list[Attachment]],
) -> Paper:
    strike, hidden = Striking.of(names_of(application)), frozenset(panel.hidden)
    shown = [_without(section, FILES, hidden) for section in sections]
    keys = {question.key for section in shown for question in section.questions}
    rows = [row for key in panel.blind_files for row in attached.get(key, [])]
    left = strike({key: value for key, value in answers.items() if key in keys})
    return Paper(
        title=title_of(shown, left) or _("Application %(n)d") % {"n": assignment.number},
        number="",
        applicant="",
        asked=application.amount_asked,
        sections=[section for section in shown if section.questions],
        answers=left,
        files=[
            GivenFile(number, _("Enclosure %(n)d") % {"n": number}, row) for number, row in enumerate(rows, 1)
        ],
    )


def _without(section: Section, kinds: frozenset[str], hidden: Any) -> Section:
    """The section without questions of these kinds and those that are hidden."""

    def stays(question: Question) -> bool:
        return question.kind not in kinds and question.key not in hidden

    return replace(section, questions=tuple(filter(stays, section.questions)))


def title_of(sections: list[Section], answers: Mapping[str, Any]) -> str:
    """The project's name, where the form asks for it as the question library does."""
    asked = {question.key for section in sections for question in section.questions}
    return str(answers.get("project_name") or "") if "project_name" in asked else ""
