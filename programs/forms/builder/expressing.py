"""Formulas and conditions where they are written: read and checked at once."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.texts import labelled, localized
from programs.forms import sources as offered
from programs.forms.compiling import require_fitting, scope_in
from programs.forms.expressions import Fault, parse
from programs.forms.expressions import text as written
from programs.forms.models import Form
from programs.forms.versions import sections_of

FIELDS = ("formula", "shown_when")
SHOWN = 20  # characters of an expression from where it is wrong
HELP = {
    "formula": gettext_lazy("Such as amount * 50% or round(sum(budget.grant), 2)."),
    "shown_when": gettext_lazy(
        "A condition, such as needs_loan = yes and amount > 20万元. Empty: always shown."
    ),
}


def help_of(name: str) -> str | Promise:
    """An example of what is written in a field."""
    return HELP[name]


def checked(form: Form, text: str, sort: str, table: str = "") -> str:
    """The expression as it is kept; ValidationError says what is wrong with it, and where.

    `sort`: formula, shown_when, rule or export; `table`: the key of the question of whose rows it is a part.
    """
    try:
        node = parse(text.strip())
        require_fitting(node, scope_in(sections_of(form), table), sort)
        return written(node)
    except Fault as fault:
        raise ValidationError(told(fault, text)) from fault


def names_of(form: Form) -> list[tuple[str, str]]:
    """What an expression of this form can name: each name with its question's words."""
    found = []
    for section in sections_of(form):
        for question in section.questions:
            words = localized(question, "label")
            found.append((question.key, words))
            for part in question.parts:
                found.append((f"{question.key}.{part.key}", labelled(words, localized(part, "label"))))
    return found


def told(fault: Fault, text: str) -> str:
    """The place, what is wrong there, and what could stand there instead."""
    sentence, rest = fault.sentence, text.strip()[fault.at :][:SHOWN]
    if fault.expected:
        sentence = _("%(sentence)s %(expected)s") % {"sentence": sentence, "expected": fault.expected}
    if not rest:
        return sentence
    words = {"at": fault.at + 1, "rest": rest, "sentence": sentence}
    return _("Character %(at)s (“%(rest)s”): %(sentence)s") % words


def sources() -> list[tuple[str, Any]]:
    """The program data that a question can offer."""
    return list(offered.choices())
