"""What is wrong or odd in the expressions of a form, in sentences."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from django.utils.translation import gettext as _

from programs.forms.compiling import Compiled
from programs.forms.expressions import nodes
from programs.forms.expressions.limits import OPEN, Bounds, BoundsOf, certain
from programs.forms.kinds import kind_of
from programs.forms.kinds.base import label_of
from programs.forms.kinds.figures import Figure
from programs.forms.models import Question as Row
from programs.forms.scope import Path
from programs.forms.screens import Question, Section


def gaps(parts: list[Section], found: Compiled) -> Iterator[str]:
    """What keeps the form from being published."""
    yield from found.faults
    asked = {question.key: question for part in parts for question in part.questions}
    limits = _limits(asked)
    for key, test in found.conditions.items():
        if certain(test, limits) is False:
            yield _("“%(label)s” can never be shown: its condition never holds.") % _named(asked[key])
    errors = [(rule, test) for rule, test in found.rules if rule.severity == "error"]
    for rule, test in errors:
        if certain(test, limits) is False:
            yield _("No answers fulfil the rule “%(message)s”.") % {"message": rule.message}
    for (one, test), (other, against) in combinations(errors, 2):
        alone = (certain(test, limits), certain(against, limits))
        if False not in alone and certain(nodes.And((*_items(test), *_items(against))), limits) is False:
            words = {"one": one.message, "other": other.message}
            yield _("No answers fulfil both rules: “%(one)s” and “%(other)s”.") % words


def warnings(parts: list[Section], found: Compiled) -> Iterator[str]:
    """What works and is probably not meant."""
    asked = {question.key: question for part in parts for question in part.questions}
    limits = _limits(asked)
    for key, test in found.conditions.items():
        if certain(test, limits) is True:
            yield _("“%(label)s” is always shown: its condition always holds.") % _named(asked[key])
    for rule, test in found.rules:
        if certain(test, limits) is True:
            yield _("The rule “%(message)s” says nothing: it always holds.") % {"message": rule.message}
    yield from _untranslated(parts, found)


def _named(question: Question) -> dict[str, str]:
    return {"label": label_of(question)}


def _items(test: nodes.Node) -> tuple[nodes.Node, ...]:
    return test.items if isinstance(test, nodes.And) else (test,)


def _limits(asked: dict[str, Question]) -> BoundsOf:
    """The limits of the questions by path."""

    def limits(path: Path) -> Bounds:
        question = asked.get(path[0])
        if question is not None and len(path) > 1:
            question = next((part for part in question.parts if part.key == path[-1]), None)
        if question is None or question.kind == Row.Kind.COMPUTED:
            return OPEN
        kind = kind_of(question)
        if not isinstance(kind, Figure):
            return OPEN
        low, high = kind.limits(question)
        return Decimal(low), Decimal(high)

    return limits


def _untranslated(parts: list[Section], found: Compiled) -> Iterator[str]:
    """Texts that readers of English would get in Chinese."""
    sentence = _("“%(text)s” has no English.")
    for part in parts:
        if not part.title_en:
            yield sentence % {"text": part.title}
        for question in part.questions:
            for asked in (question, *question.parts):
                if not asked.label_en:
                    yield sentence % {"text": asked.label}
                if asked.help and not asked.help_en:
                    yield sentence % {"text": asked.help}
                yield from (sentence % {"text": c.label} for c in asked.choices if not c.label_en)
    for rule, _test in found.rules:
        if not rule.message_en:
            yield sentence % {"text": rule.message}
