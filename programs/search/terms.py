"""Search without a dictionary: every text becomes a set of terms, a query asks for all of its own.

Chinese is read as single characters and bigrams in Simplified; Latin letters and figures as words and their
stems. Titles are also kept in pinyin, joined (butie) and as initials (bt), so that both find 补贴.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from opencc import OpenCC

HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_PINYIN = 4  # characters joined in pinyin; titles are kept at every length
SHORTEST_STEM = 3


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def normalized(text: str) -> str:
    """Lower case, half width, Simplified."""
    return str(_to_simplified().convert(unicodedata.normalize("NFKC", text).lower()))


def query_terms(query: str) -> list[str]:
    """The terms a text must all have to be found; empty when the query has nothing to search for."""
    text = normalized(query)
    found = set(words(text))
    for run in HAN_RUN.findall(text):
        found.update(grams(run) if len(run) > 1 else run)
    return sorted(found)


def text_terms(text: str, longest: int = LONGEST_PINYIN) -> set[str]:
    """Everything under which a text is found; pinyin of up to `longest` characters in a row, 0 for none."""
    text = normalized(text)
    found = set(words(text))
    found.update(map(stem, tuple(found)))
    for run in HAN_RUN.findall(text):
        found.update(run)
        found.update(grams(run))
        if longest:
            found.update(_pinyin(run, longest))
    return found


def words(text: str) -> Iterator[str]:
    """The Latin words of a normalized text; one with hyphens also in its parts."""
    for word in WORD.findall(text):
        yield word
        yield from word.split("-")


def grams(run: str) -> list[str]:
    """The pairs of neighboring characters."""
    return [run[start : start + 2] for start in range(len(run) - 1)]


def stem(word: str) -> str:
    """An English word without its ending, roughly: testing, tests and test are one."""
    for ending, instead in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM and not word.endswith("ss"):
            return word[: -len(ending)] + instead
    return word


def pinyin(run: str) -> list[str]:
    """The syllable of each character."""
    from pypinyin import lazy_pinyin  # its dictionaries load slowly, and only some need them

    return list(lazy_pinyin(run))


def _pinyin(run: str, longest: int) -> Iterator[str]:
    syllables = pinyin(run)
    for size in range(1, min(longest, len(syllables)) + 1):
        for start in range(len(syllables) - size + 1):
            part = syllables[start : start + size]
            yield "".join(part)
            if size > 1:
                yield initials(part)


def initials(syllables: Iterable[str]) -> str:
    """The first letter of each."""
    return "".join(syllable[0] for syllable in syllables)
