"""The schema of a cell as one quick test: a table of 1,000 rows is judged at every save.

It gives the verdict of a JSON Schema validator, to which it leaves what is no plain text or whole number;
tests/programs/forms/test_contract.py holds the two together.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from jsonschema import Draft202012Validator

Test = Callable[[Any], bool]
WORDS_ONLY = {"title", "description", "readOnly", "format"}


def test_of(schema: Mapping[str, Any]) -> Test:
    """Whether a value satisfies the schema."""
    rules = {name: rule for name, rule in schema.items() if name not in WORDS_ONLY}
    kind, names = rules.pop("type", None), set(rules)
    if kind == "string" and names <= {"pattern", "minLength", "maxLength"}:
        return _text(rules)
    if kind == "string" and names == {"enum"}:
        return _one_of(frozenset(rules["enum"])) if _texts(rules["enum"]) else _any(schema)
    if kind == "integer" and names <= {"minimum", "maximum"}:
        return _whole(rules)
    return _any(schema)


def _any(schema: Mapping[str, Any]) -> Test:
    validator = Draft202012Validator(schema)
    return lambda value: bool(validator.is_valid(value))


def _one_of(values: frozenset[str]) -> Test:
    return lambda value: isinstance(value, str) and value in values


def _texts(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _text(rules: Mapping[str, Any]) -> Test:
    least, most = rules.get("minLength", 0), rules.get("maxLength")
    search = re.compile(rules.get("pattern", "")).search

    def test(value: Any) -> bool:
        fits = isinstance(value, str) and least <= len(value) and (most is None or len(value) <= most)
        return fits and search(value) is not None

    return test


def _whole(rules: Mapping[str, Any]) -> Test:
    least, most = rules.get("minimum"), rules.get("maximum")

    def test(value: Any) -> bool:
        if isinstance(value, bool) or not (isinstance(value, int) or _is_whole(value)):
            return False
        return (least is None or least <= value) and (most is None or value <= most)

    return test


def _is_whole(value: Any) -> bool:
    return isinstance(value, float) and value.is_integer()
