"""From tree to text, with brackets only where they are needed: `parse(text(node)) == node`."""

from programs.forms.expressions import nodes
from programs.forms.expressions.nodes import Node

EITHER, BOTH, CONTRARY, COMPARISON, TOTAL, PRODUCT, SIGNED, ATOM = range(8)


def text(node: Node) -> str:
    """The expression as an official would write it."""
    return _written(node)[0]


def _inside(node: Node, least: int) -> str:
    """In brackets where it binds less than its place asks."""
    words, binds = _written(node)
    return words if binds >= least else f"({words})"


def _written(node: Node) -> tuple[str, int]:
    """The words, and how closely they bind."""
    match node:
        case nodes.Or(items):
            return " or ".join(_inside(item, BOTH) for item in items), EITHER
        case nodes.And(items):
            return " and ".join(_inside(item, CONTRARY) for item in items), BOTH
        case nodes.Not(of):
            return f"not {_inside(of, CONTRARY)}", CONTRARY
        case nodes.Compare(operator, left, right):
            return f"{_inside(left, TOTAL)} {operator} {_inside(right, TOTAL)}", COMPARISON
        case nodes.In(what, options, negated):
            word = "not in" if negated else "in"
            return f"{_inside(what, TOTAL)} {word} {_options(options)}", COMPARISON
        case nodes.Arithmetic("+" | "-" as operator, left, right):
            return f"{_inside(left, TOTAL)} {operator} {_inside(right, PRODUCT)}", TOTAL
        case nodes.Arithmetic(operator, left, right):
            return f"{_inside(left, PRODUCT)} {operator} {_inside(right, SIGNED)}", PRODUCT
        case nodes.Minus(of):
            return f"-{_inside(of, SIGNED)}", SIGNED
        case _:
            return _atom(node), ATOM


def _options(node: Node) -> str:
    if isinstance(node, nodes.Listed):
        return f"[{_row(node.items)}]"
    return _inside(node, TOTAL)


def _row(items: tuple[Node, ...]) -> str:
    return ", ".join(text(item) for item in items)


def _atom(node: Node) -> str:
    match node:
        case nodes.Figure(value, unit):
            return f"{value}{unit}"
        case nodes.Words(value):
            return f"“{value}”" if '"' in value else f'"{value}"'
        case nodes.Day(value):
            return value
        case nodes.YesNo(value):
            return "yes" if value else "no"
        case nodes.Name(path):
            return ".".join(path)
        case nodes.Fact(fact, back):
            return f"file.{fact}" if back is None else f"file.{fact}[{back}]"
        case nodes.Given(what):
            return what
        case nodes.Call(function, arguments):
            return f"{function}({_row(arguments)})"
    raise TypeError(f"{type(node).__name__} is no expression of its own.")
