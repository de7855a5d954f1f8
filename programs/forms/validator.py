"""The one validator of answers, for pages and the API.

The published schema of the version decides whether an answer is taken; its kind says why not.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from programs.forms import screens, unlikely
from programs.forms.kinds import KINDS, Complaint, kind_of
from programs.forms.kinds.base import MISSING, core, is_empty, label_of, storable
from programs.forms.kinds.figures import Money
from programs.forms.kinds.lines import is_needed
from programs.forms.kinds.uploads import FileList, Upload
from programs.forms.logic import Context, Logic, evaluate
from programs.forms.models import FormVersion
from programs.forms.problems import Problem as Problem
from programs.forms.screens import Question, Section, questions

__all__ = ["MISSING", "Problem", "SectionState", "is_empty", "problems"]


@dataclass(frozen=True)
class SectionState:
    """How far a section is. `missing`: required answers not given; `problems`: answers to correct."""

    state: str  # "done", "started", "empty", or "none" where nothing of it is asked
    missing: int
    problems: int


def read_html(version: FormVersion, section_key: str, data: QueryDict) -> dict[str, Any]:
    """The answers of a section as a browser sent them, by key; None where a field was left empty.

    What cannot be read stays as typed. Fields that were not sent are left out. KeyError for no such section.
    """
    return {
        question.key: kind_of(question).read_sent(question, data)
        for question in screens.section(version, section_key).questions
        if not kind_of(question).by_files and kind_of(question).sent(question, data)
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
        key: kind_of(known[key]).keep(known[key], saved.get(key), value) if key in known else value
        for key, value in changes.items()
    }


def recognize(version: FormVersion, saved: Mapping[str, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
    """What a page shows, with the saved answer wherever it says the same."""
    known = {question.key: question for question in questions(version)}
    return {
        key: kind_of(known[key]).recognize(known[key], saved.get(key), value) if key in known else value
        for key, value in shown.items()
    }


def public(version: FormVersion, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they leave the portal: identity numbers masked."""
    if not asks_privately(version):
        return dict(answers)
    private = {question.key: question for question in private_questions(version)}
    return {
        key: kind_of(private[key]).public(private[key], value) if key in private else value
        for key, value in answers.items()
    }


def private_questions(version: FormVersion) -> list[Question]:
    """The questions with anything in their answers that is kept encrypted."""
    if not asks_privately(version):
        return []
    return [question for question in questions(version) if kind_of(question).asks_privately(question)]


def asks_privately(version: FormVersion) -> bool:
    """Whether anything is kept encrypted; quick, since every application of a list is asked."""
    asked = (question for part in version.screen["sections"] for question in part["questions"])
    return any(
        KINDS[one["kind"]].private for question in asked for one in (question, *question.get("parts", ()))
    )


def asks_consent(asked: Iterable[Question]) -> bool:
    """Whether any of the questions asks what is taken only with consent."""
    return any(kind_of(question).asks_consent(question) for question in asked)


@dataclass(frozen=True)
class Secret:
    """A number among the answers that is kept encrypted; `path` as problems name it."""

    path: str
    question: Question
    kept: Any

    @property
    def consent(self) -> bool:
        """Whether it is taken only with consent."""
        return kind_of(self.question).consent


def secrets(version: FormVersion, answers: Mapping[str, Any]) -> list[Secret]:
    """Everything among the answers that is kept encrypted, or has to be before it is stored."""
    return [
        Secret(f"{question.key}{path}", asked, value)
        for question in private_questions(version)
        if not is_empty(answers.get(question.key))
        for path, asked, value in kind_of(question).secrets(question, answers[question.key])
    ]


def problems(
    version: FormVersion,
    answers: Mapping[str, Any],
    file_counts: Mapping[str, int],
    language: str | None = None,
    context: Context | None = None,
) -> list[Problem]:
    """Everything that would stop a submission, all at once, in the order of the form.

    `context`: what expressions know besides the answers; without one, facts are unknown.
    """
    with translation.override(language or translation.get_language()):
        parts, logic = screens.sections(version), evaluate(version, answers, context)
        known = {question.key for part in parts for question in part.questions}
        found = [p for part in parts for p in _of_section(version, part, answers, file_counts, logic)]
        return found + [_unknown(key) for key in answers if key not in known]


def warnings(
    version: FormVersion,
    answers: Mapping[str, Any],
    context: Context | None = None,
    language: str | None = None,
) -> list[Problem]:
    """What is worth a second look and stops nothing: rules that only warn, and money in the wrong unit."""
    with translation.override(language or translation.get_language()):
        logic = evaluate(version, answers, context)
        found = list(logic.warnings)
        if context and context.facts and context.reference_year:
            parts = screens.sections(version)
            found += unlikely.figures(parts, answers, context.facts, context.reference_year)
        return [problem for problem in found if _is_asked(problem.key, logic)]


def _is_asked(key: str, logic: Logic) -> bool:
    """Whether the question that a key names, or a row or cell of, is asked; a key may be empty."""
    return not key or key.partition(".")[0] in logic.visible


def section_states(
    version: FormVersion,
    answers: Mapping[str, Any],
    file_counts: Mapping[str, int],
    context: Context | None = None,
) -> list[SectionState]:
    """How far each section is; an answer that is still missing is open, not wrong."""
    logic = evaluate(version, answers, context)
    return [_state(version, part, answers, file_counts, logic) for part in screens.sections(version)]


def section_state(
    version: FormVersion,
    answers: Mapping[str, Any],
    file_counts: Mapping[str, int],
    section_key: str,
    context: Context | None = None,
) -> SectionState:
    """How far one section is."""
    part = screens.section(version, section_key)
    return _state(version, part, answers, file_counts, evaluate(version, answers, context))


def _state(
    version: FormVersion,
    part: Section,
    answers: Mapping[str, Any],
    file_counts: Mapping[str, int],
    logic: Logic,
) -> SectionState:
    if part.questions and not any(question.key in logic.visible for question in part.questions):
        return SectionState("none", 0, 0)
    found = list(_of_section(version, part, answers, file_counts, logic))
    missing = sum(problem.code == MISSING for problem in found)
    asked = [question for question in part.questions if question.key in logic.visible]
    touched = any(_is_touched(question, answers, file_counts) for question in asked)
    state = "done" if touched and not found else "started" if touched else "empty"
    return SectionState(state, missing, len(found) - missing)


def amount_of(
    version: FormVersion, answers: Mapping[str, Any], context: Context | None = None
) -> Decimal | None:
    """The amount applied for, in yuan; None when the form asks none or the answer is not an amount."""
    asked = next((question for question in questions(version) if question.is_amount), None)
    if asked is None or refuses(version, asked, answers.get(asked.key)):
        return None
    if asked.key not in evaluate(version, answers, context).visible:
        return None
    return Money().number(answers.get(asked.key))


def file_question(version: FormVersion, key: str) -> Question | None:
    """The file question with this key; of a list of files `key.item`."""
    return next((question for question in file_questions(questions(version)) if question.key == key), None)


def file_questions(asked: Iterable[Question]) -> list[Question]:
    """The questions that are answered by files, one for each item of a list of files."""
    found: list[Question] = []
    for question in asked:
        kind = kind_of(question)
        if isinstance(kind, FileList):
            found += kind.items(question)
        elif kind.by_files:
            found.append(question)
    return found


def refuses(version: FormVersion, question: Question, value: Any) -> bool:
    """Whether the published schema refuses this answer, or its kind does."""
    found = kind_of(question).complaints(question, value, core(version.schema["properties"][question.key]))
    return next(found, None) is not None


def _is_touched(question: Question, answers: Mapping[str, Any], file_counts: Mapping[str, int]) -> bool:
    if not is_empty(answers.get(question.key)):
        return True
    return any(file_counts.get(asked.key) for asked in file_questions([question]))


def _of_section(
    version: FormVersion,
    part: Section,
    answers: Mapping[str, Any],
    file_counts: Mapping[str, int],
    logic: Logic,
) -> Iterator[Problem]:
    """What is wrong with the answers of a section that count, and the rules told there."""
    for question in part.questions:
        if question.key not in logic.visible:
            continue
        by_files = kind_of(question).by_files
        if by_files:
            found = _about_files(question, answers, file_counts)
        else:
            found = _about_answer(version, question, answers.get(question.key))
        for path, complaint in found:
            message, nothing = complaint.message, complaint.code == MISSING and (by_files or not path)
            if nothing and question.key in logic.waits:
                message = _missing_so_far(version, logic.waits[question.key], message)
            if message:
                yield Problem(f"{question.key}{path}", part.key, complaint.code, message)
    yield from (problem for problem in logic.problems if problem.section == part.key)


def _missing_so_far(version: FormVersion, waits: tuple[str, ...], sentence: str) -> str:
    """What is said of an empty answer while it is open whether it is asked for: nothing where a required
    answer decides, since that one is missing itself; else also the way out."""
    deciding = [question for question in questions(version) if question.key in waits]
    if any(is_needed(question) for question in deciding):
        return ""
    if not deciding:
        return sentence
    labels = _(", ").join(f"“{label_of(question)}”" for question in deciding)
    words = {"sentence": sentence, "labels": labels}
    return _("%(sentence)s Or answer %(labels)s: that decides whether this is asked.") % words


def _about_answer(version: FormVersion, question: Question, value: Any) -> Iterator[tuple[str, Complaint]]:
    kind = kind_of(question)
    if not is_empty(value):
        yield from kind.complaints(question, value, core(version.schema["properties"][question.key]))
    elif is_needed(question):
        yield "", Complaint(MISSING, kind.missing(question))


def _about_files(
    question: Question, answers: Mapping[str, Any], file_counts: Mapping[str, int]
) -> Iterator[tuple[str, Complaint]]:
    upload = Upload()
    if question.key in answers:
        yield "", upload.complaint(question, answers[question.key])
        return
    for asked in file_questions([question]):
        count, path = file_counts.get(asked.key, 0), asked.key.removeprefix(question.key)
        if asked.required and not count:
            yield path, Complaint(MISSING, upload.missing(asked))
        elif complaint := upload.count_complaint(asked, count):
            yield path, complaint


def _unknown(key: str) -> Problem:
    sentence = _("“%(key)s” is not a question of this form. Take it out.") % {"key": key[:40]}
    return Problem(key, "", "unknown", sentence)
