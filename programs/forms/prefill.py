"""Questions that ask what an organization's file knows: filled in from it, and what is new told to it.

A question names its fact as `revenue` (the year before the round's), `revenue:-2` (two years before),
`legal_form`, or `qualification:hitech` (the number of the one in force).
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.facts import values
from portal.facts.definitions import FACTS, FIGURES, SCALARS
from portal.facts.models import Qualification
from portal.facts.reading import File
from portal.facts.values import Key
from programs.forms.models import FormVersion, Question
from programs.forms.screens import Question as Shown
from programs.forms.screens import questions

YEARS_BACK = (-1, -2, -3)
RECOGNITION = "qualification:"
KINDS = Question.Kind
FITTING = {
    "money": {KINDS.MONEY},
    "count": {KINDS.INTEGER},
    "date": {KINDS.DATE},
    "choice": {KINDS.ONE_OF, KINDS.SHORT_TEXT},
    "text": {KINDS.SHORT_TEXT, KINDS.LONG_TEXT},
    "region": {KINDS.SHORT_TEXT, KINDS.REGION},
    "industry": {KINDS.SHORT_TEXT},
}


def choices() -> Iterator[tuple[str, str]]:
    """Every fact a question may name, in words."""
    yield "", "—"
    for key, fact in SCALARS.items():
        yield key, str(fact.label)
    for key, fact in FIGURES.items():
        for back in YEARS_BACK:
            words = _("%(fact)s, %(years)s years before") if back < -1 else _("%(fact)s, the year before")
            name = key if back == YEARS_BACK[0] else f"{key}:{back}"
            yield name, words % {"fact": fact.label, "years": -back}
    for kind, label in Qualification.Kind.choices:
        yield f"{RECOGNITION}{kind}", _("number: %(qualification)s") % {"qualification": label}


def check(named: str, kind: str) -> None:
    """Whether a question of this kind can hold that fact; ValidationError with a sentence."""
    if named not in dict(choices()):
        raise ValidationError(_("There is no fact “%(key)s”.") % {"key": named})
    fact = FACTS.get(named.partition(":")[0])
    if kind not in (FITTING[fact.type] if fact else {KINDS.SHORT_TEXT}):
        raise ValidationError(_("A question of this kind cannot be filled in from this fact."))


def key_of(named: str, reference_year: int) -> Key | None:
    """The fact and year that a question names; None for a qualification's number."""
    name, _colon, back = named.partition(":")
    if name not in FACTS:
        return None
    if not FACTS[name].yearly:
        return name, None
    return name, reference_year + int(back or YEARS_BACK[0])


def answers_from(version: FormVersion, file: File, reference_year: int) -> dict[str, Any]:
    """Answers by question, as they are stored, for whatever the file knows."""
    found = {q.key: _answer(q, file, reference_year) for q in questions(version) if q.fact}
    return {key: value for key, value in found.items() if value is not None}


def _answer(question: Shown, file: File, reference_year: int) -> Any:
    if question.fact.startswith(RECOGNITION):
        kind = question.fact.removeprefix(RECOGNITION)
        return next((row.number for row in file.qualifications if row.kind == kind and row.number), None)
    key = key_of(question.fact, reference_year)
    value = file.get(*key) if key else None
    if value is None:
        return None
    if question.kind == KINDS.ONE_OF:
        return value if value in {choice.value for choice in question.choices} else None
    return (
        values.stored(value) if isinstance(value, Decimal) else json.loads(json.dumps(values.stored(value)))
    )


def news(
    version: FormVersion, answers: Mapping[str, Any], file: File, reference_year: int
) -> list[tuple[Shown, Key, Any]]:
    """Questions whose answer says of a fact what the file does not: with fact, year and value.

    What stands on the organization itself is changed there, and qualifications are entered with their days.
    """
    found = []
    for question in questions(version):
        key = key_of(question.fact, reference_year) if question.fact else None
        if key is None or FACTS[key[0]].registered:
            continue
        value = _said(key, answers.get(question.key))
        if value is not None and value != file.get(*key):
            found.append((question, key, value))
    return found


def _said(key: Key, answer: Any) -> Any:
    """An answer as a fact; None where it is none."""
    try:
        return values.clean(key[0], answer)
    except ValidationError:
        return None
