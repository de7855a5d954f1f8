"""The one validator of answers, for pages and the API.

The published schema of the version decides whether an answer is taken; its kind says why not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from programs.forms import screens
from programs.forms.kinds import KINDS, Complaint, kind_of
from programs.forms.kinds.base import storable
from programs.forms.kinds.figures import Money
from programs.forms.kinds.uploads import Upload
from programs.forms.models import FormVersion
from programs.forms.screens import Question, Section, questions

MISSING = "required"


@dataclass(frozen=True)
class Problem:
    """One thing that would stop a submission. `section` is "" for an answer the form does not ask for."""

    key: str
    section: str
    code: str
    message: str

    @property
    def field_id(self) -> str:
        """The id on the page of the section that an error summary links to."""
        return f"q-{self.key}" if self.section else ""

    @property
    def text(self) -> str:
        """The sentence, under the name that the error summary reads."""
        return self.message


@dataclass(frozen=True)
class SectionState:
    """How far a section is. `missing`: required answers not given; `problems`: answers to correct."""

    state: str  # "done", "started" or "empty"
    missing: int
    problems: int


def read_html(version: FormVersion, section_key: str, data: QueryDict) -> dict[str, Any]:
    """The answers of a section as a browser sent them, by key; None where a field was left empty.

    What cannot be read stays as typed. Fields that were not sent are left out. KeyError for no such section.
    """
    return {
        question.key: kind_of(question).read(question, data.getlist(question.field_id))
        for question in screens.section(version, section_key).questions
        if question.field_id in data and question.kind != "file"
    }


def merge(version: FormVersion, answers: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The answers after the changes, in stored form; an empty change takes the answer away."""
    known = {question.key: question for question in questions(version)}
    merged = dict(answers)
    for key, value in changes.items():
        question = known.get(key)
        merged[key] = kind_of(question).tidy(question, value) if question else storable(value)
    return {key: value for key, value in merged.items() if not is_empty(value)}


def keep(version: FormVersion, saved: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Tidied changes as they are stored: identity numbers encrypted, the same number as it was."""
    known = {question.key: question for question in questions(version)}
    return {
        key: kind_of(known[key]).keep(saved.get(key), value) if key in known else value
        for key, value in changes.items()
    }


def recognize(version: FormVersion, saved: Mapping[str, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
    """What a page shows, with the saved answer wherever it says the same."""
    known = {question.key: question for question in questions(version)}
    return {key: kind_of(known[key]).recognize(saved.get(key), value) for key, value in shown.items()}


def public(version: FormVersion, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they leave the portal: identity numbers masked."""
    if not asks_privately(version):
        return dict(answers)
    private = {question.key: question for question in private_questions(version)}
    return {
        key: kind_of(private[key]).public(value) if key in private else value
        for key, value in answers.items()
    }


def private_questions(version: FormVersion) -> list[Question]:
    """The questions whose answers are kept encrypted."""
    if not asks_privately(version):
        return []
    return [question for question in questions(version) if kind_of(question).private]


def asks_privately(version: FormVersion) -> bool:
    """Whether any answer is kept encrypted; quick, since every application of a list is asked."""
    asked = (question["kind"] for part in version.screen["sections"] for question in part["questions"])
    return any(KINDS[kind].private for kind in asked)


def problems(
    version: FormVersion,
    answers: Mapping[str, Any],
    file_counts: Mapping[str, int],
    language: str | None = None,
) -> list[Problem]:
    """Everything that would stop a submission, all at once, in the order of the form."""
    with translation.override(language or translation.get_language()):
        parts = screens.sections(version)
        known = {question.key for part in parts for question in part.questions}
        found = [problem for part in parts for problem in _of_section(version, part, answers, file_counts)]
        return found + [_unknown(key) for key in answers if key not in known]


def section_state(
    version: FormVersion, answers: Mapping[str, Any], file_counts: Mapping[str, int], section_key: str
) -> SectionState:
    """How far a section is; an answer that is still missing is open, not wrong."""
    part = screens.section(version, section_key)
    found = list(_of_section(version, part, answers, file_counts))
    missing = sum(problem.code == MISSING for problem in found)
    touched = any(
        file_counts.get(question.key) or not is_empty(answers.get(question.key))
        for question in part.questions
    )
    state = "done" if touched and not found else "started" if touched else "empty"
    return SectionState(state, missing, len(found) - missing)


def amount_of(version: FormVersion, answers: Mapping[str, Any]) -> Decimal | None:
    """The amount applied for, in yuan; None when the form asks none or the answer is not an amount."""
    asked = next((question for question in questions(version) if question.is_amount), None)
    if asked is None or refuses(version, asked, answers.get(asked.key)):
        return None
    return Money().number(answers.get(asked.key))


def file_question(version: FormVersion, key: str) -> Question | None:
    """The file question with this key."""
    found = (question for question in questions(version) if (question.key, question.kind) == (key, "file"))
    return next(found, None)


def is_empty(value: Any) -> bool:
    """Nothing, an empty text and an empty list are no answer."""
    return value is None or value == "" or value == []


def refuses(version: FormVersion, question: Question, value: Any) -> bool:
    """Whether the published schema refuses this answer."""
    kind = kind_of(question)
    schema = Draft202012Validator(version.schema["properties"][question.key])
    return not (schema.is_valid(kind.public(value)) and kind.valid(value))


def _of_section(
    version: FormVersion, part: Section, answers: Mapping[str, Any], file_counts: Mapping[str, int]
) -> Iterable[Problem]:
    for question in part.questions:
        if question.kind == "file":
            complaint = _about_files(question, answers, file_counts.get(question.key, 0))
        else:
            complaint = _about_answer(version, question, answers.get(question.key))
        if complaint:
            yield Problem(question.key, part.key, complaint.code, complaint.message)


def _about_answer(version: FormVersion, question: Question, value: Any) -> Complaint | None:
    kind = kind_of(question)
    if is_empty(value):
        return Complaint(MISSING, kind.missing(question)) if question.required else None
    return kind.complaint(question, value) if refuses(version, question, value) else None


def _about_files(question: Question, answers: Mapping[str, Any], count: int) -> Complaint | None:
    upload = Upload()
    if question.key in answers:
        return upload.complaint(question, answers[question.key])
    if question.required and not count:
        return Complaint(MISSING, upload.missing(question))
    return upload.count_complaint(question, count)


def _unknown(key: str) -> Problem:
    sentence = _("“%(key)s” is not a question of this form. Take it out.") % {"key": key[:40]}
    return Problem(key, "", "unknown", sentence)
