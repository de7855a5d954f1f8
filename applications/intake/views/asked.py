"""Which questions of a page are asked: told to the page, and told to whoever a save brings new ones."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import ngettext

from applications.intake.models import Application
from applications.intake.services.reckoning import logic_of
from programs.forms import screens
from programs.forms.kinds import kind_of
from programs.forms.logic import Logic, deciding
from programs.forms.screens import Question, Section
from programs.forms.validator import is_empty


def asked_context(application: Application, part: Section) -> dict[str, Any]:
    """For the page of a part: the logic, the keys that are shown and those whose answers decide about others,
    and the computed figures in words."""
    found = logic_of(application)
    return {
        "logic": found,
        "shown": " ".join(question.key for question in part.questions if question.key in found.visible),
        "decides": " ".join(sorted(deciding(application.form_version))),
        "computed": json.dumps(_in_words(application, found), ensure_ascii=False),
    }


def _in_words(application: Application, found: Logic) -> dict[str, str]:
    if not found.computed:
        return {}
    return {
        question.key: kind_of(question).display(question, found.computed[question.key])
        for question in screens.questions(application.form_version)
        if question.key in found.computed
    }


def newly_asked(request: HttpRequest, application: Application, part: Section) -> Question | None:
    """The first question of the part that the page did not show and that has no answer yet; it is told.

    Only a page without scripts goes on without having shown it.
    """
    if "shown" not in request.POST:
        return None
    before, visible = request.POST["shown"].split(), logic_of(application).visible
    found = [
        question
        for question in part.questions
        if question.key in visible
        and question.key not in before
        and is_empty(application.answers.get(question.key))
        and not kind_of(question).computed
    ]
    if not found:
        return None
    sentence = ngettext(
        "Your answers bring %(n)d more question on this page.",
        "Your answers bring %(n)d more questions on this page.",
        len(found),
    )
    messages.info(request, sentence % {"n": len(found)})
    return found[0]
