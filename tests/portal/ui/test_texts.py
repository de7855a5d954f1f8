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
    found = [texts.foreign_language(BOTH, "title", language) for language in texts.HTML_LANGUAGES]
    assert found == ["", "", ""]


def test_localized_empty_text_stays_empty() -> None:
    assert texts.localized(SimpleNamespace(title=None), "title", "zh-hant") == ""
