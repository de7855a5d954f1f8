"""Clauses that the terms of programs, or those published with a round, name as their source."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F, Func, JSONField, Model, QuerySet
from django.utils.translation import gettext as _

from programs.catalog.models import Program, Round
from programs.policies.models import Clause


def by_terms(model: type[Model], ids: Iterable[int]) -> Iterator[tuple[int, Any]]:
    """Clause and program (or round), where a term names the clause as its source (document#clause)."""
    clauses = Clause.objects.filter(pk__in=ids).values_list("document__slug", "number", "pk")
    wanted = {f"{slug}#{number}": pk for slug, number, pk in clauses}
    named = Func(
        F("terms"),
        template="jsonb_path_query_array(%(expressions)s, '$.*.source')",
        output_field=JSONField(),
    )
    rows: QuerySet[Any] = model._default_manager.annotate(named=named).filter(
        named__has_any_keys=list(wanted)
    )
    for row in rows.order_by("pk"):
        for source in sorted(set(row.named) & wanted.keys()):
            yield wanted[source], row


def holders(ids: Iterable[int]) -> Iterator[tuple[str, Model]]:
    """A sentence and the row for each clause that somebody's terms name."""
    ids = list(ids)
    clauses = Clause.objects.select_related("document").in_bulk(ids)
    for clause_id, program in by_terms(Program, ids):
        sentence = _("The terms of the program “%(program)s” name %(clause)s as a source. Change them first.")
        yield sentence % {"clause": clauses[clause_id], "program": program}, program
    for clause_id, round_ in by_terms(Round, ids):
        sentence = _("The terms published with the round “%(round)s” name %(clause)s as a source. They stay.")
        yield sentence % {"clause": clauses[clause_id], "round": round_}, round_
