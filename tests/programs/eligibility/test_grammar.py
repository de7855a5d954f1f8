"""What is understood as a test, in which form it is kept, and what is said of the rest."""

from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from programs.eligibility.grammar import clean, parse
from programs.eligibility.vocabulary import ALL, OPERATORS
from tests.programs.eligibility.written import TESTS, leaves

KIND = {"fact": "kind", "op": "equals", "value": "firm"}


@pytest.mark.parametrize(
    ("test", "canonical"),
    [
        (
            {"op": "at_least", "fact": "rd_intensity", "value": 3.0},
            {"fact": "rd_intensity", "op": "at_least", "value": "3", "year": -1},
        ),
        (
            {"fact": "revenue", "op": "between", "value": ["2000000.00", 10_000_000], "year": -2},
            {"fact": "revenue", "op": "between", "value": ["2000000", "10000000"], "year": -2},
        ),
        (
            {"fact": "registered_region", "op": "within", "value": "310106"},
            {"fact": "registered_region", "op": "within", "value": ["310106"]},
        ),
        (
            {"fact": "kind", "op": "in", "value": ["institute", "firm", "firm"]},
            {"fact": "kind", "op": "in", "value": ["firm", "institute"]},
        ),
        (
            {"fact": "qualifications", "op": "holds", "value": {"kinds": ["hitech"]}},
            {"fact": "qualifications", "op": "holds", "value": ["hitech"]},
        ),
        ({"fact": "profit", "op": "has_value"}, {"fact": "profit", "op": "has_value", "year": -1}),
        (
            {"fact": "support_this_year", "of": " loan ", "op": "less_than", "value": 200_000},
            {"fact": "support_this_year", "op": "less_than", "value": "200000", "of": "loan"},
        ),
    ],
)
def test_canonical_form(test: Any, canonical: Any) -> None:
    assert clean(test) == canonical


@pytest.mark.parametrize(
    ("test", "sentence"),
    [
        (None, "A test has “fact”"),
        ({"all": [KIND], "any": [KIND]}, "A test has “fact”"),
        ({"fact": "luck", "op": "equals", "value": 1}, "There is no fact “luck” to test."),
        ({"fact": "revenue", "op": "within", "value": "310106"}, "revenue: Choose how it is compared"),
        ({"fact": "revenue", "op": "at_least", "value": "much"}, "revenue: Write a number"),
        ({"fact": "revenue", "op": "at_least", "value": True}, "revenue: Write a number"),
        ({"fact": "revenue", "op": "at_least", "value": "1e400"}, "revenue: Write a number with at most"),
        ({"fact": "rd_intensity", "op": "at_least", "value": "0.00001"}, "Write a number with at most four"),
        ({"fact": "revenue", "op": "between", "value": [3, 2]}, "revenue: Write both ends"),
        ({"fact": "revenue", "op": "at_least", "value": 1, "year": 2025}, "revenue: Write the year as 0"),
        ({"fact": "kind", "op": "equals", "value": "firm", "year": -1}, "kind: “year” has no place here."),
        (
            {"fact": "kind", "op": "equals", "value": "company"},
            "kind: “company” is none of the answers: firm",
        ),
        ({"fact": "kind", "op": "in", "value": []}, "kind: Name at least one."),
        ({"fact": "founded_on", "op": "at_least", "value": "2026-02-30"}, "founded on: Write the day"),
        ({"fact": "founded_on", "op": "older_than", "value": {"years": -1}}, "founded on: Write how long"),
        ({"fact": "founded_on", "op": "older_than", "value": 3}, "founded on: Write how long as years"),
        ({"fact": "registered_region", "op": "within", "value": "静安"}, "A region code has six digits."),
        ({"fact": "industry", "op": "in", "value": ["U"]}, "industry: “U” is no section"),
        ({"fact": "credit", "op": "clean", "value": ["ban"]}, "credit record: Write the kinds"),
        ({"fact": "support_this_year", "op": "less_than", "value": 1}, "Name the program or the exclusion"),
        ({"fact": "kind", "op": "has_value", "value": 1}, "kind: This operator takes no value."),
        ({"all": []}, "A group has 1 to 40 tests."),
        ({"at_least": 3, "of": [KIND, KIND]}, "“at_least” is a number from 1"),
        ({"standard": "gazelle"}, "There is no standard “gazelle”; there are sme-classes"),
        (
            {"any": [{"any": [{"any": [{"any": [{"any": [{"any": [KIND]}]}]}]}]}]},
            "Groups lie at most 6 deep.",
        ),
    ],
)
def test_fault_is_said_in_a_sentence(test: Any, sentence: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        parse(test)
    assert any(sentence in message for message in refused.value.messages), refused.value.messages


def test_each_fault_has_its_sentence() -> None:
    wrong = {"fact": "revenue", "op": "at_least", "value": "much"}
    with pytest.raises(ValidationError) as refused:
        clean({"all": [wrong, KIND, {"fact": "luck"}]})
    assert len(refused.value.messages) == 2


@given(TESTS)
def test_canonical_form_stays(test: Any) -> None:
    canonical = clean(test)
    assert clean(canonical) == canonical
    assert parse(test) is parse(canonical)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)


@given(leaves(), st.sampled_from(("fact", "op", "value", "year", "of")), JSON)
def test_any_json_is_understood_or_refused(leaf: Any, key: str, value: Any) -> None:
    with suppress(ValidationError):
        assert clean(leaf | {key: value})


def test_vocabulary_is_whole() -> None:
    assert len({testable.key for testable in ALL}) == len(ALL)
    for testable in ALL:
        assert str(testable.label)
        assert set(testable.operators) <= set(OPERATORS)
