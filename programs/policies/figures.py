"""Numbers of targets, measures and rules in words: ≥5,000家, 0.1–1万元, 15–20%, 2–3个（力争4个）."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.ui import texts
from portal.ui.formats import amounts
from programs.policies.models import Comparison, Quantity

YUAN = "元"
RANGE = "\N{EN DASH}"
TIGHT = "%"  # no space before it in English


def amount(quantity: Quantity) -> str:
    """The number with its unit; "" where a rule has none. A rise has no number, a target may strive on."""
    if quantity.comparison == Comparison.RISE:
        return pgettext("a figure without a number", "rises")
    if quantity.number is None:
        return ""
    if quantity.comparison == Comparison.BETWEEN and quantity.upper is not None:
        words = _range(quantity.number, quantity.upper, quantity)
    else:
        sign = "" if quantity.comparison == Comparison.EQUALS else quantity.get_comparison_display()
        words = sign + _single(quantity.number, quantity)
    stretch = getattr(quantity, "stretch", None)
    if stretch is None:
        return words
    return _("%(amount)s, striving for %(stretch)s") % {
        "amount": words,
        "stretch": _single(stretch, quantity),
    }


def _single(number: Decimal | int, quantity: Quantity) -> str:
    language = texts.current_language()
    if quantity.unit == YUAN:
        return amounts.wan(number, language).replace(".00", "")  # a round sum, as policies say it
    return _with_unit(amounts.trimmed(Decimal(number)), quantity, language)


def _range(lower: Decimal, upper: Decimal, quantity: Quantity) -> str:
    """The unit stands once, that of the upper number."""
    language = texts.current_language()
    if quantity.unit != YUAN:
        ends = (amounts.trimmed(Decimal(number)) for number in (lower, upper))
        return _with_unit(RANGE.join(ends), quantity, language)
    words = _single(upper, quantity)
    if language == "en":
        return f"CNY {amounts.trimmed(Decimal(lower))}{RANGE}{words.removeprefix('CNY ')}"
    size = Decimal(1)
    for sign, unit in (("萬", amounts.WAN), ("万", amounts.WAN), ("億", amounts.YI), ("亿", amounts.YI)):
        size = unit if sign in words else size
    share = Decimal(lower) / size
    if share != share.quantize(amounts.CENT):
        return f"{_single(lower, quantity)}{RANGE}{words}"
    return f"{amounts.trimmed(share)}{RANGE}{words}"


def _with_unit(number: str, quantity: Quantity, language: str) -> str:
    unit = texts.localized(quantity, "unit")
    spaced = language == "en" and unit and not unit.startswith(TIGHT)
    return f"{number} {unit}" if spaced else f"{number}{unit}"
