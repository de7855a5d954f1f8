"""The published schema and the validator accept exactly the same answers."""

import math
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from programs.forms.kinds import KINDS, kind_of
from programs.forms.screens import Question
from programs.forms.validator import is_empty, merge, problems
from tests.factories.forms import FRUIT, asked, version_of

# Identity numbers are judged by their check digit, which no schema knows: tests/applications/intake.
ANSWERED_KINDS = [kind for kind in KINDS if kind != "file" and not KINDS[kind].private]
WORDS = st.text(max_size=8) | st.sampled_from(
    ["apple", "pear", "plum", " ", "\n", "\x00", "2026-03-01", "2100-02-29"]
)
FIGURES = st.decimals(-300, 300, places=2).map(str) | st.from_regex(
    r"-?[0-9]{1,3}(\.[0-9]{0,3})?", fullmatch=True
)
SCALARS = (
    st.none() | st.booleans() | st.integers(-300, 300) | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = (
    WORDS
    | FIGURES
    | SCALARS
    | st.lists(WORDS | SCALARS, max_size=4)
    | st.dictionaries(WORDS, SCALARS, max_size=2)
)


@st.composite
def questions(draw: st.DrawFn, key: str) -> Question:
    kind = draw(st.sampled_from(ANSWERED_KINDS))
    limits = sorted(draw(st.lists(st.integers(0, 25_000), min_size=2, max_size=2)))
    scale = 100 if kind in ("decimal", "money") else 1000
    low, high = (Decimal(limit) / scale for limit in limits)
    if scale == 1000:
        low, high = Decimal(math.floor(low)), Decimal(math.ceil(high)) + 1
    fields: dict[str, Any] = {"required": draw(st.booleans()), "choices": FRUIT}
    fields |= {"minimum": low} if draw(st.booleans()) else {}
    fields |= {"maximum": high} if draw(st.booleans()) else {}
    if kind == "money":
        fields["money_unit"] = draw(st.sampled_from(["yuan", "wan"]))
    return asked(kind, key, **fields)


@st.composite
def filled(draw: st.DrawFn) -> tuple[list[Question], dict[str, Any]]:
    """A form, and answers that often fit it."""
    asked_questions = [draw(questions(key)) for key in ("a", "b", "c")]
    answers = {q.key: draw(fitting(q) | VALUES) for q in asked_questions if draw(st.integers(0, 9))}
    if not draw(st.integers(0, 19)):
        answers["unasked"] = draw(VALUES)
    return asked_questions, answers


def fitting(question: Question) -> st.SearchStrategy[Any]:
    by_kind: dict[str, st.SearchStrategy[Any]] = {
        "short_text": st.text("字a ", max_size=30),
        "long_text": st.text("字a \n", max_size=30),
        "integer": st.integers(-5, 30),
        "decimal": FIGURES,
        "money": st.decimals(0, 300, places=2).map(str),
        "date": st.dates().map(str),
        "yes_no": st.booleans(),
        "one_of": st.sampled_from([choice.value for choice in FRUIT]),
        "many_of": st.lists(st.sampled_from([choice.value for choice in FRUIT]), max_size=4),
    }
    return by_kind[question.kind]


@settings(max_examples=150, deadline=None)
@given(filled())
def test_schema_accepts_exactly_what_the_validator_accepts(
    case: tuple[list[Question], dict[str, Any]],
) -> None:
    version, answers = version_of(*case[0]), case[1]
    Draft202012Validator.check_schema(version.schema)
    assert Draft202012Validator(version.schema).is_valid(answers) == (problems(version, answers, {}) == [])


@settings(max_examples=150, deadline=None)
@given(filled())
def test_merged_answers_stay_the_same_and_as_good(case: tuple[list[Question], dict[str, Any]]) -> None:
    version, answers = version_of(*case[0]), case[1]
    merged = merge(version, {}, answers)
    assert merge(version, {}, merged) == merged
    trimmed = {key: normalize("NFC", v).strip() if isinstance(v, str) else v for key, v in answers.items()}
    before = {problem.key for problem in problems(version, trimmed, {})}
    assert {problem.key for problem in problems(version, merged, {})} <= before


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_is_shown_is_read_back_as_it_was(data: st.DataObject) -> None:
    question = data.draw(questions("a"))
    value = kind_of(question).tidy(question, data.draw(fitting(question)))
    if isinstance(value, str | int) and not isinstance(value, bool) and not is_empty(value):
        shown = kind_of(question).shown(question, value)
        assert kind_of(question).read(question, [shown]) == value
