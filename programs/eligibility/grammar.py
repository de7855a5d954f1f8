"""Tests as others use them: cleaned to one form, and parsed once for each form.

    {"fact": "rd_intensity", "op": "at_least", "value": "3", "year": -1}   year: from the reference year
    {"fact": "support_this_year", "of": "loan", "op": "less_than", "value": "200000"}
    {"all": [...]}   {"any": [...]}   {"at_least": 2, "of": [...]}
    {"test": {...}, "unless": {...}}   passes when either does
    {"standard": "st-sme-2017"}

Facts and operators are those of `vocabulary`, standards those of `standards`. Numbers are text: money in
yuan, shares in percent. A span is {"years": 3}, {"months": 18} or {"days": 30}; `holds` takes kinds, or
{"kinds": [...], "years": 5} for those obtained in the last five years; `clean` takes {"kinds": [...]} for
records in force, with "years": 1 also for those of this and the last calendar year.
"""

import json
from functools import lru_cache
from typing import Any

from portal.reference.models import region_prefix
from programs.eligibility.checks import AllOf, AnyOf, AtLeast, Begins, Check, Compare, OneOf
from programs.eligibility.cleaning import clean
from programs.eligibility.industries import in_industries
from programs.eligibility.lists import InForce, Recorded, absent_or_unknown, found_or_unknown
from programs.eligibility.measures import Measure, Plain
from programs.eligibility.nodes import Exempted, Group, Leaf, Node, Norm
from programs.eligibility.standards import STANDARDS
from programs.eligibility.terms import Back, Term, stated
from programs.eligibility.values import typed
from programs.eligibility.vocabulary import OPERATORS, TESTABLE, Kind, Operator, Testable

__all__ = ["clean", "parse"]

Test = dict[str, Any] | Node


def parse(test: Test) -> Node:
    """The node of a test; ValidationError with sentences for one that is not understood."""
    return test if isinstance(test, Node) else _parsed(json.dumps(test, sort_keys=True, default=str))


@lru_cache(maxsize=16_384)
def _parsed(text: str) -> Node:
    canonical = clean(json.loads(text))
    again = json.dumps(canonical, sort_keys=True)
    return _node(canonical) if again == text else _parsed(again)


def _node(test: dict[str, Any]) -> Node:
    if "fact" in test:
        return _leaf(test)
    if "test" in test:
        children = (parse(test["test"]), parse(test["unless"]))
        return Exempted(canonical=test, check=AnyOf(_checks(children)), children=children)
    return _norm(test) if "standard" in test else _group(test)


def _group(test: dict[str, Any]) -> Node:
    children = tuple(map(parse, test.get("all") or test.get("any") or test["of"]))
    checks = _checks(children)
    if "all" in test:
        return Group(canonical=test, check=AllOf(checks), children=children, count=len(children))
    count = test.get("at_least", 1)
    check = AnyOf(checks) if count == 1 else AtLeast(count, checks)
    return Group(canonical=test, check=check, children=children, count=count)


def _norm(test: dict[str, Any]) -> Node:
    standard = STANDARDS[test["standard"]]
    tested = [(rule, parse(rule.test)) for rule in standard.rules if rule.test]
    children = tuple(node for _rule, node in tested)
    return Norm(
        canonical=test,
        check=AllOf(_checks(children)),
        children=children,
        standard=standard,
        rules=tuple(rule for rule, _node in tested),
        declared=tuple(rule for rule in standard.rules if rule.test is None),
    )


def _checks(nodes: tuple[Node, ...]) -> tuple[Check, ...]:
    return tuple(node.check for node in nodes)


def _leaf(test: dict[str, Any]) -> Leaf:
    testable, operator = TESTABLE[test["fact"]], OPERATORS[test["op"]]
    value = typed(testable, operator.shape, test.get("value"))
    about = test.get("of") if testable.named else test.get("year")
    check = _check(testable, operator, value, about)
    return Leaf(canonical=test, check=check, testable=testable, operator=operator, value=value, about=about)


def _chosen(measure: Measure) -> Term:
    assert isinstance(measure, Plain)  # of a choice
    return measure.term


def _check(testable: Testable, operator: Operator, value: Any, about: Any) -> Check:
    if operator.key == "holds":
        kinds, years = (value["kinds"], value["years"]) if isinstance(value, dict) else (value, None)
        return found_or_unknown(InForce(tuple(kinds), years), "qualifications_listed_on")
    if operator.key == "clean":
        return absent_or_unknown(Recorded(tuple(value["kinds"]), value.get("years")), "credit_listed_on")
    assert testable.measure is not None
    measure = testable.measure(about)
    match operator.key:
        case "has_value":
            return measure.known()
        case "between":
            low, high = value
            return AllOf((measure.compared(">=", low), measure.compared("<=", high)))
        case "older_than" | "younger_than":
            return Compare(stated(testable.key), operator.comparison, Back(**value))
        case "within":
            return Begins(stated(testable.key), tuple(map(region_prefix, value)))
        case "in" if testable.kind is Kind.INDUSTRY:
            return in_industries(stated(testable.key), value)
        case "in":
            return OneOf(_chosen(measure), value)
        case _:
            return measure.compared(operator.comparison, value)
