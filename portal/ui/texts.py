"""Text of data in the reader's language: `title` is Simplified and canonical, `title_en` English."""

from functools import lru_cache

from django.utils.translation import get_language
from opencc import OpenCC

HTML_LANGUAGES = {"zh-hans": "zh-Hans-CN", "zh-hant": "zh-Hant-TW", "en": "en"}


def current_language() -> str:
    """The reader's language: zh-hans, zh-hant or en."""
    language = (get_language() or "zh-hans").lower()
    return language if language in HTML_LANGUAGES else "zh-hans"


def html_language(language: str) -> str:
    """The value of a lang attribute for a language of the portal."""
    return HTML_LANGUAGES[language]


@lru_cache(maxsize=1)
def converter() -> OpenCC:
    return OpenCC("s2tw")


@lru_cache(maxsize=8192)
def traditional(text: str) -> str:
    """Simplified text in Traditional characters as written in Taiwan."""
    return str(converter().convert(text))


def localized(obj: object, field: str, language: str | None = None) -> str:
    """The text of `obj.field` in the language; English falls back to Chinese where it is missing."""
    language = language or current_language()
    original = str(getattr(obj, field) or "")
    if language == "en":
        return str(getattr(obj, f"{field}_en", "") or original)
    return traditional(original) if language == "zh-hant" else original


def foreign_language(obj: object, field: str, language: str | None = None) -> str:
    """The lang attribute the text needs because it is not in the page's language, or ''."""
    language = language or current_language()
    if language == "en" and not getattr(obj, f"{field}_en", "") and getattr(obj, field):
        return html_language("zh-hans")
    return ""
