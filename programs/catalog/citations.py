"""Tells who edits a successor document which programs, rounds and lines cite a clause, drafts too."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F, Func, JSONField, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.catalog.models import Condition, Program, RequiredDocument
from programs.policies.models import Clause
from programs.sources.citations import Citation, edit_url


def citations(clause_ids: Iterable[int]) -> Iterator[Citation]:
    """Programs, and conditions and required documents of rounds; a line is edited on its round's page."""
    ids = set(clause_ids)
    yield from _programs(ids)
    conditions = Condition.objects.filter(Q(clause__in=ids) | Q(rule__clause__in=ids)).select_related("rule")
    for condition in _by_round(conditions):
        of_rule = condition.rule.clause_id if condition.rule else None
        for clause_id in sorted({condition.clause_id, of_rule} & ids):
            yield _line(clause_id, _("Condition of a round"), condition)
    for document in _by_round(RequiredDocument.objects.filter(clause__in=ids)):
        yield _line(document.clause_id, _("Required document"), document)


def _programs(ids: set[int]) -> Iterator[Citation]:
    """Those that name the clause, a measure or a target of it, or it in their terms; each once a clause."""
    pairs = set[tuple[int, int]]()
    for through, path in (
        (Program.clauses.through, "clause_id"),
        (Program.measures.through, "measure__clause_id"),
        (Program.targets.through, "target__clause_id"),
    ):
        rows = through.objects.filter(**{f"{path}__in": ids})
        pairs |= set(rows.values_list(path, "program_id"))
    pairs |= set(_by_terms(ids))
    programs = Program.objects.in_bulk({program_id for _clause, program_id in pairs})
    found = ((clause_id, programs[program_id]) for clause_id, program_id in pairs)
    for clause_id, program in sorted(found, key=lambda pair: (pair[1].title, pair[1].pk, pair[0])):
        yield Citation(clause_id, _("Program"), program.title, edit_url(program))


def _by_terms(ids: set[int]) -> Iterator[tuple[int, int]]:
    """Clause and program, where a term names the clause as its source (document#clause)."""
    clauses = Clause.objects.filter(pk__in=ids).values_list("document__slug", "number", "pk")
    wanted = {f"{slug}#{number}": pk for slug, number, pk in clauses}
    named = Func(
        F("terms"),
        template="jsonb_path_query_array(%(expressions)s, '$.*.source')",
        output_field=JSONField(),
    )
    rows = Program.objects.annotate(named=named).filter(named__has_any_keys=list(wanted))
    for program_id, sources in rows.values_list("pk", "named"):
        for source in set(sources) & wanted.keys():
            yield wanted[source], program_id


def _by_round(lines: Any) -> Iterable[Any]:
    rows = lines.select_related("round__program")
    return rows.order_by("round__program__title", "round__name", "position", "pk")


def _line(clause_id: int, kind: Promise, line: Any) -> Citation:
    title = f"{line.round.program.title} · {line.round.name}: {line}"
    return Citation(clause_id, kind, title, edit_url(line.round))
