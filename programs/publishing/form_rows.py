"""A form as rows again: taken from another program, or from a version that a round used."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.api.problems import Refused
from programs.catalog.models import Program
from programs.catalog.rules import Actor, require_editor
from programs.forms import screens
from programs.forms.models import Choice, Form, Question, Section
from programs.policies.models import Clause

TEXTS = ("key", "title", "title_en", "intro", "intro_en")
ASKED = (
    "key", "kind", "label", "label_en", "help", "help_en", "required", "minimum", "maximum", "unit",
    "unit_en", "money_unit", "is_amount",
)  # fmt: skip


@transaction.atomic
def start_empty(program_id: int, *, by: Actor) -> Form:
    """The program's form, made where there is none."""
    program = Program.objects.select_for_update(of=("self",)).get(pk=program_id)
    require_editor(by, program)
    return Form.objects.get_or_create(program=program)[0]


@transaction.atomic
def take_over(program_id: int, parts: list[screens.Section], *, replace: bool, by: Actor) -> Form:
    """Make the program's form of these parts. Versions already published stay.

    Refused where the form has sections, unless they are to be replaced.
    """
    form = start_empty(program_id, by=by)
    if form.sections.exists() and not replace:
        raise Refused(_("The form already has questions. Tick that they are to be replaced."))
    form.sections.all().delete()
    for part in parts:
        texts = {name: getattr(part, name) for name in TEXTS}
        section = Section.objects.create(form=form, position=part.position, **texts)
        for position, question in enumerate(part.questions, 1):
            _write(section, position, question)
    return form


def _write(section: Section, position: int, asked: screens.Question) -> None:
    values = {name: getattr(asked, name) for name in ASKED}
    row = Question.objects.create(section=section, position=position, clause=_clause(asked), **values)
    Choice.objects.bulk_create(
        Choice(question=row, position=n, value=choice.value, label=choice.label, label_en=choice.label_en)
        for n, choice in enumerate(asked.choices, 1)
    )


def _clause(asked: screens.Question) -> Clause | None:
    source = asked.clause
    rows = Clause.objects.filter(document__slug=source.document, number=source.number) if source else None
    return rows.first() if rows is not None else None
