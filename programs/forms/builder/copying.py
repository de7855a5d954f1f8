"""Copies of questions, sections and whole forms: from here, another program, the library or a file."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import RestrictedError
from django.utils.translation import gettext as _

from portal.api.problems import Refused
from programs.catalog.models import Program
from programs.catalog.rules import Actor, require_editor
from programs.forms import references
from programs.forms.builder import document, keys
from programs.forms.builder.document import Document, Unwritable, Writer
from programs.forms.builder.services import changing, keys_of, siblings
from programs.forms.models import Form, Question, Section


def copy(form_id: int, kind: str, pk: int, *, by: Actor) -> tuple[Section | Question, list[str]]:
    """A copy of a section at the end, or of a question at the end of its section or of its parent."""
    made: list[Section] | list[Question]
    if kind == "section":
        section = Section.objects.get(form=form_id, pk=pk)
        made, notes = add_sections(form_id, [document.of_section(section)], by=by)
    else:
        row = Question.objects.get(section__form=form_id, pk=pk)
        made, notes = add_questions(row.section_id, [document.of_question(row)], parent=row.parent, by=by)
    return made[0], notes


def add_questions(
    section_id: int, documents: Sequence[Document], *, parent: Question | None = None, by: Actor
) -> tuple[list[Question], list[str]]:
    """Copies of questions at the end of a section, with keys of their own; and what to look at."""
    section = Section.objects.get(pk=section_id)
    with changing(section.form_id, by=by) as form:
        taken = keys_of(Question.objects.filter(section__form=form, parent=parent))
        writer, first = Writer(), siblings(section, parent).count() + 1
        made = []
        for position, found in enumerate(documents, first):
            own = found | {"key": keys.free(str(found.get("key", "q")), taken)}
            taken.add(own["key"])
            made.append(writer.question(section, own, position, parent=parent))
        if writer.faults:
            raise Refused(" ".join(writer.faults))
        return [row for row in made if row], _notes(writer)


def add_sections(
    form_id: int, documents: Sequence[Document], *, by: Actor
) -> tuple[list[Section], list[str]]:
    """Copies of sections at the end of a form; keys that are taken get a number behind."""
    with changing(form_id, by=by) as form:
        sections = keys_of(form.sections.all())
        asked = keys_of(Question.objects.filter(section__form=form, parent=None))
        writer, first = Writer(), form.sections.count() + 1
        made = []
        for position, found in enumerate(documents, first):
            own = found | {"key": keys.free(str(found.get("key", "part")), sections)}
            own["questions"] = [_with_free_key(item, asked) for item in found.get("questions", [])]
            sections.add(own["key"])
            made.append(writer.section(form, own, position))
        if writer.faults:
            raise Refused(" ".join(writer.faults))
        return [row for row in made if row], _notes(writer)


def _with_free_key(found: Document, taken: set[str]) -> Document:
    key = keys.free(str(found.get("key", "q")), taken)
    taken.add(key)
    return found | {"key": key}


def _notes(writer: Writer) -> list[str]:
    sentence = _("The clause %(clause)s is not kept here; the question names no source now.")
    return [sentence % {"clause": name} for name in dict.fromkeys(writer.lost)]


def start_empty(program_id: int, *, by: Actor) -> Form:
    """The program's form, made where there is none."""
    with transaction.atomic():
        program = Program.objects.select_for_update(of=("self",)).get(pk=program_id)
        require_editor(by, program)
        return Form.objects.get_or_create(program=program)[0]


def take_over(
    program_id: int, found: Document, *, replace: bool, by: Actor, what: str = ""
) -> tuple[Form, list[str]]:
    """Make the program's form say what a document of a whole form says. Versions already published stay.

    Refused where the form has sections, unless they are to be replaced.
    """
    with transaction.atomic():
        made = start_empty(program_id, by=by)
        with changing(made.pk, by=by, what=what) as form:
            if form.sections.exists() and not replace:
                raise Refused(_("The form already has questions. Tick that they are to be replaced."))
            return form, rewrite(form, found)


def rewrite(form: Form, found: Document) -> list[str]:
    """Have a locked form hold what a document says and nothing else; Refused, with every fault."""
    references.let_go(form)
    writer = Writer()
    try:
        form.rules.all().delete()
        form.export_columns.all().delete()
        form.sections.all().delete()
        writer.whole(form, found)
    except RestrictedError as error:
        raise Refused(_("A question is used for scores: it cannot be taken out.")) from error
    except Unwritable as error:
        raise Refused(" ".join(error.faults)) from error
    return _notes(writer)
