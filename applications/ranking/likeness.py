"""Which texts say nearly the same: shingles of characters and MinHash; pure.

A text becomes the set of its shingles, every run of SHINGLE characters without blanks and punctuation, which
suits Chinese since it has no blanks between words. MinHash (Broder 1997) keeps of a set of any size a
signature whose agreement estimates the Jaccard likeness of two sets; signatures cut into bands are found
through an index: two sets of likeness s share a band with probability 1 - (1 - s^ROWS)^BANDS, half at 0.28.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

SHINGLE = 6
BANDS, ROWS = 42, 3
SEED = 1  # every signature ever kept was made with it
SHORTEST_PASSAGE = 20
MOST_PASSAGES = 20


@dataclass(frozen=True)
class Plain:
    """A text without blanks and punctuation, and where each of its characters stood."""

    text: str
    places: tuple[int, ...]


def plain(text: str) -> Plain:
    """Letters and digits only, full-width and half-width alike, small letters."""
    kept = [
        (one, place)
        for place, character in enumerate(text)
        for one in unicodedata.normalize("NFKC", character).lower()
        if one.isalnum()
    ]
    return Plain("".join(one for one, _place in kept), tuple(place for _one, place in kept))


def shingles(text: Plain) -> set[str]:
    """Every run of SHINGLE characters; none of a shorter text."""
    return {text.text[start : start + SHINGLE] for start in range(len(text.text) - SHINGLE + 1)}


def bands(found: set[str]) -> list[int]:
    """The bands of the signature as 63-bit numbers, each with its place in it; none of an empty set."""
    if not found:
        return []
    from datasketch import MinHash  # half a second of numerics that no page needs

    signature = MinHash(num_perm=BANDS * ROWS, seed=SEED)
    signature.update_batch(sorted(shingle.encode() for shingle in found))
    values = [int(value) for value in signature.hashvalues]
    return [_band(number, values[number * ROWS : (number + 1) * ROWS]) for number in range(BANDS)]


def _band(number: int, values: list[int]) -> int:
    digest = hashlib.sha256(repr((number, values)).encode()).digest()
    return int.from_bytes(digest[:8]) >> 1


def likeness(one: set[str], other: set[str]) -> float:
    """The share of the smaller set that the other has too, 0 to 1: a text taken into a longer one counts."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def passages(one: str, other: str) -> list[list[str]]:
    """The longest passages in common, as they were written: [[in the one, in the other]], in order."""
    first, second = plain(one), plain(other)
    found = sorted(_runs(first, second), key=lambda run: -run[2])[:MOST_PASSAGES]
    return [
        [_written(one, first, start, size), _written(other, second, there, size)]
        for start, there, size in sorted(found)
    ]


def _runs(one: Plain, other: Plain) -> Iterator[tuple[int, int, int]]:
    """Runs in common of at least SHORTEST_PASSAGE characters: (start in one, start in other, length)."""
    where: dict[str, int] = {}
    for start in range(len(other.text) - SHINGLE + 1):
        where.setdefault(other.text[start : start + SHINGLE], start)
    start = 0
    while start <= len(one.text) - SHINGLE:
        there = where.get(one.text[start : start + SHINGLE])
        size = 0 if there is None else _common(one.text, start, other.text, there)
        if there is not None and size >= SHORTEST_PASSAGE:
            yield start, there, size
        start += size if size >= SHORTEST_PASSAGE else 1


def _common(one: str, start: int, other: str, there: int) -> int:
    size = 0
    most = min(len(one) - start, len(other) - there)
    while size < most and one[start + size] == other[there + size]:
        size += 1
    return size


def _written(text: str, found: Plain, start: int, size: int) -> str:
    return text[found.places[start] : found.places[start + size - 1] + 1]
