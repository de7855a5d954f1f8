from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from programs.forms.expressions import ABSENT, from_json, names, parse, to_json, truth, value
from programs.forms.expressions.nodes import And, Call, Node, Not, Or, walk
from tests.programs.forms.expressions.strategies import TREES


@dataclass(frozen=True)
class Said:
    """A reading of whatever is said; the rest is unknown."""

    answers: Mapping[tuple[str, ...], Any] = field(default_factory=dict)
    absent: bool | None = False

    def named(self, path: tuple[str, ...]) -> Any:
        return self.answers.get(path)

    def is_empty(self, path: tuple[str, ...]) -> bool:
        return self.answers.get(path) is None

    def fact(self, name: str, back: int | None) -> Any:
        return None

    def given(self, what: str) -> Any:
        return {"round.cap": Decimal(200_000), "today": date(2026, 6, 1)}.get(what)


SCALARS = st.sampled_from([Decimal(0), Decimal("2.5"), Decimal("1e20"), "x", date(2026, 1, 1), True, False])
ANSWERS = st.fixed_dictionaries(
    {("a",): SCALARS, ("b",): SCALARS, ("flag",): st.booleans(), ("table", "row", "n"): SCALARS},
    optional={("table", "n"): st.lists(SCALARS | st.none(), max_size=3).map(tuple)},
)


@settings(max_examples=60, deadline=None)
@given(TREES, ANSWERS, st.sampled_from([False, None]))
def test_evaluation_of_any_tree_never_raises(node: Node, answers: Any, absent: bool | None) -> None:
    said = Said({path: ABSENT if path == ("b",) else v for path, v in answers.items()}, absent)
    assert truth(node, said) in (True, False, None)
    assert value(from_json(to_json(node)), said) == value(node, said)


@settings(max_examples=50, deadline=None)
@given(TREES, TREES, ANSWERS)
def test_kleene_laws_hold(left: Node, right: Node, answers: Any) -> None:
    said = Said(answers)
    both, either = truth(And((left, right)), said), truth(Or((left, right)), said)
    assert both == truth(And((right, left)), said)
    assert either == truth(Or((right, left)), said)
    assert truth(Not(And((left, right))), said) == truth(Or((Not(left), Not(right))), said)
    assert truth(Not(Or((left, right))), said) == truth(And((Not(left), Not(right))), said)
    assert truth(Not(Not(left)), said) == truth(left, said)
    assert truth(And((left, left)), said) == truth(Or((left, left)), said) == truth(left, said)


@settings(max_examples=60, deadline=None)
@given(TREES, ANSWERS, st.sets(st.sampled_from([("a",), ("b",), ("flag",), ("table", "row", "n")])))
def test_what_is_decided_with_less_known_stays_decided(
    node: Node, answers: Any, unknown: set[tuple[str, ...]]
) -> None:
    """Unknown never becomes yes or no by itself; empty() and coalesce() ask about it on purpose."""
    assume(not any(isinstance(n, Call) and n.function in ("empty", "coalesce") for n in walk(node)))
    before = truth(node, Said({path: v for path, v in answers.items() if path not in unknown}))
    assert before in (None, truth(node, Said(answers)))


@pytest.mark.parametrize(
    ("typed", "worth"),
    [
        ("sum(table.n)", Decimal(6)),
        ("sum(nothing)", Decimal(0)),
        ("sum(torn)", None),
        ("count(torn)", Decimal(3)),
        ("min(table.n)", Decimal(1)),
        ("max(1, 2.5, 2)", Decimal("2.5")),
        ("min(torn)", None),
        ("round(2.345, 2)", Decimal("2.35")),
        ("round(-2.5)", Decimal(-3)),
        ("1 / 0", None),
        ("0 / 0", None),
        ("10 / 4 - 20%", Decimal("2.3")),
        ("2万元 * 3 - 1亿元", Decimal(-99_940_000)),
        ("years_between(2020-02-29, 2026-02-28)", Decimal(5)),
        ("years_between(2026-02-28, 2020-02-29)", Decimal(-5)),
        ("days_between(2026-02-28, today)", Decimal(93)),
        ("days_between(today, closing_day)", None),
        ("coalesce(unknown, round.cap)", Decimal(200_000)),
        ("unknown in [1, 2]", None),
        ("a in [1, unknown]", True),
        ("a in [2, unknown]", None),
        ("a not in [2, 3]", True),
        ('"x" in torn', None),
        ("unknown = 1 and no", False),
        ("unknown = 1 or yes", True),
        ("unknown = 1 or no", None),
        ("gone = 1", False),
        ("gone != 1", True),
        ("not gone < 1", True),
        ("gone + 1 > 0", False),
        ("coalesce(gone, 3)", Decimal(3)),
        ("max(gone, 3)", Decimal(3)),
        ('"x" = 1', None),
    ],
)
def test_values(typed: str, worth: Any) -> None:
    said = Said(
        {
            ("table", "n"): (Decimal(1), Decimal(2), Decimal(3)),
            ("torn",): (Decimal(1), None, Decimal(3)),
            ("nothing",): (),
            ("a",): Decimal(1),
            ("gone",): ABSENT,
        }
    )
    assert value(parse(typed), said) == worth


def test_absent_answers_leave_a_rule_open() -> None:
    said = Said({("gone",): ABSENT}, absent=None)
    found = {typed: truth(parse(typed), said) for typed in ("gone = 1", "gone != 1", "gone in [1]", "gone")}
    assert set(found.values()) == {None}


def test_names_are_told_once_in_order() -> None:
    assert names(parse("b + a.c > b and file.x > 0")) == [("b",), ("a", "c")]
