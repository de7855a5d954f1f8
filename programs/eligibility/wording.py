"""What a test asks for, and why a file passes or fails it, in words and numbers."""

from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.texts import labelled, localized
from programs.eligibility import naming
from programs.eligibility.context import Tracing
from programs.eligibility.list_words import list_reason
from programs.eligibility.measures import Ratio
from programs.eligibility.nodes import Exempted, Group, Leaf, Node, Norm
from programs.eligibility.vocabulary import Kind

if TYPE_CHECKING:
    from programs.eligibility.context import Context
    from programs.eligibility.explaining import Finding

ASKED: dict[str, Promise] = {
    "equals": gettext_lazy("%(fact)s: %(value)s"),
    "in": gettext_lazy("%(fact)s: one of %(value)s"),
    "at_least": gettext_lazy("%(fact)s: not below %(value)s"),
    "at_most": gettext_lazy("%(fact)s: not above %(value)s"),
    "more_than": gettext_lazy("%(fact)s: above %(value)s"),
    "less_than": gettext_lazy("%(fact)s: below %(value)s"),
    "between": gettext_lazy("%(fact)s: from %(low)s to %(high)s"),
    "older_than": gettext_lazy("%(fact)s: at least %(value)s ago"),
    "younger_than": gettext_lazy("%(fact)s: less than %(value)s ago"),
    "within": gettext_lazy("%(fact)s: in %(value)s"),
    "holds": gettext_lazy("Holds one of: %(value)s"),
    "clean": gettext_lazy("No record of: %(value)s"),
    "has_value": gettext_lazy("%(fact)s is stated"),
}
DAYS_ASKED: dict[str, Promise] = {
    "at_least": gettext_lazy("%(fact)s: on or after %(value)s"),
    "at_most": gettext_lazy("%(fact)s: on or before %(value)s"),
    "more_than": gettext_lazy("%(fact)s: after %(value)s"),
    "less_than": gettext_lazy("%(fact)s: before %(value)s"),
}
NOT_BELOW, BELOW = gettext_lazy("not below %(value)s"), gettext_lazy("below %(value)s")
NOT_ABOVE, ABOVE = gettext_lazy("not above %(value)s"), gettext_lazy("above %(value)s")
FROM_ON, BEFORE = gettext_lazy("on or after %(value)s"), gettext_lazy("before %(value)s")
UNTIL, AFTER = gettext_lazy("on or before %(value)s"), gettext_lazy("after %(value)s")
# How a value stands to the bound, by whether the test passes.
SIDES: dict[str, tuple[Promise, Promise]] = {
    "at_least": (NOT_BELOW, BELOW),
    "at_most": (NOT_ABOVE, ABOVE),
    "more_than": (ABOVE, NOT_ABOVE),
    "less_than": (BELOW, NOT_BELOW),
}
SIDES_OF_DAYS: dict[str, tuple[Promise, Promise]] = {
    "at_least": (FROM_ON, BEFORE),
    "at_most": (UNTIL, AFTER),
}
OTHERWISE: dict[str, tuple[Promise, Promise]] = {
    "equals": (gettext_lazy("as asked for"), gettext_lazy("not %(value)s")),
    "in": (gettext_lazy("one of those asked for"), gettext_lazy("not one of %(value)s")),
    "older_than": (gettext_lazy("at least %(value)s ago"), gettext_lazy("not yet %(value)s ago")),
    "younger_than": (gettext_lazy("less than %(value)s ago"), gettext_lazy("already %(value)s ago or more")),
    "within": (gettext_lazy("in %(value)s"), gettext_lazy("not in %(value)s")),
}


COMPOSED = {"sme_class", "st_sme_score", "growth_score"}  # shown with what they were worked out from


def requirement(node: Node, context: "Context") -> str:
    """What a test asks for."""
    match node:
        case Leaf():
            return _leaf_requirement(node, context)
        case Norm():
            return _("The standard “%(standard)s”") % {"standard": localized(node.standard, "title")}
        case Exempted():
            test, unless = (requirement(child, context) for child in node.children)
            return _("%(test)s; or instead: %(unless)s") % {"test": test, "unless": unless}
        case _:
            return _group_requirement(node, context)


def _group_requirement(node: Node, context: "Context") -> str:
    assert isinstance(node, Group)
    inside = _("; ").join(requirement(child, context) for child in node.children)
    if len(node.children) == 1:
        return inside
    if node.count == len(node.children):
        return _("All of: %(tests)s") % {"tests": inside}
    return _("At least %(count)s of: %(tests)s") % {"count": node.count, "tests": inside}


def _leaf_requirement(leaf: Leaf, context: "Context") -> str:
    sentences = ASKED | DAYS_ASKED if leaf.testable.kind is Kind.DATE else ASKED
    words = bound(leaf) | {"fact": naming.subject(leaf.testable, leaf.about, context.reference_year)}
    return str(sentences[leaf.operator.key]) % words


def bound(leaf: Leaf) -> dict[str, str]:
    """What a test compares with, in words."""
    value = leaf.value
    if leaf.operator.key == "between":
        low, high = (naming.word(leaf.testable, end) for end in value)
        return {"low": low, "high": high}
    if isinstance(value, dict):
        kinds = value.get("kinds")
        return {"value": naming.joined(map(leaf.testable.label_of, kinds)) if kinds else naming.span(value)}
    if isinstance(value, tuple):
        return {"value": naming.joined(naming.word(leaf.testable, one) for one in value)}
    return {"value": "" if value is None else naming.word(leaf.testable, value)}


def reason(finding: "Finding") -> str:
    """Why it passes, fails or is unknown."""
    node = finding.node
    if finding.missing:
        return _("Not stated: %(facts)s") % {"facts": naming.facts(finding.missing)}
    if isinstance(node, Leaf):
        return list_reason(finding, node) or _leaf_reason(finding, node)
    if len(finding.children) == 1:
        return finding.children[0].reason
    passed = sum(child.holds is True for child in finding.children)
    count = {Group: getattr(node, "count", 0), Exempted: 1}.get(type(node), len(finding.children))
    words = {"passed": passed, "all": len(finding.children), "count": count}
    return _("%(passed)s of %(all)s are met; it takes %(count)s") % words


def _leaf_reason(finding: "Finding", leaf: Leaf) -> str:
    shown = value_in_words(finding, leaf)
    if finding.holds is None:
        return no_answer(shown)
    if leaf.operator.key == "has_value":
        return shown or _("Not stated: %(facts)s") % {"facts": _subject(finding, leaf)}
    comparison, words = _comparison(finding, leaf)
    return _("%(value)s, %(comparison)s") % {"value": shown, "comparison": str(comparison) % words}


def no_answer(shown: str) -> str:
    """Everything asked for is stated, and yet nothing follows, as from a share of nothing."""
    words = _("What is stated gives no answer")
    return f"{shown}{_('; ')}{words}" if shown else words


def _comparison(finding: "Finding", leaf: Leaf) -> tuple[Promise, dict[str, str]]:
    """On which side of the bound the value is."""
    key, words = leaf.operator.key, bound(leaf)
    sides = SIDES | SIDES_OF_DAYS if leaf.testable.kind is Kind.DATE else SIDES
    if key == "between":
        if finding.holds:
            return gettext_lazy("from %(low)s to %(high)s"), words
        assert leaf.testable.measure is not None
        low = leaf.testable.measure(leaf.about).compared("<", leaf.value[0]).value(finding.reading)
        side = sides["at_least" if low else "at_most"][1]
        return side, {"value": words["low" if low else "high"]}
    return (sides | OTHERWISE)[key][0 if finding.holds else 1], words


def _subject(finding: "Finding", leaf: Leaf) -> str:
    return naming.subject(leaf.testable, leaf.about, finding.reading.context.reference_year)


def value_in_words(finding: "Finding", leaf: Leaf) -> str:
    """What the file says: a ratio with both its numbers, anything else with its name; empty where unknown."""
    measure = leaf.testable.measure(leaf.about) if leaf.testable.measure else None
    if isinstance(measure, Ratio):
        return ratio_in_words(finding, leaf, measure)
    value = measure.quantity(finding.reading) if measure else None
    if value is None:
        return ""
    shown = labelled(_subject(finding, leaf), naming.word(leaf.testable, value))
    return f"{shown}{_used(finding)}" if leaf.testable.key in COMPOSED else shown


def _used(finding: "Finding") -> str:
    """The figures that it was worked out from."""
    tracing = Tracing(finding.reading.file, finding.reading.context)
    finding.node.check.value(tracing)
    figures = (naming.stated(key, value) for key, value in tracing.used.items() if key[1] is not None)
    return _(" (%(figures)s)") % {"figures": naming.joined(figures)}


def ratio_in_words(finding: "Finding", leaf: Leaf, ratio: Ratio) -> str:
    """Both numbers and the quotient."""
    part, whole = ratio.part.value(finding.reading), ratio.whole.value(finding.reading)
    kind = Kind.COUNT if ratio.heads else Kind.MONEY
    words = f"{naming.figure(kind, part)} ÷ {naming.figure(kind, whole)}"
    quotient = ratio.quantity(finding.reading)
    limit = None if quotient is None else _nearest(leaf.value, quotient)
    return words if quotient is None else f"{words} = {naming.percent(quotient, limit)}"


def _nearest(value: Any, quotient: Any) -> Any:
    """Of two ends the one that matters."""
    if not isinstance(value, tuple):
        return value
    return value[0] if quotient < value[0] else value[1]
