"""{% load questions %}: the questions of a form to fill in and to read.

Where all answers are at hand: {% section_fields section answers problems files %} and
{% section_answers section answers files problems %}, with files as a mapping from key to attachments.
One at a time: {% question_field question value problems files %}, {% question_answer question value files %}.

Fields belong into one multipart form. It also carries the buttons `upload` (value: the question's key) and
`remove` (value: the attachment's id), so that pressing them loses nothing typed; `section_fields` starts with
the button that Enter presses. Attachments have `pk`, `name`, `file.size`, `added_at`, and an address by
`get_absolute_url` where they can be read. Pages load forms/form.js for counters and the other unit of money.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from programs.forms.rendering import Field, fields_of
from programs.forms.screens import Question, Section
from programs.forms.validator import Problem

register = template.Library()


@register.inclusion_tag("forms/field.html")
def question_field(
    question: Question, value: Any, problems: Iterable[Problem] = (), files: Iterable[Any] = ()
) -> dict[str, Any]:
    """One question to fill in; of the problems its own are shown."""
    own = [problem for problem in problems if problem.key == question.key]
    return {"field": Field(question, value, own, list(files))}


@register.inclusion_tag("forms/answer.html")
def question_answer(question: Question, value: Any, files: Iterable[Any] = ()) -> dict[str, Any]:
    """One answer to read."""
    return {"field": Field(question, value, files=list(files))}


@register.inclusion_tag("forms/section_fields.html")
def section_fields(
    section: Section,
    answers: Mapping[str, Any],
    problems: Iterable[Problem] = (),
    files: Mapping[str, list[Any]] | None = None,
) -> dict[str, Any]:
    """All questions of a section to fill in."""
    return {"fields": fields_of(section.questions, answers, problems, files)}


@register.inclusion_tag("forms/section_answers.html")
def section_answers(
    section: Section,
    answers: Mapping[str, Any],
    files: Mapping[str, list[Any]] | None = None,
    problems: Iterable[Problem] = (),
) -> dict[str, Any]:
    """All answers of a section to read, with what is wrong with them."""
    return {"fields": fields_of(section.questions, answers, problems, files)}
