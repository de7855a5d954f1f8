"""Drawing a sample that anybody can draw again: no generator of random numbers, only SHA-256.

Each number of the population gets the SHA-256 of the text "seed, line feed, number" (UTF-8). Sorted by these
hashes, the first ones are the sample.
"""

import hashlib
from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal

LEAST = Decimal(5)  # percent, as the regulations on vouchers ask for every year


def key_of(seed: str, number: str) -> str:
    """Where a number stands: hexadecimal, compared as text."""
    return hashlib.sha256(f"{seed}\n{number}".encode()).hexdigest()


def size_of(population: int, percent: Decimal) -> int:
    """How many are drawn: rounded up, so that the share is never below what was asked for."""
    return int((population * percent / 100).to_integral_value(rounding=ROUND_CEILING))


def drawn(numbers: Iterable[str], seed: str, percent: Decimal) -> list[str]:
    """The sample in the order in which it was drawn."""
    rows = sorted(set(numbers), key=lambda number: key_of(seed, number))
    return rows[: size_of(len(rows), percent)]


def digest_of(numbers: Sequence[str]) -> str:
    """SHA-256 of the numbers in ascending order, a line feed after each."""
    return hashlib.sha256("".join(f"{number}\n" for number in sorted(numbers)).encode()).hexdigest()
