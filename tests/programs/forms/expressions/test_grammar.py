import sys

import pytest
from hypothesis import given, settings

from programs.forms.expressions import Fault, from_json, parse, text, to_json
from programs.forms.expressions.grammar import LONGEST
from programs.forms.expressions.nodes import Arithmetic, Figure, Name, Node, depth
from tests.programs.forms.expressions.strategies import TREES


@settings(max_examples=50, deadline=None)
@given(TREES)
def test_text_and_json_of_a_tree_are_read_back_as_the_tree(node: Node) -> None:
    assert parse(text(node)) == node
    assert from_json(to_json(node)) == node


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("amount≤0.5*contract", "amount <= 0.5 * contract"),
        ("a 且 b 或 非 c", "a and b or not c"),
        ("（a＋b）×2＞＝3", "(a + b) * 2 >= 3"),
        ('kind in [“firm”，"uni"]', 'kind in ["firm", "uni"]'),
        ("a <> 3% and b == 20 萬元", "a != 3% and b = 20万元"),
        ("android + inner + nothing = order", "android + inner + nothing = order"),
        ("not a not in b", "not a not in b"),
        ("a - b - c", "a - b - c"),
        ("a - (b - c) / -d", "a - (b - c) / -d"),
        ("done = 是", "done = yes"),
        ("file.revenue[-2] > file.revenue", "file.revenue[-2] > file.revenue"),
        ('a = "（全角，不变）"', 'a = "（全角，不变）"'),
    ],
)
def test_what_people_type_is_read_and_written_as_meant(typed: str, meant: str) -> None:
    assert text(parse(typed)) == meant


@pytest.mark.parametrize(
    ("typed", "sentence", "at"),
    [
        ("", "Write an expression.", 0),
        ("a (", "The expression ends too early: something is missing at its end.", 3),
        ("a < b < c", "This is not understood from “< c” on.", 6),
        ('a = "x', "The text that begins here has no closing quotation mark.", 4),
        ("a $ b", "This is not understood from “$ b” on.", 2),
        ("a.b[-1] > 1", "Only a fact of the file has a year in brackets.", 0),
        ("file.x[2] > 1", "The year is counted back from the round's: [-1] to [-9].", 0),
        ("x; import os", "This is not understood from “; import os” on.", 1),
        ("__import__('os')", "This is not understood from “'os')” on.", 11),
    ],
)
def test_what_is_no_expression_is_refused_with_its_place(typed: str, sentence: str, at: int) -> None:
    with pytest.raises(Fault) as refused:
        parse(typed)
    assert (refused.value.sentence, refused.value.at) == (sentence, at)


def test_deep_and_long_expressions_are_refused_without_recursion() -> None:
    """The parser works with 60 frames to spare, whatever it is sent."""
    frames, limit = 0, sys.getrecursionlimit()
    frame = sys._getframe()
    while frame is not None:
        frames, frame = frames + 1, frame.f_back  # type: ignore[assignment]
    parse("1 = 1")  # the grammar itself is read once, with as many frames as it likes
    sys.setrecursionlimit(frames + 60)
    try:
        assert parse("(" * 900 + "a" + ")" * 900) == Name(("a",))
        for deep in (
            "-" * 1900 + "a",
            "not " * 400 + "a",
            "a" + "+a" * 900,
            "round(" * 280 + "a" + ")" * 280,
        ):
            with pytest.raises(Fault, match="nested too deeply"):
                parse(deep)
    finally:
        sys.setrecursionlimit(limit)
    with pytest.raises(Fault, match="2,001 characters"):
        parse("a" * (LONGEST + 1))


def test_depth_is_counted_from_the_leaves() -> None:
    assert depth(Arithmetic("+", Figure("1"), Arithmetic("*", Figure("2"), Figure("3")))) == 3
