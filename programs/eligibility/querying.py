"""The same verdicts for all organizations, in SQL."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Value

from portal.facts.models import CurrentFacts
from programs.eligibility.checks import TRUTH, AllOf
from programs.eligibility.context import Context
from programs.eligibility.grammar import Test, parse
from programs.eligibility.tables import Expression, table_of, with_figures
from programs.eligibility.terms import Stated


def as_expression(test: Test, context: Context) -> Expression:
    """True, false or NULL, over `rows` of the same context."""
    return parse(test).check.sql(table_of(context))


def rows(tests: Iterable[Test], context: Context) -> models.QuerySet[CurrentFacts]:
    """One row per organization, joined with the years of figures that the tests ask for."""
    offsets = {offset for test in tests for offset in _offsets(parse(test).check)}
    return with_figures(CurrentFacts.objects.all(), {context.reference_year + offset for offset in offsets})


def judged(tests: Iterable[Test], context: Context) -> models.QuerySet[CurrentFacts]:
    """The rows with `verdict`: whether all tests pass, NULL where that is unknown or there is no test."""
    nodes = [parse(test) for test in tests]
    if not nodes:
        return rows((), context).annotate(verdict=Value(None, output_field=TRUTH))
    check = AllOf(tuple(node.check for node in nodes))
    return rows(nodes, context).annotate(verdict=check.sql(table_of(context)))


def _offsets(part: Any) -> set[int]:
    """The years asked for, by their offset."""
    if isinstance(part, Stated):
        return set() if part.offset is None else {part.offset}
    return {offset for inner in part.parts() for offset in _offsets(inner)}
