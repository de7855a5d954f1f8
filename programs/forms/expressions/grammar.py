"""From text to tree: an LALR grammar (lark), read without recursion; length and depth are limited.

    amount <= 0.5 * contract_amount and sum(budget.grant) = amount
    file.revenue[-2] >= 2000万元 or kind in ["institute", "university"]

≤ ≥ ≠ × ÷ and full-width signs are taken as people type them; so are 且 或 非 是 否.
"""

from decimal import Decimal
from functools import cache
from typing import Any, cast

from django.utils.translation import gettext as _
from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from programs.forms.expressions import nodes
from programs.forms.expressions.faults import Fault
from programs.forms.expressions.nodes import Node

LONGEST = 2000  # characters
DEEPEST = 60  # nodes inside each other
GIVEN = ("round.cap", "today", "closing_day")
FILE = "file"
FARTHEST_BACK = 9  # years
SHOWN = 20  # characters of what was not understood

# One character for one character, so that positions stay.
_NARROW = str.maketrans("（），［］＋－＊／＝＜＞．×÷％、", "(),[]+-*/=<>.*/%,")

GRAMMAR = r"""
    ?start: either
    ?either: both (("or" | "或") both)*          -> either
    ?both: contrary (("and" | "且") contrary)*   -> both
    ?contrary: ("not" | "非") contrary           -> contrary
        | comparison
    ?comparison: total
        | total COMPARES total                   -> compare
        | total "in" options                     -> among
        | total "not" "in" options               -> not_among
    ?options: "[" either ("," either)* ","? "]"  -> listed
        | total
    ?total: product
        | total (PLUS | MINUS) product           -> arithmetic
    ?product: signed
        | product TIMES signed                   -> arithmetic
    ?signed: MINUS signed                        -> minus
        | atom
    ?atom: FIGURE                                -> figure
        | DAY                                    -> day
        | WORDS                                  -> words
        | yes
        | no
        | path
        | path "[" MINUS? FIGURE "]"             -> years_back
        | NAME "(" [either ("," either)*] ")"    -> call
        | "(" either ")"
    path: NAME ("." NAME)*
    !yes: "yes" | "是"
    !no: "no" | "否"

    COMPARES: "<=" | ">=" | "!=" | "<>" | "==" | "=" | "<" | ">" | "≤" | "≥" | "≠"
    PLUS: "+"
    MINUS: "-" | "−"
    TIMES: "*" | "/"
    DAY.2: /[0-9]{4}-[0-9]{2}-[0-9]{2}/
    FIGURE: /[0-9]+(\.[0-9]+)?[ ]*(%|[亿億]元|[万萬]元|元)?/
    WORDS: /"[^"\n]*"|“[^”\n]*”/
    NAME: /[A-Za-z_][A-Za-z0-9_]*/
    %ignore /\s+/
"""
SIGNS = {"≤": "<=", "≥": ">=", "≠": "!=", "<>": "!=", "==": "=", "−": "-"}


def parse(written: str) -> Node:
    """The tree of an expression; Fault with a sentence and the place where it is none."""
    if len(written) > LONGEST:
        raise Fault(
            _("The expression has %(length)s characters; at most %(most)s are read. Split it up.")
            % {"length": f"{len(written):,}", "most": f"{LONGEST:,}"},
            LONGEST,
        )
    if not written.strip():
        raise Fault(_("Write an expression."))
    try:
        node = cast(Node, _parser().parse(_narrowed(written)))  # the transformer makes nodes
    except UnexpectedInput as error:
        raise _not_understood(written, error) from None
    if nodes.depth(node) > DEEPEST:
        raise Fault(
            _("The expression is nested too deeply. Split it into several rules or computed figures.")
        )
    return node


def _narrowed(written: str) -> str:
    """Full-width signs made narrow, except inside texts."""
    pieces, closing = [], ""
    for character in written:
        if closing:
            closing = "" if character == closing else closing
            pieces.append(character)
            continue
        closing = {'"': '"', "“": "”"}.get(character, "")
        pieces.append(character if closing else character.translate(_NARROW))
    return "".join(pieces)


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", lexer="basic", transformer=_Tree())


def _not_understood(written: str, error: UnexpectedInput) -> Fault:
    at, wanted = getattr(error, "pos_in_stream", None), _expected(error)
    if at is None or (isinstance(error, UnexpectedToken) and error.token.type == "$END"):
        sentence = _("The expression ends too early: something is missing at its end.")
        return Fault(sentence, len(written), wanted)
    rest = written[at : at + SHOWN]
    if isinstance(error, UnexpectedCharacters) and rest[:1] in ('"', "“"):
        return Fault(_("The text that begins here has no closing quotation mark."), at)
    return Fault(_("This is not understood from “%(rest)s” on.") % {"rest": rest}, at, wanted)


def _expected(error: UnexpectedInput) -> str:
    """What could stand there, in a sentence."""
    if not isinstance(error, UnexpectedToken):
        return _("No expression has this sign.")
    accepted = set(error.accepts)
    if "NAME" in accepted:
        return _("A name, a figure, a day or words in quotation marks are expected.")
    if "FIGURE" in accepted:
        return _("A figure is expected.")
    if accepted & {"RPAR", "RSQB"}:
        return _("A closing bracket is expected.")
    if accepted == {"IN"}:
        return _("“in” is expected.")
    return _("A sign such as + or =, or a word such as “and”, is expected.")


def _begin(items: list[Any]) -> int:
    """Where the first of them stands."""
    first = items[0]
    return first.at if isinstance(first, Node) else int(first.start_pos or 0)


class _Tree(Transformer[Token, Node]):
    """Called while the parser reads, from the inside out."""

    def either(self, items: list[Node]) -> Node:
        return nodes.Or(tuple(items), at=_begin(items)) if len(items) > 1 else items[0]

    def both(self, items: list[Node]) -> Node:
        return nodes.And(tuple(items), at=_begin(items)) if len(items) > 1 else items[0]

    def contrary(self, items: list[Node]) -> Node:
        return nodes.Not(items[0], at=_begin(items))

    def compare(self, items: list[Any]) -> Node:
        left, sign, right = items
        return nodes.Compare(SIGNS.get(sign, str(sign)), left, right, at=_begin(items))

    def among(self, items: list[Node]) -> Node:
        return nodes.In(items[0], items[1], at=_begin(items))

    def not_among(self, items: list[Node]) -> Node:
        return nodes.In(items[0], items[1], negated=True, at=_begin(items))

    def listed(self, items: list[Node]) -> Node:
        return nodes.Listed(tuple(items), at=_begin(items))

    def arithmetic(self, items: list[Any]) -> Node:
        left, sign, right = items
        return nodes.Arithmetic(SIGNS.get(sign, str(sign)), left, right, at=_begin(items))

    def minus(self, items: list[Any]) -> Node:
        return nodes.Minus(items[1], at=_begin(items))

    def figure(self, items: list[Token]) -> Node:
        digits = items[0].rstrip("%亿億万萬元 ")
        unit = items[0][len(digits) :].strip().replace("億", "亿").replace("萬", "万")
        return nodes.Figure(format(Decimal(digits), "f"), unit, at=_begin(items))

    def day(self, items: list[Token]) -> Node:
        return nodes.Day(str(items[0]), at=_begin(items))

    def words(self, items: list[Token]) -> Node:
        return nodes.Words(items[0][1:-1], at=_begin(items))

    def yes(self, items: list[Token]) -> Node:
        return nodes.YesNo(True, at=_begin(items))

    def no(self, items: list[Token]) -> Node:
        return nodes.YesNo(False, at=_begin(items))

    def call(self, items: list[Any]) -> Node:
        arguments = tuple(item for item in items[1:] if item is not None)
        return nodes.Call(str(items[0]), arguments, at=_begin(items))

    def path(self, items: list[Token]) -> Node:
        named = tuple(str(item) for item in items)
        if ".".join(named) in GIVEN:
            return nodes.Given(".".join(named), at=_begin(items))
        if named[0] == FILE and len(named) == 2:
            return nodes.Fact(named[1], at=_begin(items))
        return nodes.Name(named, at=_begin(items))

    def years_back(self, items: list[Any]) -> Node:
        fact, years = items[0], items[-1]
        written = str(years).strip()
        if not isinstance(fact, nodes.Fact):
            raise Fault(_("Only a fact of the file has a year in brackets."), fact.at)
        if items[1] is years or not written.isdigit() or not 1 <= int(written[:3]) <= FARTHEST_BACK:
            raise Fault(
                _("The year is counted back from the round's: [-1] to [-%(most)s].")
                % {"most": FARTHEST_BACK},
                fact.at,
            )
        return nodes.Fact(fact.fact, -int(written), at=_begin(items))
