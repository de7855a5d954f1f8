"""A test taken apart and put together again. A path leads down from the top: 0.2, or nothing for the top."""

from collections.abc import Sequence
from typing import Any

Test = dict[str, Any]
ALL, ANY, UNLESS = "all", "any", "unless"
JOINS = (ALL, ANY, UNLESS)


class Lost(Exception):
    """There is nothing at the path: somebody has changed the test meanwhile."""


def steps(path: str) -> list[int]:
    """The path as numbers; Lost for what is no path."""
    parts = path.split(".") if path else []
    if not all(part.isascii() and part.isdigit() and len(part) < 4 for part in parts):
        raise Lost
    return [int(part) for part in parts]


def inside(test: Test) -> list[Test]:
    """The tests in a group or an exception; none in others."""
    if "test" in test:
        return [test["test"], test["unless"]]
    found: list[Test] = test.get("all") or test.get("any") or test.get("of") or []
    return found if "fact" not in test else []


def at(test: Test, path: Sequence[int]) -> Test:
    """The test at a path."""
    for step in path:
        tests = inside(test)
        if step >= len(tests):
            raise Lost
        test = tests[step]
    return test


def replaced(test: Test, path: Sequence[int], by: Test | None) -> Test | None:
    """The whole with another test at the path; None takes it away, and a group of one becomes that one."""
    if not path:
        return by
    at(test, path)
    tests = list(inside(test))
    made = replaced(tests[path[0]], path[1:], by)
    if made is None:
        del tests[path[0]]
    else:
        tests[path[0]] = made
    return _with(test, tests)


def joined(test: Test, path: Sequence[int], how: str, other: Test) -> Test:
    """Another test beside the one at the path: both are asked for, either will do, or it is the exception."""
    if path and how != UNLESS and how in at(test, path[:-1]):
        path = path[:-1]
    found = at(test, path)
    if how == UNLESS:
        made: Test = {"test": found, "unless": other}
    elif how in found or (how == ANY and "of" in found and "fact" not in found):
        made = {**found, _key(found): [*inside(found), other]}
    else:
        made = {how: [found, other]}
    whole = replaced(test, path, made)
    assert whole is not None
    return whole


def counted(test: Test, path: Sequence[int], count: int) -> Test:
    """The group at the path with the number of its tests that have to pass."""
    found = at(test, path)
    tests = inside(found)
    if "test" in found or not 1 <= count <= len(tests):
        raise Lost
    made = {ALL: tests} if count == len(tests) else {ANY: tests} if count == 1 else None
    whole = replaced(test, path, made or {"at_least": count, "of": tests})
    assert whole is not None
    return whole


def count_of(test: Test) -> int:
    """How many of the tests of a group have to pass."""
    return len(test["all"]) if "all" in test else int(test.get("at_least", 1))


def _key(test: Test) -> str:
    return next(key for key in ("all", "any", "of") if key in test)


def _with(test: Test, tests: list[Test]) -> Test | None:
    """The group with these tests. What is left of an exception stands alone; without its test nothing is."""
    if "test" in test:
        return {"test": tests[0], "unless": tests[1]} if len(tests) == 2 else tests[0]
    if len(tests) <= 1:
        return tests[0] if tests else None
    made = {**test, _key(test): tests}
    return made if "at_least" not in made or made["at_least"] < len(tests) else {ALL: tests}
