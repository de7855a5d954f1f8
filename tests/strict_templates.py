"""An undefined variable in one of our templates fails the test; libraries may do as they like."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.base import FilterExpression, Node, Variable, VariableDoesNotExist

ROOT = Path(__file__).resolve().parent.parent
OURS = tuple(f"{ROOT / floor}/" for floor in ("portal", "programs", "applications"))


class Undefined(AssertionError):
    """Names the variable and the template."""


def template_of_caller() -> str:
    """The file of the innermost node being rendered."""
    frame = inspect.currentframe()
    while frame:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return str(node.origin.name)
        frame = frame.f_back
    return ""


@pytest.fixture(scope="session", autouse=True)
def strict_templates() -> Iterator[None]:
    """Watches which lookups fail, and raises where Django would print nothing."""
    lookup, resolve = Variable._resolve_lookup, FilterExpression.resolve
    failed: list[Variable] = []

    def watched(self: Variable, context: Any) -> Any:
        try:
            return lookup(self, context)
        except VariableDoesNotExist:
            failed[:] = [self]
            raise

    def strict(self: FilterExpression, context: Any, ignore_failures: bool = False) -> Any:
        failed.clear()
        value = resolve(self, context, ignore_failures)
        if failed and failed[0] is self.var and not ignore_failures:
            template = template_of_caller()
            if template.startswith(OURS):
                raise Undefined(f"{self.token} is undefined in {template}")
        return value

    Variable._resolve_lookup = watched
    FilterExpression.resolve = strict
    yield
    Variable._resolve_lookup, FilterExpression.resolve = lookup, resolve
