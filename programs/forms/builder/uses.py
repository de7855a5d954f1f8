"""Where a question is used, in words."""

from dataclasses import dataclass

from programs.forms import references
from programs.forms.models import Form, Question


@dataclass(frozen=True)
class Use:
    """Something that names a question. `question_id`: the question that does, None for a rule or a column."""

    words: str
    question_id: int | None = None


def uses_of_form(form: Form) -> dict[int, list[Use]]:
    """What names the questions of a form, by question."""
    return {
        pk: list(dict.fromkeys(Use(row.words, row.asking_id) for row in rows))
        for pk, rows in references.uses(form).items()
    }


def uses_of(row: Question) -> list[Use]:
    """What names a question."""
    return uses_of_form(row.section.form).get(row.pk, [])
