"""Keeps search terms in step with the headings of clauses."""

from typing import Any

from programs.catalog.services import refresh_search
from programs.policies.models import Clause


def refresh_of_clause(instance: Clause, *, created: bool, raw: bool, **kwargs: Any) -> None:
    """After a clause is edited, refresh the programs that rest on it."""
    if not (created or raw):
        for program in instance.programs.all():
            refresh_search(program)
