"""Values of tests: cleaned to one canonical form, and read as Python has them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs.eligibility.industries import CODES
from programs.eligibility.vocabulary import Kind, Shape, Testable

SPANS = ("years", "months", "days")
LONGEST_SPAN = 36_500
MOST = Decimal("1e16")  # what a fact may hold


def fault(sentence: str, **params: Any) -> ValidationError:
    return ValidationError(sentence % params if params else sentence, code="test")


def cleaned(testable: Testable, shape: Shape, value: Any) -> Any:
    """The canonical form, or a ValidationError with a sentence."""
    return CLEANERS[shape](testable, value)


def _one(testable: Testable, value: Any) -> str:
    if testable.kind is Kind.DATE:
        return _day(value)
    if testable.kind is Kind.CHOICE:
        return _choice(testable, value)
    return _number(testable, value)


def _number(testable: Testable, value: Any) -> str:
    try:
        if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
            raise InvalidOperation
        number = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise fault(_("Write a number, such as 3 or 2.5.")) from error
    if not number.is_finite() or abs(number) >= MOST or number != round(number, 4):
        raise fault(_("Write a number with at most four decimals."))
    return f"{number.normalize() + 0:f}"


def _day(value: Any) -> str:
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value).strip())).isoformat()
    except ValueError as error:
        raise fault(_("Write the day as 2026-12-31.")) from error


def _choice(testable: Testable, value: Any) -> str:
    assert testable.choices is not None
    if value not in testable.choices.values:
        raise fault(
            _("“%(value)s” is none of the answers: %(answers)s."),
            value=value,
            answers=", ".join(testable.choices.values),
        )
    return str(value)


def _words(value: Any) -> list[str]:
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list | tuple) or not words or not all(isinstance(w, str) for w in words):
        raise fault(_("Name at least one."))
    return sorted(set(words))


def _many(testable: Testable, value: Any) -> list[str]:
    words = _words(value)
    if testable.kind is not Kind.INDUSTRY:
        return [_choice(testable, word) for word in words]
    if unknown := [word for word in words if word not in CODES]:
        raise fault(
            _("“%(code)s” is no section (A to T) or division (two digits) of industries."), code=unknown[0]
        )
    return words


def _range(testable: Testable, value: Any) -> list[str]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise fault(_("Write both ends, the lower first."))
    low, high = (_one(testable, end) for end in value)
    if typed(testable, Shape.ONE, low) > typed(testable, Shape.ONE, high):
        raise fault(_("Write both ends, the lower first."))
    return [low, high]


def _span(testable: Testable, value: Any) -> dict[str, int]:
    if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in SPANS:
        raise fault(_("Write how long as years, months or days."))
    unit, count = next(iter(value.items()))
    if not _is_count(count) or count > LONGEST_SPAN // (1 if unit == "days" else 30):
        raise fault(_("Write how long as a whole number."))
    return {unit: count}


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _regions(testable: Testable, value: Any) -> list[str]:
    codes = _words(value)
    if not all(len(code) == 6 and code.isascii() and code.isdigit() for code in codes):
        raise fault(_("A region code has six digits."))
    return codes


def _kinds(testable: Testable, value: Any) -> Any:
    """A list of kinds, or with `years` in which one was obtained."""
    if not isinstance(value, dict):
        return [_choice(testable, word) for word in _words(value)]
    records = _records(testable, value)
    return records if "years" in records else records["kinds"]


def _records(testable: Testable, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not {"kinds"} <= set(value) <= {"kinds", "years"}:
        raise fault(_("Write the kinds and, where it looks back, the years."))
    years = value.get("years")
    if years is not None and (not _is_count(years) or years > 100):
        raise fault(_("Write how long as a whole number."))
    kinds = [_choice(testable, word) for word in _words(value["kinds"])]
    return {"kinds": kinds} | ({} if years is None else {"years": years})


def _none(testable: Testable, value: Any) -> None:
    if value is not None:
        raise fault(_("This operator takes no value."))


CLEANERS: dict[Shape, Callable[[Testable, Any], Any]] = {
    Shape.ONE: _one,
    Shape.MANY: _many,
    Shape.RANGE: _range,
    Shape.SPAN: _span,
    Shape.REGIONS: _regions,
    Shape.KINDS: _kinds,
    Shape.RECORDS: _records,
    Shape.NONE: _none,
}


def typed(testable: Testable, shape: Shape, value: Any) -> Any:
    """A canonical value as Python has it: a number as Decimal, a day as date, several as a tuple."""
    if shape is Shape.RANGE:
        return tuple(typed(testable, Shape.ONE, end) for end in value)
    if isinstance(value, list):
        return tuple(value)
    if not isinstance(value, str) or testable.kind is Kind.CHOICE:
        return value
    return date.fromisoformat(value) if testable.kind is Kind.DATE else Decimal(value)
