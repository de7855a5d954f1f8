"""How the what-if pages write numbers and name thresholds."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from portal.ui.formats import amounts
from portal.ui.texts import current_language
from programs.eligibility.vocabulary import Kind
from programs.screening import whatif_thresholds, whatif_views, whatif_words
from programs.screening.models import Scenario
from programs.screening.whatif_thresholds import Threshold

register = template.Library()
Number = Decimal | int


@register.filter
def plain(value: Number) -> str:
    """As an input and an address have it: no exponent, no zeros at the end."""
    return whatif_thresholds.plain(Decimal(value))


@register.filter
def grouped(value: Number) -> str:
    """1,234 with a real minus sign."""
    return amounts.trimmed(Decimal(value))


@register.filter
def signed(value: Number) -> str:
    """+1,234, 0 or −1,234."""
    return f"+{grouped(value)}" if value > 0 else grouped(value)


@register.filter
def unsigned(value: Any) -> Any:
    """Without its sign, where the words say it."""
    return abs(value)


@register.filter
def wan_short(value: Number) -> str:
    """Rounded to two places of 万 or 亿; to the yuan in English."""
    if current_language() == "en":
        return amounts.wan(round(value), "en")
    return amounts.wan(value, current_language(), fixed=True)


@register.filter
def wan_signed(value: Number) -> str:
    """The same with its sign."""
    return f"+{wan_short(value)}" if value > 0 else wan_short(value)


@register.filter
def fact(threshold: Threshold) -> str:
    """What a threshold compares."""
    return whatif_words.fact_of(threshold)


@register.filter
def chart_unit(threshold: Threshold) -> str:
    """The unit under the bars; money in 10,000 yuan."""
    if whatif_words.kind_of(threshold) == Kind.MONEY:
        return _("10,000 yuan")
    return whatif_words.unit_of(threshold) or _("number")


@register.simple_tag
def scenario_url(row: Scenario) -> str:
    """The page with its numbers."""
    return whatif_views.address_of(row)
