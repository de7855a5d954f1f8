"""Whether an expression makes sense: every name is known and nothing of two sorts is mixed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from django.utils.translation import gettext as _

from programs.forms.expressions import nodes
from programs.forms.expressions.faults import Fault
from programs.forms.expressions.functions import FUNCTIONS, require_count, zero
from programs.forms.expressions.nodes import Node
from programs.forms.expressions.sorts import DATE, MONEY, NUMBER, TEXT, YES_NO, Sort, Type

GIVEN = {"round.cap": MONEY, "today": DATE, "closing_day": DATE}


@dataclass(frozen=True)
class Scope:
    """What may be named: questions with their columns and cells, facts of the file, and which are by year.

    `closed`: names that are there but cannot be reckoned with, with the sentence why; of the `wholes` one
    can ask whether they are empty.
    """

    names: Mapping[tuple[str, ...], Type]
    facts: Mapping[str, Type] = field(default_factory=dict)
    yearly: frozenset[str] = frozenset()
    closed: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    wholes: frozenset[tuple[str, ...]] = frozenset()


def type_of(node: Node, scope: Scope) -> Type:
    """The type of the whole; Fault with a sentence and the place of the first thing that does not fit."""
    match node:
        case nodes.And(items) | nodes.Or(items):
            for item in items:
                _yes_no(item, scope)
            return YES_NO
        case nodes.Not(of):
            return _yes_no(of, scope)
        case nodes.Compare():
            return _compared(node, scope)
        case nodes.In():
            return _among(node, scope)
        case nodes.Arithmetic():
            return _reckoned(node, scope)
        case nodes.Minus(of):
            return _figure(of, scope)
        case nodes.Call():
            return _called(node, scope)
        case nodes.Name():
            return _named(node, scope)
        case nodes.Fact():
            return _fact(node, scope)
    return _literal(node)


def _literal(node: Node) -> Type:
    match node:
        case nodes.Figure(_value, unit):
            return MONEY if unit not in ("", "%") else NUMBER
        case nodes.Words():
            return TEXT
        case nodes.Day(value):
            return _day(value, node.at)
        case nodes.YesNo():
            return YES_NO
        case nodes.Given(what):
            return GIVEN[what]
    raise Fault(_("A list in brackets stands to the right of “in” only."), node.at)


def _day(value: str, at: int) -> Type:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise Fault(_("There is no day %(day)s.") % {"day": value}, at) from None
    return DATE


def _named(node: nodes.Name, scope: Scope) -> Type:
    if node.path in scope.names:
        return scope.names[node.path]
    if sentence := scope.closed.get(node.path):
        raise Fault(sentence, node.at)
    name = ".".join(node.path)
    if len(node.path) > 1 and (node.path[:1] in scope.names or node.path[:1] in scope.closed):
        raise Fault(
            _("The question “%(key)s” has no part “%(part)s”.")
            % {"key": node.path[0], "part": ".".join(node.path[1:])},
            node.at,
        )
    known = {".".join(path) for path in (*scope.names, *scope.closed)}
    sentence = _("There is no question “%(key)s” in this form.") % {"key": name}
    raise Fault(sentence, node.at, _alike(name, known))


def _alike(name: str, known: Iterable[str]) -> str:
    """What was probably meant, as a question; "" where nothing is like it."""
    found = get_close_matches(name, sorted(known), n=2)
    return _("Is %(names)s meant?") % {"names": _(" or ").join(f"“{one}”" for one in found)} if found else ""


def _fact(node: nodes.Fact, scope: Scope) -> Type:
    if node.fact not in scope.facts:
        sentence = _("There is no fact “%(key)s”.") % {"key": node.fact}
        raise Fault(sentence, node.at, _alike(node.fact, scope.facts))
    if node.back is not None and node.fact not in scope.yearly:
        raise Fault(_("“%(key)s” is not said by year: leave the brackets out.") % {"key": node.fact}, node.at)
    return scope.facts[node.fact]


def _yes_no(node: Node, scope: Scope) -> Type:
    found = type_of(node, scope)
    if found != YES_NO:
        raise Fault(
            _("A condition is needed here, such as a comparison, not %(given)s.") % {"given": found.words},
            node.at,
        )
    return found


def _figure(node: Node, scope: Scope) -> Type:
    found = type_of(node, scope)
    if not found.figure:
        raise Fault(_("A number is needed here, not %(given)s.") % {"given": found.words}, node.at)
    return found


def _compared(node: nodes.Compare, scope: Scope) -> Type:
    left, right = type_of(node.left, scope), type_of(node.right, scope)
    _same(node, node.left, left, node.right, right)
    if node.operator not in ("=", "!=") and not left.ordered:
        raise Fault(_("Only numbers, money and dates can be less or more. Use = or !=."), node.at)
    return YES_NO


def _same(node: Node, left_node: Node, left: Type, right_node: Node, right: Type) -> None:
    """Whether the two can be equal at all."""
    if left.many or right.many or Sort.ROWS in (left.sort, right.sort):
        raise Fault(
            _("A list cannot be compared. Use sum(), count(), min(), max() or “in”."),
            (left_node if left.many or left.sort == Sort.ROWS else right_node).at,
        )
    for choice, other, other_node in ((left, right, right_node), (right, left, left_node)):
        if choice.sort == Sort.CHOICE and other.sort == Sort.TEXT and isinstance(other_node, nodes.Words):
            _offered(other_node, choice)
            return
    amounts = {left.sort, right.sort} == {Sort.NUMBER, Sort.MONEY}
    if left.sort != right.sort and not (amounts and (zero(left_node) or zero(right_node))):
        raise _mixed(node, left, right)


def _mixed(node: Node, left: Type, right: Type) -> Fault:
    words = {"left": left.words, "right": right.words}
    if {left.sort, right.sort} == {Sort.NUMBER, Sort.MONEY}:
        sentence = _("Money and a number do not go together here. Write amounts with their unit: 20万元.")
        return Fault(sentence, node.at)
    return Fault(_("%(left)s and %(right)s do not go together here.") % words, node.at)


def _offered(node: nodes.Words, choice: Type) -> None:
    if choice.options and node.value not in choice.options:
        words = {"value": node.value, "options": ", ".join(choice.options)}
        raise Fault(_("“%(value)s” is not among the answers: %(options)s.") % words, node.at)


def _among(node: nodes.In, scope: Scope) -> Type:
    what = type_of(node.what, scope)
    if isinstance(node.options, nodes.Listed):
        for item in node.options.items:
            _same(node, node.what, what, item, type_of(item, scope))
        return YES_NO
    options = type_of(node.options, scope)
    if not options.many:
        raise Fault(
            _("A list is needed to the right of “in”, not %(given)s.") % {"given": options.words},
            node.options.at,
        )
    _same(node, node.what, what, node.options, options.one)
    return YES_NO


def _reckoned(node: nodes.Arithmetic, scope: Scope) -> Type:
    left, right = _figure(node.left, scope), _figure(node.right, scope)
    sorts = (left.sort, right.sort)
    if node.operator in "+-":
        if left.sort != right.sort and not (zero(node.left) or zero(node.right)):
            raise _mixed(node, left, right)
        return MONEY if Sort.MONEY in sorts else NUMBER
    if node.operator == "*":
        if sorts == (Sort.MONEY, Sort.MONEY):
            raise Fault(_("Money cannot be multiplied by money."), node.at)
        return MONEY if Sort.MONEY in sorts else NUMBER
    if sorts == (Sort.NUMBER, Sort.MONEY):
        raise Fault(_("A number cannot be divided by money."), node.at)
    return MONEY if sorts == (Sort.MONEY, Sort.NUMBER) else NUMBER


def _called(node: nodes.Call, scope: Scope) -> Type:
    function = FUNCTIONS.get(node.function)
    if function is None:
        words = {"name": node.function, "names": ", ".join(FUNCTIONS)}
        raise Fault(_("There is no function %(name)s(). There are: %(names)s.") % words, node.at)
    require_count(node)
    asked = node.arguments[0]
    if node.function == "empty" and isinstance(asked, nodes.Name) and asked.path in scope.wholes:
        return YES_NO
    return function.fits([type_of(argument, scope) for argument in node.arguments], node)
