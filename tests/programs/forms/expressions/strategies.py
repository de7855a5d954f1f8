"""Random expressions: any tree, well typed or not."""

from typing import Any

from hypothesis import strategies as st

from programs.forms.expressions import nodes

NAMES = st.sampled_from([("a",), ("b",), ("flag",), ("table", "n"), ("table", "row", "n"), ("missing",)])
DIGITS = st.sampled_from(["0", "1", "2.50", "0.5", "300", "99999999999"])
FIGURES = st.builds(nodes.Figure, DIGITS, st.sampled_from(["", "%", "元", "万元", "亿元"]))
TEXTS = st.text("ab字 .,(）'\\", max_size=5)
LEAVES = (
    FIGURES
    | st.builds(nodes.Words, TEXTS)
    | st.builds(nodes.Day, st.dates().map(str))
    | st.builds(nodes.YesNo, st.booleans())
    | st.builds(nodes.Name, NAMES)
    | st.builds(nodes.Fact, st.just("revenue"), st.none() | st.integers(-9, -1))
    | st.builds(nodes.Given, st.sampled_from(["round.cap", "today", "closing_day"]))
)
FUNCTIONS = st.sampled_from(
    ["sum", "count", "min", "max", "round", "years_between", "days_between", "empty", "coalesce"]
)


def _grown(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inside, min_size=2, max_size=3).map(tuple)
    options = st.builds(nodes.Listed, st.lists(inside, min_size=1, max_size=3).map(tuple)) | inside
    return (
        st.builds(nodes.And, several)
        | st.builds(nodes.Or, several)
        | st.builds(nodes.Not, inside)
        | st.builds(nodes.Minus, inside)
        | st.builds(nodes.Compare, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), inside, inside)
        | st.builds(nodes.Arithmetic, st.sampled_from("+-*/"), inside, inside)
        | st.builds(nodes.In, inside, options, st.booleans())
        | st.builds(nodes.Call, FUNCTIONS, st.lists(inside, max_size=3).map(tuple))
    )


TREES = st.recursive(LEAVES, _grown, max_leaves=12)
