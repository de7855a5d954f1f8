import re
from decimal import Decimal
from math import ceil, floor
from typing import Any

from django.utils.translation import gettext as _

from portal.ui.formats import amounts
from portal.ui.texts import current_language, localized
from programs.forms import typed
from programs.forms.kinds.base import Complaint, Kind, named
from programs.forms.patterns import decimal_between
from programs.forms.screens import Question

LARGEST = Decimal("999999999999.99")  # what the amount columns of an application hold
PLAIN = re.compile(r"(?!-[0.]+\Z)-?(?:0|[1-9][0-9]{0,19})(?:\.[0-9]{1,2})?")
STORED = re.compile(r"(?:0|[1-9][0-9]{0,11})\.[0-9]{2}")  # an amount as it is kept
MOST_DIGITS = 10**20  # more is no answer to any question


class Figure(Kind):
    """A number between two limits, which are always stated."""

    template = "forms/questions/figure.html"
    example = "120"

    def limits(self, question: Question) -> tuple[Decimal, Decimal]:
        """Smallest and largest value."""
        low, high = question.minimum, question.maximum
        return -LARGEST if low is None else low, LARGEST if high is None else high

    def number(self, value: Any) -> Decimal | None:
        """The stored value as a number; None when it is not one."""
        return Decimal(value) if isinstance(value, str) and PLAIN.fullmatch(value) else None

    def words(self, question: Question, value: Decimal) -> str:
        """The value with its unit, as in a sentence."""
        return f"{amounts.trimmed(value)}{unit_words(question)}"

    def display(self, question: Question, value: Any) -> str:
        number = self.number(value)
        return str(value) if number is None else self.words(question, number)

    def shown(self, question: Question, value: Any) -> str:
        number = self.number(value)
        return super().shown(question, value) if number is None else f"{number:,f}"

    def complaint(self, question: Question, value: Any) -> Complaint:
        number = self.number(value)
        if number is None:
            return self.unreadable(question, value)
        low, high = self.limits(question)
        words = named(question, self.words(question, number))
        if number < 0 <= low:
            return Complaint("negative", _("“%(label)s” is %(value)s. It cannot be below zero.") % words)
        if number < low:
            words["limit"] = self.words(question, low)
            return Complaint(
                "too_small",
                _("“%(label)s” is %(value)s, less than %(limit)s. Enter %(limit)s or more.") % words,
            )
        words["limit"] = self.words(question, high)
        return Complaint(
            "too_large",
            _("“%(label)s” is %(value)s, more than %(limit)s. Enter %(limit)s or less.") % words,
        )

    def unreadable(self, question: Question, value: Any) -> Complaint:
        """Why the value is no number that the question takes."""
        found = entered(question, value) if isinstance(value, str) else None
        if found is not None and places(found) > 2:
            return Complaint(
                "places",
                _("“%(label)s” is %(value)s. Write at most two decimal places.") % named(question, value),
            )
        return Complaint(
            "number",
            _("“%(label)s”: “%(value)s” is not a number. Write figures only, such as %(example)s.")
            % named(question, value, example=self.example),
        )


class WholeNumber(Figure):
    """A whole number, stored as such."""

    def schema(self, question: Question) -> dict[str, Any]:
        low, high = self.limits(question)
        return {"type": "integer", "minimum": ceil(low), "maximum": floor(high)}

    def number(self, value: Any) -> Decimal | None:
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) >= MOST_DIGITS:
            return None
        return Decimal(int(value)) if value == int(value) else None

    def read(self, question: Question, raw: list[str]) -> Any:
        found = self.tidy(question, raw[-1])
        return None if found == "" else found

    def tidy(self, question: Question, value: Any) -> Any:
        found = entered(question, value) if isinstance(value, str) else self.number(value)
        return super().tidy(question, value) if found is None or places(found) else int(found)

    def unreadable(self, question: Question, value: Any) -> Complaint:
        found = entered(question, value) if isinstance(value, str) else None
        if found is None and not isinstance(value, float):
            return super().unreadable(question, value)
        return Complaint(
            "whole", _("“%(label)s” is %(value)s. Enter a whole number.") % named(question, value)
        )


class DecimalNumber(Figure):
    """A number with at most two places, stored as a string: JSON numbers are floats in many languages."""

    example = "12.5"

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": decimal_between(*self.limits(question))}

    def tidy(self, question: Question, value: Any) -> Any:
        found = entered(question, value) if isinstance(value, str) else None
        return super().tidy(question, value) if found is None or places(found) > 2 else plain(found)


class Money(Figure):
    """An amount, stored in yuan with two places whatever unit the question asks in."""

    template = "forms/questions/money.html"
    example = "35000.00"

    def limits(self, question: Question) -> tuple[Decimal, Decimal]:
        low, high = super().limits(question)
        return max(low, Decimal(0)), high

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": decimal_between(*self.limits(question))}

    def read(self, question: Question, raw: list[str]) -> Any:
        return self._stored(raw[-1], yuan_per_unit(question)) or None

    def tidy(self, question: Question, value: Any) -> Any:
        if not isinstance(value, str):
            return super().tidy(question, value)
        return value if STORED.fullmatch(value) else self._stored(value, 1)

    def _stored(self, raw: str, unit: int) -> str:
        found = typed.yuan(raw, unit)
        return typed.line(raw) if found is None or places(found) > 2 else f"{found + 0:.2f}"

    def words(self, question: Question, value: Decimal) -> str:
        return amounts.wan(value, current_language())

    def shown(self, question: Question, value: Any) -> str:
        """In the unit the question asks in."""
        number = self.number(value)
        if number is None:
            return super().shown(question, value)
        return f"{Decimal(plain(number / yuan_per_unit(question))):,f}"


def other_unit(question: Question, value: Any) -> str:
    """A money answer in the unit the question does not ask in, figures only; "" when unreadable."""
    number = Money().number(value)
    if number is None:
        return ""
    worth = 1 if yuan_per_unit(question) > 1 else 10_000
    return f"{Decimal(plain(number / worth)):,f}"


def yuan_per_unit(question: Question) -> int:
    """How many yuan the asked unit is: 1 or 10,000."""
    return 10_000 if question.money_unit == "wan" else 1


def entered(question: Question, raw: str) -> Decimal | None:
    """The number that was typed, with or without the unit of the question behind it: 15 or 15％."""
    text = typed.figures(raw)
    for unit in (question.unit, question.unit_en):
        if unit and text.endswith(unit):
            return typed.number(text.removesuffix(unit).rstrip())
    return typed.number(text)


def unit_words(question: Question) -> str:
    """The unit as it follows a figure: nothing between in Chinese, a space in English."""
    unit = localized(question, "unit")
    return f" {unit}" if unit and current_language() == "en" else unit


def places(value: Decimal) -> int:
    """How many decimal places a number needs."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def plain(value: Decimal) -> str:
    """Without exponent and trailing zeros."""
    return format((value + 0).normalize(), "f")
