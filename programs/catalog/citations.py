"""Tells who edits a successor document which programs, rounds and lines cite a clause, drafts too."""

from collections.abc import Iterable, Iterator

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from programs.catalog.models import Condition, Program, RequiredDocument
from programs.sources.citations import Citation, edit_url


def citations(clause_ids: Iterable[int]) -> Iterator[Citation]:
    """Programs, and conditions and required documents of rounds; a line is edited on its round's page."""
    ids = list(clause_ids)
    through = Program.clauses.through.objects.filter(clause_id__in=ids)
    for pair in through.select_related("program").order_by("program__title", "pk"):
        yield Citation(pair.clause_id, _("Program"), pair.program.title, edit_url(pair.program))
    conditions = Condition.objects.annotate(cited=Coalesce("clause", F("rule__clause")))
    documents = RequiredDocument.objects.annotate(cited=F("clause"))
    for lines, kind in ((conditions, _("Condition of a round")), (documents, _("Required document"))):
        rows = lines.filter(cited__in=ids).select_related("round__program")
        for line in rows.order_by("round__program__title", "round__name", "position", "pk"):
            title = f"{line.round.program.title} · {line.round.name}: {line}"
            yield Citation(line.cited, kind, title, edit_url(line.round))
