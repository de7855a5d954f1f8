"""The library of questions: found by their words, taken into a form, kept from one."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portal.accounts.editing import reach_of
from portal.api.problems import Refused
from programs.catalog.rules import Actor, require_editor
from programs.forms.builder import document, keys
from programs.forms.models import LibraryQuestion, Question


def found_in_library(words: str) -> "QuerySet[LibraryQuestion, LibraryQuestion]":
    """The questions in which every word occurs; all of them for none."""
    rows = LibraryQuestion.objects.order_by("name", "pk")
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(name_en__icontains=word) | Q(words__icontains=word))
    return rows


@transaction.atomic
def keep_question(question: Question, name: str, words: str, *, by: Actor) -> LibraryQuestion:
    """A copy of a question for other forms. It belongs to its program's department.

    What it names of its own form, conditions and formulas, stays behind.
    """
    program = question.section.form.program
    require_editor(by, program)
    if LibraryQuestion.objects.filter(name=name).exists():
        raise Refused(_("The library has a question of this name. Choose another name."))
    content = document.of_question(question) | {"shown_when": ""}
    taken = set(LibraryQuestion.objects.values_list("slug", flat=True))
    slug = keys.made_of(question.label_en, name, taken=taken).replace("_", "-")
    kept = LibraryQuestion(
        slug=keys.free(slug, taken),
        name=name,
        name_en=question.label_en,
        words=words,
        content=content,
        department=None if reach_of(by).everywhere else program.department,
    )
    kept.full_clean()
    kept.save()
    return kept
