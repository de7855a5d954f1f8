"""Tells the pages of documents which published programs rest on a clause."""

from collections.abc import Iterable, Iterator

from django.urls import reverse

from portal.ui.texts import foreign_language, localized
from programs.catalog.models import Condition, Program, RequiredDocument, Round
from programs.policies.uses import Use


def programs_on(clause_ids: Iterable[int]) -> Iterator[Use]:
    """Programs by clause, named by the program itself, by a condition or by a document of a round."""
    pairs = _pairs(list(clause_ids))
    programs = Program.objects.in_bulk({program_id for _, program_id in pairs})
    for clause_id, program in sorted(
        ((clause_id, programs[program_id]) for clause_id, program_id in pairs),
        key=lambda pair: (pair[1].title, pair[1].pk),
    ):
        url = reverse("program", args=[program.slug])
        yield Use(clause_id, localized(program, "title"), url, foreign_language(program, "title"))


def _pairs(clause_ids: list[int]) -> set[tuple[int, int]]:
    """Clause and published program."""
    found = set(
        Program.clauses.through.objects.filter(
            clause_id__in=clause_ids, program__status=Program.Status.PUBLISHED
        ).values_list("clause_id", "program_id")
    )
    for line in (Condition, RequiredDocument):
        rows = line.objects.filter(
            clause_id__in=clause_ids,
            round__status=Round.Status.PUBLISHED,
            round__program__status=Program.Status.PUBLISHED,
        )
        found |= set(rows.values_list("clause_id", "round__program_id"))
    return found
