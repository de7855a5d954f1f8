"""What a file still lacks, and for which programs: for the file's page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from portal.facts.needs import Need
from portal.facts.reading import File
from portal.ui.texts import localized
from programs.catalog.models import Program
from programs.screening.judging import screen


def needs(file: File) -> Iterator[Need]:
    """The published programs that cannot be told for lack of facts, the next deadline first."""
    waiting = {row.rule_set.program: row.missing for row in screen(file, timezone.now()) if row.missing}
    programs = Program.objects.in_bulk(waiting)
    for pk, missing in waiting.items():
        if program := programs.get(pk):
            yield Need(localized(program, "title"), reverse("program", args=[program.slug]), missing)
