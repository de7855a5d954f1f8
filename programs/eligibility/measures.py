"""What a test compares: a value as it is, a ratio, or how many of something are listed."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from programs.eligibility.checks import AllOf, Check, Compare, Given, Known, compare
from programs.eligibility.context import Reading
from programs.eligibility.lists import Rights, found_or_unknown
from programs.eligibility.terms import Constant, Positive, Term, product, stated

HUNDRED = Constant(Decimal(100))


class Measure(ABC):
    """Something that can be compared with a constant."""

    @abstractmethod
    def compared(self, comparison: str, constant: Any) -> Check:
        """The check of it against a number, a word or a day."""

    @abstractmethod
    def known(self) -> Check:
        """Whether it has a value."""

    @abstractmethod
    def quantity(self, reading: Reading) -> Any:
        """Its value to show; None where it is unknown."""


@dataclass(frozen=True)
class Plain(Measure):
    """A value as it is."""

    term: Term

    def compared(self, comparison: str, constant: Any) -> Check:
        return compare(self.term, comparison, constant)

    def known(self) -> Check:
        return Known(self.term)

    def quantity(self, reading: Reading) -> Any:
        return self.term.value(reading)


@dataclass(frozen=True)
class Ratio(Measure):
    """One number in percent of another, which is above zero; else unknown. Compared cross-multiplied, since a
    quotient may have no end: 100 × part against percent × whole."""

    part: Term
    whole: Term
    heads: bool = False  # of persons; else of amounts

    def compared(self, comparison: str, constant: Any) -> Check:
        right = product(Constant(constant), Positive(self.whole))
        return Compare(product(HUNDRED, self.part), comparison, right)

    def known(self) -> Check:
        return Known(product(self.part, Positive(self.whole)))

    def quantity(self, reading: Reading) -> Fraction | None:
        part, whole = self.part.value(reading), Positive(self.whole).value(reading)
        return None if part is None or whole is None else 100 * Fraction(part) / Fraction(whole)


@dataclass(frozen=True)
class Counted(Measure):
    """How many are listed: more may be missing until the list is complete."""

    term: Rights
    listed_on: str

    def compared(self, comparison: str, constant: Any) -> Check:
        if comparison == "=":
            return AllOf((self.compared(">=", constant), self.compared("<=", constant)))
        check = compare(self.term, comparison, constant)
        if comparison in (">=", ">"):
            return found_or_unknown(check, self.listed_on)
        return AllOf((check, Given(stated(self.listed_on), answer=True)))

    def known(self) -> Check:
        return Known(stated(self.listed_on))

    def quantity(self, reading: Reading) -> int:
        return self.term.value(reading)
