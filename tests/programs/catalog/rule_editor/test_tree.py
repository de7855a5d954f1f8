"""A test taken apart and put together again."""

from typing import Any

import pytest

from programs.catalog.rule_editor import tree

A, B, C = ({"fact": "staff", "op": "at_least", "value": str(n), "year": -1} for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("test", "path", "how", "made"),
    [
        (A, [], "all", {"all": [A, B]}),
        (A, [], "any", {"any": [A, B]}),
        (A, [], "unless", {"test": A, "unless": B}),
        ({"all": [A, C]}, [], "all", {"all": [A, C, B]}),
        ({"all": [A, C]}, [1], "all", {"all": [A, C, B]}),
        ({"all": [A, C]}, [1], "any", {"all": [A, {"any": [C, B]}]}),
        ({"any": [A, C]}, [0], "unless", {"any": [{"test": A, "unless": B}, C]}),
        ({"at_least": 2, "of": [A, C]}, [], "any", {"at_least": 2, "of": [A, C, B]}),
        ({"test": A, "unless": C}, [1], "all", {"test": A, "unless": {"all": [C, B]}}),
    ],
)
def test_another_test_stands_beside_the_one_that_is_chosen(
    test: Any, path: list[int], how: str, made: Any
) -> None:
    assert tree.joined(test, path, how, B) == made


@pytest.mark.parametrize(
    ("test", "path", "left"),
    [
        (A, [], None),
        ({"all": [A, B]}, [0], B),
        ({"all": [A, B, C]}, [1], {"all": [A, C]}),
        ({"any": [A, {"all": [B, C]}]}, [1, 0], {"any": [A, C]}),
        ({"at_least": 2, "of": [A, B, C]}, [2], {"all": [A, B]}),
        ({"test": A, "unless": B}, [1], A),
        ({"all": [A, {"test": B, "unless": C}]}, [1], A),
    ],
)
def test_what_is_left_when_one_is_taken_away(test: Any, path: list[int], left: Any) -> None:
    assert tree.replaced(test, path, None) == left


@pytest.mark.parametrize(
    ("count", "made"),
    [(1, {"any": [A, B, C]}), (2, {"at_least": 2, "of": [A, B, C]}), (3, {"all": [A, B, C]})],
)
def test_a_group_is_told_how_many_have_to_pass(count: int, made: Any) -> None:
    for test in ({"all": [A, B, C]}, {"any": [A, B, C]}, {"at_least": 2, "of": [A, B, C]}):
        assert tree.counted(test, [], count) == made


@pytest.mark.parametrize("path", ["x", "0.x", "-1", "0..1", "٣"])
def test_what_is_no_path_is_lost(path: str) -> None:
    with pytest.raises(tree.Lost):
        tree.steps(path)


def test_a_path_to_nothing_is_lost() -> None:
    for path in ([0], [5], [0, 0]):
        with pytest.raises(tree.Lost):
            tree.at(A, path)
    for count in (0, 3):
        with pytest.raises(tree.Lost):
            tree.counted({"all": [A, B]}, [], count)
