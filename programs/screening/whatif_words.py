"""A threshold in words: 上年研发费用占营业收入的比例不低于, 3%."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.ui.formats import amounts
from portal.ui.texts import current_language
from programs.eligibility.vocabulary import OPERATORS, TESTABLE, Kind
from programs.screening.whatif_thresholds import COUNT, Threshold

PERCENT = "%"


def kind_of(threshold: Threshold) -> Kind | None:
    """How its number is written; None for a span of time and a count of conditions."""
    if threshold.span or threshold.op == COUNT:
        return None
    return TESTABLE[threshold.fact].kind


def fact_of(threshold: Threshold) -> str:
    """What is compared, with the year its figure is of."""
    offset = threshold.leaf.get("year")
    label = str(TESTABLE[threshold.fact].label)
    if offset is None or not TESTABLE[threshold.fact].yearly:
        return label
    if offset == -1:
        return _("last year's %(fact)s") % {"fact": label}
    return _("%(fact)s of year %(offset)s") % {"fact": label, "offset": f"{offset:+d}"}


def label_of(threshold: Threshold) -> str:
    """What the number limits."""
    if threshold.op == COUNT:
        return _("how many of these have to be met")
    if threshold.op == "clean":
        return _("years without a record")
    if threshold.op == "older_than":
        return _("time since %(fact)s at least") % {"fact": fact_of(threshold)}
    if threshold.op == "younger_than":
        return _("time since %(fact)s less than") % {"fact": fact_of(threshold)}
    if threshold.op == "between":
        operator = OPERATORS["at_least" if threshold.path[-1] == 0 else "at_most"]
    else:
        operator = OPERATORS[threshold.op]
    return _("%(fact)s %(operator)s") % {"fact": fact_of(threshold), "operator": operator.label}


def unit_of(threshold: Threshold) -> str:
    """What stands behind the number."""
    if threshold.span:
        return {"years": _("years"), "months": _("months"), "days": _("days")}[threshold.span]
    if threshold.op == COUNT:
        return ""
    if kind_of(threshold) == Kind.PERCENT:
        return PERCENT
    return str(TESTABLE[threshold.fact].unit)


def with_unit(threshold: Threshold, value: Decimal, *, difference: bool = False) -> str:
    """A number of this threshold: 3%, 20万元, 12个月; a difference of percentages in percentage points."""
    kind, language = kind_of(threshold), current_language()
    number = amounts.trimmed(value)
    if kind == Kind.MONEY:
        return amounts.wan(value, language)
    if kind == Kind.PERCENT:
        points = ngettext("%(n)s percentage point", "%(n)s percentage points", 1 if value == 1 else 2)
        return points % {"n": number} if difference else f"{number}{PERCENT}"
    if threshold.span:
        return in_span(number, threshold.span)
    unit = unit_of(threshold)
    return f"{number} {unit}".rstrip() if language == "en" else f"{number}{unit}"


def in_span(number: str, span: str) -> str:
    """3 years, 12 months."""
    count = 1 if number == "1" else 2
    words = {
        "years": ngettext("%(n)s year", "%(n)s years", count),
        "months": ngettext("%(n)s month", "%(n)s months", count),
        "days": ngettext("%(n)s day", "%(n)s days", count),
    }
    return words[span] % {"n": number}
