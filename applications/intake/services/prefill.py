"""What a draft knows already: from the organization's file, and from what the applicant answered before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.intake.models import Application, Attachment
from applications.intake.services.copied_files import FileLeft, fitting_files, source_of
from applications.intake.workflow import Status
from portal.accounts.capacities import Capacity
from portal.facts.reading import File, read
from programs.catalog.models import Round
from programs.catalog.services import reference_year
from programs.forms.kinds.base import label_of
from programs.forms.models import FormVersion
from programs.forms.prefill import answers_from, key_of
from programs.forms.screens import Question, questions
from programs.forms.validator import is_empty, public, refuses

FILE = "file"


@dataclass(frozen=True)
class Filled:
    """Answers by question, and where each comes from, as `Application.sources` keeps it."""

    answers: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Misfit:
    """An earlier answer that is not taken over: the question and why."""

    label: str
    why: str


@dataclass(frozen=True)
class Transfer:
    """What an earlier application gives a form, and what no longer fits."""

    filled: Filled
    misfits: list[Misfit]
    files: list[Attachment]
    files_left: list[FileLeft]


def from_file(round_: Round, version: FormVersion, capacity: Capacity, at: datetime) -> Filled:
    """What the organization's file answers: `file:<day stated>`, or `file` where no day is known."""
    if capacity.organization is None or not any(question.fact for question in questions(version)):
        return Filled()
    file, year = read(capacity.organization, timezone.localdate(at)), reference_year(round_)
    answers = answers_from(version, file, year)
    asked = {question.key: question for question in questions(version)}
    return Filled(answers, {key: _stated(asked[key], file, year) for key in answers})


def _stated(question: Question, file: File, year: int) -> str:
    fact = key_of(question.fact, year)
    statement = file.statements.get(fact) if fact else None
    return f"{FILE}:{timezone.localdate(statement.stated_at).isoformat()}" if statement else FILE


def former(round_: Round, capacity: Capacity) -> Application | None:
    """The applicant's latest application of the program in another round; drafts after those handed in."""
    if capacity.kind not in ("organization", "self"):
        return None
    mine = Application.objects.visible_to(capacity).filter(round__program=round_.program_id)
    mine = mine.exclude(round=round_).exclude(status=Status.DISCARDED).exclude(answers={})
    newest = mine.order_by(F("submitted_at").desc(nulls_last=True), "-created_at", "pk")
    return newest.select_related("round", "form_version").first()


def transfer(earlier: Application, version: FormVersion, today: date) -> Transfer:
    """The answers and files that fit the form: same question key, same kind, still accepted.

    Not taken over: identity numbers, figures of another year, what is computed, documents that have expired.
    """
    before = {question.key: question for question in questions(earlier.form_version)}
    now = {question.key: question for question in questions(version)}
    source, filled = source_of(earlier), Filled()
    misfits: list[Misfit] = []
    for key, value in earlier.answers.items():
        if key not in before or is_empty(value):
            continue
        if why := _why_not(before[key], now.get(key), value, version, earlier.form_version):
            misfits.append(Misfit(label_of(now.get(key, before[key])), why))
            continue
        filled.answers[key], filled.sources[key] = value, source
    return Transfer(filled, misfits, *fitting_files(earlier, version, today))


def _why_not(
    before: Question, now: Question | None, value: Any, version: FormVersion, earlier: FormVersion
) -> str:
    """Why an earlier answer is not taken over; "" when it is."""
    if now is None:
        return _("It is no longer asked.")
    if now.kind != before.kind:
        return _("The question asks for something else now.")
    if public(earlier, {now.key: value}) != {now.key: value}:
        return _("Numbers kept encrypted are not copied: enter it again.")
    if now.fact and (fact := key_of(now.fact, 0)) and fact[1] is not None:
        return _("It is asked for another year now.")
    if now.kind == "computed":
        return _("It is computed anew.")
    return _("The form no longer accepts it.") if refuses(version, now, value) else ""


def only_new(filled: Filled, answers: Mapping[str, Any]) -> Filled:
    """What fills a question that has no answer yet."""
    kept = {key: value for key, value in filled.answers.items() if is_empty(answers.get(key))}
    return Filled(kept, {key: filled.sources[key] for key in kept})
