"""Identity numbers among the answers: taken only with consent, kept encrypted, revealed with a reason."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from applications.intake.models import Application, ApplicationEvent
from applications.intake.reading import answers_for
from applications.intake.rules import revealing_refusal
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.history.services import record
from portal.privacy import numbers
from portal.privacy.models import Notice
from portal.privacy.services.consent import has_agreed
from programs.forms.kinds.base import label_of
from programs.forms.screens import Question
from programs.forms.validator import keep, private_questions


def kept(application: Application, changes: Mapping[str, Any], capacity: Capacity) -> dict[str, Any]:
    """Tidied changes as they are stored. Raises Refused for a new number without consent."""
    private = {question.key for question in private_questions(application.form_version)}
    typed = {key: changes[key] for key in private & changes.keys() if changes[key]}
    new = [key for key, value in typed.items() if not numbers.same(application.answers.get(key), value)]
    if new and not has_agreed(capacity.user, Notice.Kind.IDENTITY):
        raise Refused(_("Agree to the notice on identity numbers first: open this part of the form again."))
    return keep(application.form_version, application.answers, changes)


def let_go(application: Application, before: Mapping[str, Any]) -> None:
    """Erase the numbers that the saved answers no longer name, unless one was handed in."""
    for question in private_questions(application.form_version):
        old = before.get(question.key)
        if not old or old == application.answers.get(question.key):
            continue
        if not application.submissions.filter(answers__contains={question.key: old}).exists():
            numbers.erase([old])


def question_of(application: Application, key: str) -> Question:
    """The question that asks for an identity number; 404 for any other key."""
    for question in private_questions(application.form_version):
        if question.key == key:
            return question
    raise Http404


@transaction.atomic
def reveal(application: Application, key: str, *, reason: str, capacity: Capacity, at: datetime) -> str:
    """The number in clear, for an official who says why; it is written down twice, and the applicant sees it.

    Raises Http404 for a question that asks no number or has none, Refused without right or reason.
    """
    question = question_of(application, key)
    value = answers_for(application, capacity).get(key)
    if not isinstance(value, str) or not numbers.is_kept(value):
        raise Http404
    if sentence := revealing_refusal(application, capacity):
        raise Refused(sentence)
    about = f"{application} · {label_of(question)}"
    number = numbers.reveal(value, about=about, reason=reason, by=capacity, at=at)
    record(
        ApplicationEvent,
        application,
        kind="number_revealed",
        capacity=capacity,
        at=at,
        payload={"question": key, "note": " ".join(reason.split())},
    )
    return number
