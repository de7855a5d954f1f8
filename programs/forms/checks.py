"""What is missing in a form before it can be published, in sentences."""

from collections import Counter
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs.catalog.models import Round
from programs.forms import logic_checks, prefill
from programs.forms.kinds import SIMPLE, kind_of
from programs.forms.kinds.base import label_of
from programs.forms.kinds.checks import of_kind
from programs.forms.models import Form
from programs.forms.screens import Question, Section
from programs.forms.versions import compile_form, sections_of

FEWEST_CHOICES = {"one_of": 2, "many_of": 1}
WHOLE_LIMITS = (
    "short_text", "long_text", "integer", "many_of", "file", "file_list", "table", "group", "milestones",
    "team", "indicators",
)  # fmt: skip


def check_form(form: Form) -> list[str]:
    """Every gap of the form; none means that it can be frozen."""
    parts = sections_of(form)
    if not parts:
        return [_("The form has no section.")]
    asked = [question for part in parts for question in part.questions]
    found = [*_empty(parts), *_keys_twice(asked), *_amounts(asked)]
    for question in asked:
        found += _of_question(question)
    return [*found, *logic_checks.gaps(parts, compile_form(form, parts))]


def form_warnings(form: Form) -> list[str]:
    """What works and is probably not meant, such as texts without English; nothing of it blocks."""
    parts = sections_of(form)
    return list(logic_checks.warnings(parts, compile_form(form, parts)))


def above_cap(form: Form, round: Round) -> Iterator[str]:
    """The amount question that would let an applicant ask for more than the round gives."""
    cap = round.amount_cap
    for question in (question for part in sections_of(form) for question in part.questions):
        if cap is not None and question.is_amount and (question.maximum is None or question.maximum > cap):
            yield _(
                "“%(label)s” lets applicants ask for more than the cap of %(cap)s yuan. Set its maximum."
            ) % {
                "label": label_of(question),
                "cap": f"{cap:,.2f}",
            }


def _empty(parts: list[Section]) -> Iterator[str]:
    for part in parts:
        if not part.questions:
            yield _("The section “%(title)s” has no question.") % {"title": part.title}


def _keys_twice(asked: list[Question]) -> Iterator[str]:
    for key, count in Counter(question.key for question in asked).items():
        if count > 1:
            yield _("The key “%(key)s” is used %(count)s times. Give each question its own.") % {
                "key": key,
                "count": count,
            }


def _amounts(asked: list[Question]) -> Iterator[str]:
    amounts = [question for question in asked if question.is_amount]
    if len(amounts) > 1:
        labels = _(", ").join(label_of(question) for question in amounts)
        yield _("Only one question can be the amount applied for, not: %(labels)s.") % {"labels": labels}
    for question in amounts:
        if question.kind != "money":
            yield _("“%(label)s” is the amount applied for but asks no money.") % {
                "label": label_of(question)
            }


def _of_question(question: Question) -> Iterator[str]:
    words = {"label": label_of(question), "fewest": FEWEST_CHOICES.get(question.kind, 0)}
    if len(question.choices) < FEWEST_CHOICES.get(question.kind, 0):
        yield _("“%(label)s” needs at least %(fewest)s answers to choose from.") % words
    yield from _limits(question, words)
    yield from of_kind(question)
    for part in question.parts:
        if part.kind in SIMPLE:
            yield from _of_question(part)
    if question.fact:
        try:
            prefill.check(question.fact, question.kind)
        except ValidationError as error:
            yield _("“%(label)s”: %(reason)s") % (words | {"reason": error.message})


def _limits(question: Question, words: dict[str, object]) -> Iterator[str]:
    given = [limit for limit in (question.minimum, question.maximum) if limit is not None]
    if not given:
        return
    limits = kind_of(question).limits(question)
    if limits is None:
        yield _("“%(label)s” has a minimum or maximum, which this kind of question does not know.") % words
        return
    low, high = limits
    if low > high:
        yield _("“%(label)s” accepts no answer: its minimum is above its maximum.") % words
    if question.kind in WHOLE_LIMITS and any(limit != int(limit) for limit in given):
        yield _("“%(label)s” needs whole numbers as minimum and maximum.") % words
    if question.kind == "many_of" and low > len(question.choices):
        yield _("“%(label)s” asks for more choices than it offers.") % words
