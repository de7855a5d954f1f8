"""Search without a dictionary: every text becomes a set of terms, a query asks for all of its own.

Chinese is read as single characters and bigrams in Simplified; Latin letters and figures as words. The same
characters are also kept in pinyin, joined (butie) and as initials (bt), so that both find 补贴.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from opencc import OpenCC

HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_PINYIN = 4  # characters joined in pinyin; titles are kept at every length


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def normalized(text: str) -> str:
    """Lower case, half width, Simplified."""
    return str(_to_simplified().convert(unicodedata.normalize("NFKC", text).lower()))


def query_terms(query: str) -> list[str]:
    """The terms a text must all have to be found; empty when the query has nothing to search for."""
    text = normalized(query)
    found = set(_words(text))
    for run in HAN_RUN.findall(text):
        found.update(_grams(run, 2) if len(run) > 1 else run)
    return sorted(found)


def text_terms(text: str, longest: int = LONGEST_PINYIN) -> set[str]:
    """Everything under which a text is found; pinyin of up to `longest` characters in a row."""
    text = normalized(text)
    found = set(_words(text))
    for run in HAN_RUN.findall(text):
        found.update(run)
        found.update(_grams(run, 2))
        found.update(_pinyin(run, longest))
    return found


def _words(text: str) -> Iterator[str]:
    for word in WORD.findall(text):
        yield word
        yield from word.split("-")


def _grams(run: str, size: int) -> Iterator[str]:
    return (run[start : start + size] for start in range(len(run) - size + 1))


def _pinyin(run: str, longest: int) -> Iterator[str]:
    from pypinyin import lazy_pinyin  # its dictionaries load slowly, and only writers need them

    syllables = lazy_pinyin(run)
    for size in range(1, min(longest, len(syllables)) + 1):
        for start in range(len(syllables) - size + 1):
            part = syllables[start : start + size]
            yield "".join(part)
            if size > 1:
                yield _initials(part)


def _initials(syllables: Iterable[str]) -> str:
    return "".join(syllable[0] for syllable in syllables)
