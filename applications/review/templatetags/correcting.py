"""{% load correcting %}: answers to read, each with a field for what has to be corrected there."""

from collections.abc import Mapping
from typing import Any

from django import template

from programs.forms.rendering import fields_of
from programs.forms.screens import Section

register = template.Library()


@register.inclusion_tag("review/correctable_answers.html")
def correctable_answers(
    section: Section, answers: Mapping[str, Any], files: Mapping[str, list[Any]], typed: Mapping[str, str]
) -> dict[str, Any]:
    """All answers of a section; `typed`: what was written beside a question and not sent yet."""
    fields = fields_of(section.questions, answers, files=files)
    return {"pairs": [(field, typed.get(field.question.key, "")) for field in fields]}
