"""What somebody typed, as concepts: each has to be in a text, in one of the ways to say it."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from programs.search.models import Synonym, Word
from programs.search.terms import HAN_RUN, WORD, grams, normalized, query_terms, stem

LONGEST = 100  # characters of a query that are read
MOST_CONCEPTS = 12
ENGLISH = (
    "a an and are at by can do for from get how i in is my of on or our that the to we what which who with"
)
STOP_WORDS = frozenset(ENGLISH.split())
STOP_PHRASES = re.compile(
    "有没有|哪一?些|什么|怎么样?|如何|可以|请问|我们?[要想]?|想要|关于|[的了吗呢和与及]"
)
GAP = " "


@dataclass(frozen=True)
class Concept:
    """Something asked for. `ways`: the terms of each way to say it, all of which a text must have.

    `said`: the ways as they are written, to be marked where a text has them.
    """

    text: str
    ways: tuple[tuple[str, ...], ...]
    said: tuple[str, ...] = ()

    @cached_property
    def telling(self) -> list[list[str]]:
        """The ways that no other makes needless: who has 检测服务 has 检测."""
        ways = {frozenset(way) for way in self.ways}
        return sorted(sorted(way) for way in ways if not any(other < way for other in ways))


@dataclass(frozen=True)
class Query:
    """What was typed, and its concepts."""

    text: str
    concepts: tuple[Concept, ...]

    def __bool__(self) -> bool:
        return bool(self.concepts)

    @property
    def enough(self) -> int:
        """How many concepts a text needs where none has them all."""
        return (len(self.concepts) + 1) // 2

    @cached_property
    def phrases(self) -> set[str]:
        """What is marked in texts."""
        return {phrase for concept in self.concepts for phrase in (concept.said or (concept.text,))}

    @cached_property
    def terms(self) -> list[str]:
        """Every term of every way."""
        return sorted({term for concept in self.concepts for way in concept.ways for term in way})


def understood(typed: str) -> Query:
    """Read what was typed, in two queries: with synonyms, without noise."""
    text = normalized(typed[:LONGEST])
    concepts, rest = _synonyms(text)
    left = [word for word in WORD.findall(rest) if word not in STOP_WORDS]
    concepts += [_word(part) for word in left for part in word.split("-")]
    concepts += [Concept(gram, ((gram,),)) for gram in _telling(HAN_RUN.findall(STOP_PHRASES.sub(GAP, rest)))]
    if not concepts:  # nothing but small words
        concepts = [Concept(term, ((term,),)) for term in query_terms(text)]
    return Query(typed.strip(), tuple(dict.fromkeys(concepts))[:MOST_CONCEPTS])


def _synonyms(text: str) -> tuple[list[Concept], str]:
    """The words of the text that have synonyms, the longest first, and the text without them."""
    groups = [synonym.words for synonym in Synonym.objects.order_by("pk")]
    named = sorted(((word, group) for group in groups for word in group), key=lambda pair: -len(pair[0]))
    found: list[Concept] = []
    taken: dict[str, set[str]] = {}
    for word, group in named:
        if word in taken:
            taken[word].update(group)
        elif (pattern := _pattern(word)).search(text):
            text = pattern.sub(GAP, text)
            taken[word] = set(group)
    for word, same in taken.items():
        said = {word, *same}
        found.append(Concept(word, tuple(sorted(map(_terms, said))), tuple(sorted(said))))
    return found, text


@lru_cache(maxsize=8192)  # a city has more synonyms than `re` remembers patterns
def _pattern(word: str) -> re.Pattern[str]:
    """Chinese anywhere, Latin as whole words, in the plural too."""
    latin = rf"(?<![a-z0-9]){re.escape(word)}(?:e?s)?(?![a-z0-9])"
    return re.compile(latin if word.isascii() else re.escape(word))


def _terms(word: str) -> tuple[str, ...]:
    """The terms of one way to say something."""
    latin = [stem(part) for part in WORD.findall(word) if part not in STOP_WORDS]
    han = [term for run in HAN_RUN.findall(word) for term in (grams(run) or [run])]
    return tuple(sorted({*latin, *han} or query_terms(word)))


def _word(word: str) -> Concept:
    return Concept(word, tuple(dict.fromkeys(((word,), (stem(word),)))))


def _telling(runs: list[str]) -> list[str]:
    """The pairs of characters without noise: a pair that no text has, between characters of words.

    检测设备 holds 测设, which is no word: both its characters belong to pairs that texts have.
    """
    pairs = [(run, start, run[start : start + 2]) for run in runs for start in range(max(len(run) - 1, 1))]
    known = set(Word.objects.filter(term__in=[pair for _, _, pair in pairs]).values_list("term", flat=True))
    covered = {(run, place) for run, start, pair in pairs if pair in known for place in (start, start + 1)}
    return [
        pair for run, start, pair in pairs if pair in known or not {(run, start), (run, start + 1)} <= covered
    ]
