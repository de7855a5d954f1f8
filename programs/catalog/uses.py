"""Tells the pages of documents which published programs rest on a clause."""

from collections.abc import Iterable, Iterator

from django.urls import reverse

from portal.ui.texts import foreign_language, localized
from programs.catalog.models import Program
from programs.policies.uses import Use


def programs_on(clause_ids: Iterable[int]) -> Iterator[Use]:
    """Programs by clause, in one query."""
    links = Program.clauses.through.objects.filter(
        clause_id__in=list(clause_ids), program__status=Program.Status.PUBLISHED
    )
    for link in links.select_related("program").order_by("program__title", "program_id"):
        program = link.program
        url = reverse("program", args=[program.slug])
        yield Use(link.clause_id, localized(program, "title"), url, foreign_language(program, "title"))
