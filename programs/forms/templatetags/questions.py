"""{% load questions %}: the questions of a form to fill in and to read.

Where all answers are at hand: {% section_fields section answers problems files %} and
{% section_answers section answers files problems %}, with files as a mapping from key to attachments.
One at a time: {% question_field question value problems files %}, {% question_answer question value files %}.

Fields belong into one multipart form. It also carries the buttons `upload` (value: the question's key) and
`remove` (value: the attachment's id), so that pressing them loses nothing typed; `section_fields` starts with
the button that Enter presses. Attachments have `pk`, `name`, `file.size`, `added_at`, and an address by
`get_absolute_url` where they can be read. Pages load forms/form.js for counters and the other unit of money.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import template

from programs.forms.logic import Logic, with_computed
from programs.forms.rendering import Field, Uploads, fields_of
from programs.forms.rows import NOTHING_OPENED, Opened
from programs.forms.screens import Question, Section
from programs.forms.validator import Problem

register = template.Library()


@register.inclusion_tag("forms/field.html")
def question_field(
    question: Question, value: Any, problems: Iterable[Problem] = (), files: Iterable[Any] = ()
) -> dict[str, Any]:
    """One question to fill in; of the problems its own are shown."""
    [field] = fields_of([question], {question.key: value}, problems, {question.key: list(files)})
    return {"field": field}


@register.inclusion_tag("forms/answer.html")
def question_answer(question: Question, value: Any, files: Iterable[Any] = ()) -> dict[str, Any]:
    """One answer to read."""
    return {"field": Field(question, value, files=list(files))}


@register.inclusion_tag("forms/section_fields.html", takes_context=True)
def section_fields(
    context: dict[str, Any],
    section: Section,
    answers: Mapping[str, Any],
    problems: Iterable[Problem] = (),
    files: Mapping[str, list[Any]] | None = None,
    marks: Mapping[str, str] | None = None,
    open_keys: Collection[str] | None = None,
    uploads: Uploads | None = None,
    logic: Logic | None = None,
) -> dict[str, Any]:
    """All questions of a section to fill in: where answers come from, those that are only to be read, where
    files go in pieces, and what follows from the answers."""
    request = context.get("request")
    opened = Opened.read(request.GET.get("rows", "")) if request else NOTHING_OPENED
    answers = with_computed(answers, logic) if logic else answers
    fields = fields_of(section.questions, answers, problems, files, marks, open_keys, uploads, opened)
    hidden = {question.key for question in section.questions} - logic.visible if logic else set()
    return {"fields": fields, "hidden": hidden}


@register.inclusion_tag("forms/section_answers.html")
def section_answers(
    section: Section,
    answers: Mapping[str, Any],
    files: Mapping[str, list[Any]] | None = None,
    problems: Iterable[Problem] = (),
) -> dict[str, Any]:
    """All answers of a section to read, with what is wrong with them."""
    return {"fields": fields_of(section.questions, answers, problems, files)}
