"""The published schema and the validator accept exactly the same answers."""

import math
from decimal import Decimal
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from programs.forms import sources
from programs.forms.kinds import KINDS, ONE_BLOCK, ROWS, SIMPLE, WITH_PARTS, default_parts, kind_of
from programs.forms.screens import Question
from programs.forms.validator import is_empty, merge, problems
from tests.factories.accounts import region
from tests.factories.forms import FRUIT, asked, version_of

pytestmark = pytest.mark.django_db  # regions are looked up

# Numbers of cards are judged by their check digit, which no schema knows: tests/applications/intake.
# Codes and regions are drawn so that the schema can tell: they exist, or do not look like one.
SIMPLE_KINDS = [kind for kind in SIMPLE if not SIMPLE[kind].private]
ANSWERED_KINDS = [kind for kind in KINDS if not KINDS[kind].by_files and not KINDS[kind].private]
KNOWN = ["310000", "310114"]
sources.register(
    "fruit",
    "Fruit",
    lambda _program: [(choice.value, choice.label) for choice in FRUIT],
    lambda _program, value: {choice.value: choice.label for choice in FRUIT}.get(value),
)
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


@pytest.fixture(autouse=True)
def regions() -> None:
    for code in KNOWN:
        region(code)


@st.composite
def questions(draw: st.DrawFn, key: str, kinds: list[str] = ANSWERED_KINDS) -> Question:
    kind = draw(st.sampled_from(kinds))
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
    if kind == "computed":
        fields["formula"] = "1 + 1"
    if kind == "pick":
        fields["source"] = "fruit"
    if kind in ROWS:
        fields |= {"minimum": None, "maximum": Decimal(draw(st.integers(1, 4)))}
    if kind in WITH_PARTS - ONE_BLOCK:
        fields["parts"] = tuple(draw(questions(part, SIMPLE_KINDS)) for part in ("x", "y"))
    if kind in ("person", "bank_account"):
        fields["parts"] = tuple(part for part in default_parts(kind) if not SIMPLE[part.kind].private)
    return asked(kind, key, **fields)


@st.composite
def filled(draw: st.DrawFn) -> tuple[list[Question], dict[str, Any]]:
    """A form, and answers that often fit it."""
    asked_questions = [draw(questions(key)) for key in ("a", "b", "c")]
    answers = {q.key: draw(fitting(q) | VALUES) for q in asked_questions if draw(st.integers(0, 9))}
    if not draw(st.integers(0, 19)):
        answers["unasked"] = draw(VALUES)
    return asked_questions, answers


def block(parts: tuple[Question, ...]) -> st.SearchStrategy[Any]:
    """Blocks that often fit their parts, with a cell too many now and then."""
    cells = {part.key: fitting(part) | WORDS for part in parts}
    needed = {part.key: cells.pop(part.key) for part in parts if part.required}
    whole = st.fixed_dictionaries(needed, optional=cells)
    return whole | st.fixed_dictionaries({}, optional=needed | cells | {"unasked": WORDS})


def inside(question: Question) -> st.SearchStrategy[Any]:
    """Answers to questions with parts."""
    if question.kind == "date_range":
        days = st.tuples(st.dates(), st.dates()).map(sorted)
        return days.map(lambda pair: {"from": str(pair[0]), "to": str(pair[1])})
    if question.kind in ONE_BLOCK:
        return block(question.parts)
    if question.kind in ROWS:
        return st.lists(block(question.parts), max_size=5)
    return st.dictionaries(
        st.sampled_from([choice.value for choice in FRUIT]), block(question.parts), max_size=3
    )


def fitting(question: Question) -> st.SearchStrategy[Any]:
    if question.kind in WITH_PARTS:
        return inside(question)
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
        "region": st.sampled_from([*KNOWN, "31", "上海"]),
        "credit_code": st.sampled_from(["91310114MADEM0010M", "9131011", "-"]),
        "declaration": st.booleans(),
        "pick": st.sampled_from([{"value": "pear", "label": "梨"}, {"value": "pear"}, "pear", {}]),
        "computed": FIGURES,
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
    before = {problem.key.partition(".")[0] for problem in problems(version, trimmed, {})}
    assert {problem.key.partition(".")[0] for problem in problems(version, merged, {})} <= before


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_is_shown_is_read_back_as_it_was(data: st.DataObject) -> None:
    question = data.draw(questions("a"))
    value = kind_of(question).tidy(question, data.draw(fitting(question)))
    if isinstance(value, str | int) and not isinstance(value, bool) and not is_empty(value):
        shown = kind_of(question).shown(question, value)
        assert kind_of(question).read(question, [shown]) == value
