"""Marks in a text what was searched for."""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from programs.search.queries import Query
from programs.search.terms import HAN_RUN, WORD, initials, normalized, pinyin, stem

BEFORE, LENGTH = 24, 120  # of an excerpt
WITHIN = re.compile(r"[!-~]{2}")  # a place within a figure or a Latin word, where no excerpt begins


def marked(text: str, query: Query) -> SafeString:
    """The text, escaped, with <mark> around what was searched for."""
    parts = [
        f"<mark>{escape(part)}</mark>" if hit else escape(part)
        for part, hit in _parts(text, _hits(text, query))
    ]
    return mark_safe("".join(parts))  # noqa: S308  # every part is escaped above


def excerpt(text: str, query: Query) -> str:
    """A part of a long text around the first thing that was searched for."""
    if len(text) <= LENGTH:
        return text
    first = next(iter(sorted(_hits(text, query))), 0)
    start = max(0, first - BEFORE)
    while start and first - start < 2 * BEFORE and WITHIN.match(text, start - 1):
        start -= 1
    part = text[start : start + LENGTH]
    return f"{'…' if start else ''}{part}{'…' if start + LENGTH < len(text) else ''}"


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    """The character as texts are searched; one stays one, so that places stay places."""
    found = normalized(character)
    return found if len(found) == 1 else character


def _hits(text: str, query: Query) -> set[int]:
    """The places of the characters that were searched for."""
    plain = "".join(map(_plain, text))
    latin = {term for term in query.terms if term.isascii()}
    phrases = {run for phrase in query.phrases for run in HAN_RUN.findall(phrase)}
    found = {
        place
        for match in WORD.finditer(plain)
        if {match.group(), stem(match.group()), *match.group().split("-")} & latin
        for place in range(*match.span())
    }
    for phrase in phrases:
        found.update(place for start in _places(plain, phrase) for place in range(start, start + len(phrase)))
    return found or _by_sound(plain, latin)


def _places(text: str, term: str) -> Iterator[int]:
    start = text.find(term)
    while start >= 0:
        yield start
        start = text.find(term, start + 1)


def _by_sound(plain: str, latin: set[str]) -> set[int]:
    """Characters whose pinyin or initials were typed."""
    found: set[int] = set()
    for match in HAN_RUN.finditer(plain) if latin else ():
        syllables = pinyin(match.group())
        for start in range(len(syllables)):
            for end in range(start + 1, len(syllables) + 1):
                part = syllables[start:end]
                if "".join(part) in latin or (len(part) > 1 and initials(part) in latin):
                    found.update(range(match.start() + start, match.start() + end))
    return found


def _parts(text: str, hits: set[int]) -> Iterator[tuple[str, bool]]:
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or (place in hits) != (start in hits):
            yield text[start:place], start in hits
            start = place
