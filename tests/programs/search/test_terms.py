"""Texts and queries become terms."""

import pytest

from programs.search.terms import query_terms, stem, text_terms


def test_query_terms_are_bigrams_of_simplified() -> None:
    assert query_terms("創新補貼") == ["创新", "新补", "补贴"]


def test_query_terms_of_one_character_are_the_character() -> None:
    assert query_terms("补") == ["补"]


def test_query_terms_of_latin_are_words_without_case() -> None:
    assert query_terms("ＢＴ Sub-sidy") == ["bt", "sidy", "sub", "sub-sidy"]


@pytest.mark.parametrize("query", ["", "  ", "？！", "🙂"])
def test_query_terms_are_empty_when_nothing_can_be_searched(query: str) -> None:
    assert query_terms(query) == []


def test_text_terms_hold_pinyin_and_initials() -> None:
    assert text_terms("补贴") == {"补", "贴", "补贴", "bu", "tie", "butie", "bt"}


def test_text_terms_without_pinyin() -> None:
    assert text_terms("补贴", longest=0) == {"补", "贴", "补贴"}


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("subsidies", "subsidy"),
        ("testing", "test"),
        ("tests", "test"),
        ("equipment", "equipment"),
        ("finance", "financ"),
        ("financing", "financ"),
        ("business", "business"),
        ("ring", "ring"),
    ],
)
def test_stem(word: str, found: str) -> None:
    assert stem(word) == found
