"""A form at a glance: sections, questions and parts in order, where each is used, and what to look at."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F

from programs.forms.builder.uses import uses_of_form
from programs.forms.checks import check_form, form_warnings
from programs.forms.models import Form, Question, Section


@dataclass
class Line:
    """A question with what stands beside it."""

    row: Question
    parts: list[Question] = field(default_factory=list)
    uses: list[str] = field(default_factory=list)


@dataclass
class Block:
    """A section with its questions."""

    row: Section
    lines: list[Line] = field(default_factory=list)


def outline_of(form: Form) -> dict[str, Any]:
    """`blocks`, and in sentences `gaps` that keep the form from being published and `warnings`."""
    blocks = {row.pk: Block(row) for row in form.sections.all()}
    rows = Question.objects.filter(section__form=form).select_related("clause__document")
    lines: dict[int, Line] = {}
    top = F("parent_id").asc(nulls_first=True)
    for row in rows.prefetch_related("choices").order_by(top, "position", "pk"):
        if row.parent_id is None:
            lines[row.pk] = Line(row)
            blocks[row.section_id].lines.append(lines[row.pk])
        elif row.parent_id in lines:
            lines[row.parent_id].parts.append(row)
    for pk, uses in uses_of_form(form).items():
        if pk in lines:
            lines[pk].uses = [use.words for use in uses]
    return {
        "blocks": list(blocks.values()),
        "rules": list(form.rules.all()),
        "columns": list(form.export_columns.all()),
        "versions": list(form.versions.all()),
        "gaps": check_form(form),
        "warnings": form_warnings(form),
    }
