"""Values of facts: what may be stated, how it is stored, and as what Python reads it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.facts.definitions import FACTS, Fact, Type
from portal.organizations.models import Organization

Key = tuple[str, int | None]  # a fact and its year

LOSSES = {"profit", "net_assets"}  # may be below zero
LONGEST_TEXT = 200
MOST_MONEY = Decimal("1e16")  # what the column takes
MOST_HEADS = 2_147_483_647
FIRST_YEAR, LAST_YEAR = 1949, 2200
CENT = Decimal("0.01")
WAN = Decimal(10_000)


def typed(key: str, value: Any) -> Any:
    """A stored value as Python has it: an amount as Decimal, a day as date; None stays."""
    if value is None:
        return None
    match FACTS[key].type:
        case Type.MONEY:
            return Decimal(value)
        case Type.DATE:
            return date.fromisoformat(value)
        case _:
            return value


def clean(key: str, value: Any) -> Any:
    """A value as Python has it, or a ValidationError with a sentence. Takes what forms, JSON and tables give:
    text or typed; an empty text and None mean that the fact is unknown."""
    if value is None or value == "":
        return None
    fact = FACTS[key]
    return CLEANERS[fact.type](fact, value)


def stored(value: Any) -> Any:
    """A clean value as the statement keeps it: an amount as text with two places, a day as YYYY-MM-DD."""
    if isinstance(value, Decimal):
        return str(value.quantize(CENT))
    return value.isoformat() if isinstance(value, date) else value


def check_key(key: Key) -> None:
    """Whether there is such a fact, of such a year; ValidationError with a sentence."""
    name, year = key
    fact = FACTS.get(name)
    if fact is None:
        raise ValidationError(_("There is no fact “%(key)s”.") % {"key": name}, code="unknown_fact")
    if fact.yearly and (year is None or not FIRST_YEAR <= year <= LAST_YEAR):
        raise ValidationError(_("%(fact)s: name the year.") % {"fact": fact.label}, code="year")
    if not fact.yearly and year is not None:
        raise ValidationError(_("%(fact)s is not said by year.") % {"fact": fact.label}, code="year")


def amount(value: Any) -> Decimal:
    """A figure as people write it, with separators or without; ValidationError for anything else."""
    try:
        found = Decimal(str(value).replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise ValidationError(_("Write the amount in figures, such as 1234.5."), code="money")
    if abs(found) >= MOST_MONEY:
        raise ValidationError(_("This amount is too large."), code="money")
    return found


def _money(fact: Fact, value: Any) -> Decimal:
    found = amount(value)
    if found < 0 and fact.key not in LOSSES:
        raise ValidationError(_("This amount cannot be below zero."), code="money")
    return found.quantize(CENT) + 0  # no minus zero


def _count(fact: Fact, value: Any) -> int:
    text = str(value).replace(",", "").strip()
    if not (text.isascii() and text.isdigit()) or int(text) > MOST_HEADS:
        raise ValidationError(_("Write a whole number, such as 36."), code="count")
    return int(text)


def _date(fact: Fact, value: Any) -> date:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise ValidationError(_("Write the day as 2026-12-31."), code="date") from error
    if day > timezone.localdate():
        raise ValidationError(_("This day lies in the future."), code="future")
    return day


def _choice(fact: Fact, value: Any) -> str:
    choices = Organization.Kind if fact.key == "kind" else fact.choices
    if choices is None or value not in choices.values:
        raise ValidationError(_("Choose one of the answers offered."), code="choice")
    return str(value)


def _text(fact: Fact, value: Any) -> str | None:
    text = str(value).strip()
    if len(text) > LONGEST_TEXT:
        raise ValidationError(_("At most %(most)s characters.") % {"most": LONGEST_TEXT}, code="long")
    return text or None


CLEANERS: dict[Type, Callable[[Fact, Any], Any]] = {
    Type.MONEY: _money,
    Type.COUNT: _count,
    Type.DATE: _date,
    Type.CHOICE: _choice,
    Type.TEXT: _text,
    Type.REGION: _text,  # kept on the organization, whose foreign keys know the codes
    Type.INDUSTRY: _text,
}
