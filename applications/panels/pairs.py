"""What may be assigned."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """A pair that may be assigned, by the positions of its two sides, with its cost."""

    application: int
    expert: int
    cost: float
