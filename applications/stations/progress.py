"""How far the drafts of a station's organizations are: the progress, never an answer."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from applications.intake.models import Application, Attachment
from applications.intake.services.reckoning import context_of
from applications.intake.workflow import Status
from applications.stations.rules import organizations_of
from portal.accounts.models import Department
from programs.catalog.stages import Stage
from programs.forms.validator import section_states


@dataclass(frozen=True)
class Progress:
    """An unfinished application as its station sees it: who, where, how many parts are complete."""

    application: Application
    done: int
    total: int

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0


def drafts_of(department: Department) -> QuerySet[Application]:
    """The drafts of the station's organizations in rounds that ask for its recommendation."""
    rows = Application.objects.filter(
        status=Status.DRAFT,
        organization__in=organizations_of(department),
        round__stages_on__contains=[Stage.RECOMMENDATION],
    )
    return rows.select_related("round__program", "organization", "form_version")


def progress_of(rows: Sequence[Application]) -> list[Progress]:
    """How far each is; files of all are counted at once."""
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    files = Attachment.objects.filter(application__in=rows, removed_at=None)
    for pk, question in files.values_list("application_id", "question"):
        counts[pk][question] += 1
    return [_progress(row, counts[row.pk]) for row in rows]


def _progress(row: Application, files: Counter[str]) -> Progress:
    states = section_states(row.form_version, row.answers, files, context_of(row))
    done = [state for state in states if state.state in ("done", "none") and not state.problems]
    return Progress(row, len(done), len(states))
