"""What would make a test pass: the nearest value, the day from which it does, or the facts to state."""

import math
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from portal.ui.formats import dates
from portal.ui.texts import current_language
from programs.eligibility import naming
from programs.eligibility.calendar import back
from programs.eligibility.list_words import credit_records
from programs.eligibility.measures import Ratio
from programs.eligibility.nodes import Exempted, Group, Leaf
from programs.eligibility.vocabulary import Kind
from programs.eligibility.wording import bound

if TYPE_CHECKING:
    from programs.eligibility.explaining import Finding

CENT, ONE = Decimal("0.01"), Decimal(1)
TURNS = {"age_days": "days", "age_years": "years", "years_in_district": "years"}  # with time alone
SINCE = {"years_in_district": "in_district_since"}


def change(finding: "Finding") -> str:
    """What would make it pass; empty where it does, and where nothing the organization can do would."""
    if finding.holds:
        return ""
    if finding.missing:
        return _("State: %(facts)s") % {"facts": naming.facts(finding.missing)}
    if finding.holds is None:
        return ""
    if isinstance(finding.node, Leaf):
        return _leaf_change(finding, finding.node)
    return _group_change(finding)


def _group_change(finding: "Finding") -> str:
    """Of each that is needed its own change; of several ways the first that there are."""
    node = finding.node
    if isinstance(node, Exempted):
        return next((child.change for child in finding.children if child.change), "")
    needed = node.count if isinstance(node, Group) else len(finding.children)
    needed -= sum(child.holds is True for child in finding.children)
    changes = [child.change for child in finding.children if not child.holds and child.change]
    return _("; ").join(changes[:needed]) if len(changes) >= needed else ""


def _leaf_change(finding: "Finding", leaf: Leaf) -> str:
    if leaf.testable.key in TURNS:
        return _with_time(finding, leaf)
    if leaf.testable.named:
        return _next_year(finding, leaf)
    return CHANGES[leaf.operator.key](finding, leaf) if leaf.operator.key in CHANGES else ""


def _on(day: date) -> str:
    return _("From %(day)s on") % {"day": dates.day(day, current_language())}


def forward(day: date, **span: int) -> date:
    """The first day on which so long has passed since a day."""
    found = back(day, **{unit: -count for unit, count in span.items()})
    while back(found, **span) < day:
        found += timedelta(days=1)
    return found


def _with_time(finding: "Finding", leaf: Leaf) -> str:
    """Ages grow by themselves."""
    since = finding.reading.get(SINCE.get(leaf.testable.key, "founded_on"), None)
    needed = {
        "at_least": leaf.value,
        "equals": leaf.value,
        "more_than": leaf.value + 1 if leaf.operator.key == "more_than" else None,
        "between": leaf.value[0] if leaf.operator.key == "between" else None,
    }.get(leaf.operator.key)
    day = None if needed is None else forward(since, **{TURNS[leaf.testable.key]: int(needed)})
    return _on(day) if day and day > finding.reading.context.as_of else ""


def _older(finding: "Finding", leaf: Leaf) -> str:
    since = finding.reading.get(leaf.testable.key, None)
    return _on(forward(since, **leaf.value))


def _next_year(finding: "Finding", leaf: Leaf) -> str:
    """Support of this year is counted anew in the next."""
    falls = leaf.operator.key in ("less_than", "at_most")
    return _on(date(finding.reading.context.as_of.year + 1, 1, 1)) if falls else ""


def _holds(finding: "Finding", leaf: Leaf) -> str:
    return _("Obtain one of: %(kinds)s") % {"kinds": bound(leaf)["value"]}


def _clean(finding: "Finding", leaf: Leaf) -> str:
    """When the last record no longer counts."""
    records, years = credit_records(leaf, finding.reading), leaf.value.get("years")
    if any(row.holds_to is None for row in records):
        return _("Have the record struck off")
    ends = [row.holds_to + timedelta(days=1) for row in records if row.holds_to]
    if years is not None:
        ends += [date(row.holds_from.year + years + 1, 1, 1) for row in records]
    return _on(max(ends))


def _stated(finding: "Finding", leaf: Leaf) -> str:
    subject = naming.subject(leaf.testable, leaf.about, finding.reading.context.reference_year)
    return _("State: %(facts)s") % {"facts": subject}


def _at_least(finding: "Finding", leaf: Leaf) -> str:
    return _reach(finding, leaf, leaf.value, up=True)


def _more_than(finding: "Finding", leaf: Leaf) -> str:
    return _reach(finding, leaf, leaf.value, up=True, beyond=True)


def _at_most(finding: "Finding", leaf: Leaf) -> str:
    return _reach(finding, leaf, leaf.value, up=False)


def _less_than(finding: "Finding", leaf: Leaf) -> str:
    return _reach(finding, leaf, leaf.value, up=False, beyond=True)


def _between(finding: "Finding", leaf: Leaf) -> str:
    if leaf.testable.kind is Kind.DATE:
        return ""
    assert leaf.testable.measure is not None
    low, high = leaf.value
    below = leaf.testable.measure(leaf.about).quantity(finding.reading) < low
    return _reach(finding, leaf, low if below else high, up=below)


def _reach(finding: "Finding", leaf: Leaf, limit: Any, *, up: bool, beyond: bool = False) -> str:
    """The nearest value on the right side of a limit, and how far it is. Of a ratio: of its upper number."""
    if leaf.testable.kind in (Kind.DATE, Kind.CHOICE) or leaf.testable.measure is None:
        return ""
    measure, kind, reading = leaf.testable.measure(leaf.about), leaf.testable.kind, finding.reading
    now, target = measure.quantity(reading), Fraction(limit)
    if isinstance(measure, Ratio):
        kind = Kind.COUNT if measure.heads else Kind.MONEY
        now = measure.part.value(reading)
        target = target * Fraction(measure.whole.value(reading)) / 100
    nearest = _step(target, CENT if kind is Kind.MONEY else ONE, up=up, beyond=beyond)
    if nearest < 0 and leaf.testable.key not in ("profit", "net_assets"):
        return ""
    words = {"value": naming.figure(kind, nearest), "gap": naming.figure(kind, abs(nearest - now))}
    if isinstance(measure, Ratio):
        words["whole"] = naming.figure(kind, measure.whole.value(reading))
        more = _("%(value)s of %(whole)s would do: %(gap)s more")
        less = _("%(value)s of %(whole)s would do: %(gap)s less")
    else:
        more, less = _("%(value)s would do: %(gap)s more"), _("%(value)s would do: %(gap)s less")
    return (more if up else less) % words


def _step(target: Fraction, unit: Decimal, *, up: bool, beyond: bool) -> Decimal:
    """The nearest whole number of units at or beyond a target."""
    units = target / Fraction(unit)
    whole = math.ceil(units) if up else math.floor(units)
    if beyond and whole == units:
        whole += 1 if up else -1
    return whole * unit


CHANGES: dict[str, Callable[["Finding", Leaf], str]] = {
    "at_least": _at_least,
    "more_than": _more_than,
    "at_most": _at_most,
    "less_than": _less_than,
    "between": _between,
    "older_than": _older,
    "holds": _holds,
    "clean": _clean,
    "has_value": _stated,
}
