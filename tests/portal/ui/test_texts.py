"""Text of data in the reader's language."""

from types import SimpleNamespace

import pytest

from portal.ui import texts

BOTH = SimpleNamespace(title="创新券后补贴", title_en="Innovation voucher")
CHINESE = SimpleNamespace(title="创新券后补贴", title_en="")


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "创新券后补贴"), ("zh-hant", "創新券後補貼"), ("en", "Innovation voucher")],
)
def test_localized_in_each_language(language: str, words: str) -> None:
    assert texts.localized(BOTH, "title", language) == words


def test_localized_english_falls_back_to_chinese_and_says_so() -> None:
    assert texts.localized(CHINESE, "title", "en") == "创新券后补贴"
    assert texts.foreign_language(CHINESE, "title", "en") == "zh-Hans-CN"


def test_foreign_language_is_empty_where_the_text_is_in_the_page_language() -> None:
    same = SimpleNamespace(title="上海", title_en="Shanghai")
    found = [texts.foreign_language(same, "title", language) for language in texts.HTML_LANGUAGES]
    assert found == ["", "", ""]


def reviewed(**of: str) -> SimpleNamespace:
    kept = {"title": "創新券後補助"} | ({"of": of} if of else {})
    return SimpleNamespace(title="创新券后补贴", title_en="", hant=kept)


@pytest.mark.parametrize("row", [reviewed(), reviewed(title="创新券后补贴")])
def test_a_reviewed_text_goes_before_the_conversion(row: SimpleNamespace) -> None:
    assert texts.localized(row, "title", "zh-hant") == "創新券後補助"
    assert texts.foreign_language(row, "title", "zh-hant") == ""
    assert texts.localized(row, "title", "zh-hans") == "创新券后补贴"


def test_a_reviewed_text_of_an_older_wording_is_not_shown() -> None:
    old = reviewed(title="创新券")
    assert texts.localized(old, "title", "zh-hant") == "創新券後補貼"
    assert texts.foreign_language(old, "title", "zh-hant") == "zh-Hant-t-zh-hans"


@pytest.mark.parametrize(
    ("row", "language", "found"),
    [
        (BOTH, "zh-hans", (False, False)),
        (BOTH, "en", (False, False)),
        (CHINESE, "en", (False, True)),
        (BOTH, "zh-hant", (True, False)),
        (reviewed(), "zh-hant", (False, False)),
        (SimpleNamespace(title="上海"), "zh-hant", (False, False)),
        (SimpleNamespace(title=""), "en", (False, False)),
    ],
)
def test_what_is_not_in_the_page_s_own_words_is_noticed(row, language: str, found: tuple[bool, bool]) -> None:
    with texts.noticing() as shown:
        texts.localized(row, "title", language)
    assert (shown.converted, shown.only_chinese) == found
    with texts.noticing() as after:
        pass
    assert after == texts.Shown()


def test_localized_empty_text_stays_empty() -> None:
    assert texts.localized(SimpleNamespace(title=None), "title", "zh-hant") == ""
