"""Text of data in the reader's language: `title` is Simplified and canonical, `title_en` English.

Traditional is what somebody reviewed (`hant`, see `portal.ui.traditional`), else converted by machine. What a
page shows that is not in its own words is noticed, so that the page can say so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language, gettext
from opencc import OpenCC

HTML_LANGUAGES = {"zh-hans": "zh-Hans-CN", "zh-hant": "zh-Hant-TW", "en": "en"}
CONVERTED = "zh-Hant-t-zh-hans"  # transformed content: RFC 6497
OF = "of"  # in `hant`: the Simplified text that each reviewed text was made from


@dataclass
class Shown:
    """What was shown that is not in the page's own words."""

    converted: bool = False
    only_chinese: bool = False


_shown: ContextVar[Shown | None] = ContextVar("shown", default=None)


@contextmanager
def noticing() -> Iterator[Shown]:
    """Notice what `localized` shows meanwhile."""
    shown = Shown()
    token = _shown.set(shown)
    try:
        yield shown
    finally:
        _shown.reset(token)


def current_language() -> str:
    """The reader's language: zh-hans, zh-hant or en."""
    language = (get_language() or "zh-hans").lower()
    return language if language in HTML_LANGUAGES else "zh-hans"


def html_language(language: str) -> str:
    """The value of a lang attribute for a language of the portal."""
    return HTML_LANGUAGES[language]


def labelled(label: object, text: object) -> str:
    """A text with what it is about before it, in the reader's punctuation."""
    return gettext("%(label)s: %(text)s") % {"label": label, "text": text}


@lru_cache(maxsize=1)
def converter() -> OpenCC:
    return OpenCC("s2tw")


@lru_cache(maxsize=8192)
def traditional(text: str) -> str:
    """Simplified text in Traditional characters as written in Taiwan."""
    return str(converter().convert(text))


def reviewed(obj: object, field: str) -> str:
    """The Traditional text that somebody reviewed; empty without one and where the Simplified changed."""
    kept = getattr(obj, "hant", None) or {}
    made_from = kept.get(OF, {}).get(field)
    if made_from is not None and made_from != getattr(obj, field):
        return ""
    return str(kept.get(field, ""))


def localized(obj: object, field: str, language: str | None = None) -> str:
    """The text of `obj.field` in the language; English falls back to Chinese where it is missing."""
    language = language or current_language()
    original = str(getattr(obj, field) or "")
    if language == "zh-hans":
        return original
    own = _own(obj, field, language)
    if own or not original:
        return own
    found = traditional(original) if language == "zh-hant" else original
    if (shown := _shown.get()) is not None:
        shown.converted = shown.converted or found != original
        shown.only_chinese = shown.only_chinese or language == "en"
    return found


def foreign_language(obj: object, field: str, language: str | None = None) -> str:
    """The lang attribute the text needs because it is not in the page's own language, or ''."""
    language = language or current_language()
    original = str(getattr(obj, field) or "")
    if language == "zh-hans" or not original or _own(obj, field, language):
        return ""
    if language == "en":
        return html_language("zh-hans")
    return CONVERTED if traditional(original) != original else ""


def _own(obj: object, field: str, language: str) -> str:
    """The text that a person wrote in the language."""
    return reviewed(obj, field) if language == "zh-hant" else str(getattr(obj, f"{field}_en", "") or "")
