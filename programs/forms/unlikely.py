"""Money that is about 10,000 times off what the organization's file says: yuan typed for 10,000 yuan."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.facts.reading import File
from programs.forms import prefill
from programs.forms.kinds.base import label_of
from programs.forms.kinds.figures import Money
from programs.forms.problems import Problem
from programs.forms.screens import Question, Section

CODE = "unit"
LEAST, MOST = Decimal(3_000), Decimal(30_000)


def figures(parts: list[Section], answers: Mapping[str, Any], file: File, year: int) -> Iterator[Problem]:
    """Questions about facts of the file whose answer looks like a mistaken unit; never an error.

    `year`: the reference year of the round, which tells which year of the file a question asks for.
    """
    for part in parts:
        for question in part.questions:
            stated = _stated(question, file, year)
            if stated is not None and _is_off(Money().number(answers.get(question.key)), stated):
                yield Problem(question.key, part.key, CODE, _sentence(question, answers, stated))


def looks_at(parts: list[Section]) -> bool:
    """Whether any figure of the form is compared with the file."""
    return any(question.kind == "money" and question.fact for part in parts for question in part.questions)


def _stated(question: Question, file: File, year: int) -> Decimal | None:
    key = prefill.key_of(question.fact, year) if question.kind == "money" and question.fact else None
    value = file.get(*key) if key else None
    return value if isinstance(value, Decimal) else None


def _is_off(typed: Decimal | None, stated: Decimal) -> bool:
    if not typed or not stated:
        return False
    factor = abs(typed / stated)
    return LEAST <= factor <= MOST or LEAST <= 1 / factor <= MOST


def _sentence(question: Question, answers: Mapping[str, Any], stated: Decimal) -> str:
    money = Money()
    words = {
        "label": label_of(question),
        "typed": money.display(question, answers[question.key]),
        "stated": money.words(question, stated),
    }
    sentence = _(
        "“%(label)s” is %(typed)s; your file says %(stated)s. Yuan or 10,000 yuan? Compare the unit."
    )
    return sentence % words
