"""Tells who edits a successor document which programs, rounds and lines cite a clause, drafts too."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.ui.texts import labelled
from programs.catalog.holding import by_terms
from programs.catalog.models import Condition, Program, RequiredDocument
from programs.sources.citations import Citation, edit_url


def citations(clause_ids: Iterable[int]) -> Iterator[Citation]:
    """Programs, and conditions and required documents; a line is edited with its round or program."""
    ids = set(clause_ids)
    yield from _programs(ids)
    conditions = Condition.objects.filter(Q(clause__in=ids) | Q(rule__clause__in=ids))
    for condition in _by_round(conditions.filter(program=None).select_related("rule")):
        for clause_id in _named(condition, ids):
            yield _line(clause_id, _("Condition of a round"), condition)
    standing: Any = conditions.filter(round=None).select_related("rule", "program")
    for condition in standing.order_by("program__title", "position", "pk"):
        for clause_id in _named(condition, ids):
            title = labelled(condition.program, condition)
            yield Citation(clause_id, _("Condition of a program"), title, edit_url(condition.program))
    for document in _by_round(RequiredDocument.objects.filter(clause__in=ids)):
        yield _line(document.clause_id, _("Required document"), document)


def _named(condition: Any, ids: set[int]) -> list[int]:
    """The clauses of these that a condition cites, by itself or through its rule."""
    return sorted({condition.clause_id, condition.rule.clause_id if condition.rule else None} & ids)


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
    pairs |= {(clause_id, program.pk) for clause_id, program in by_terms(Program, ids)}
    programs = Program.objects.in_bulk({program_id for _clause, program_id in pairs})
    found = ((clause_id, programs[program_id]) for clause_id, program_id in pairs)
    for clause_id, program in sorted(found, key=lambda pair: (pair[1].title, pair[1].pk, pair[0])):
        yield Citation(clause_id, _("Program"), program.title, edit_url(program))


def _by_round(lines: Any) -> Iterable[Any]:
    rows = lines.select_related("round__program")
    return rows.order_by("round__program__title", "round__name", "position", "pk")


def _line(clause_id: int, kind: Promise, line: Any) -> Citation:
    return Citation(clause_id, kind, labelled(line.round, line), edit_url(line.round))
