"""Reminders before sealed pages are due, to those who work on an application where one is missing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from applications.intake.models import Application
from applications.intake.reminders import TOLD, Term, deadlines, planned_of, told_of
from applications.intake.services.sealing import OPEN
from portal.accounts.models import User
from portal.inbox.reminders import Planned, Sweep, sweep
from portal.inbox.services import Told
from portal.inbox.workdays import Workdays
from programs.catalog.reminding import offsets_of

SEAL = "seal_due"


class SealSource:
    """Everybody who works on an application of which a page, the letter or a part, is not sealed yet."""

    def sweeps(self, now: datetime, calendar: Workdays) -> Iterator[Sweep]:
        """One for each round and due day of which a reminder came due."""
        waiting = Application.objects.filter(status__in=OPEN, seal_due_at__gt=now)
        for round_, due in deadlines(waiting, "seal_due_at"):
            rows = unsealed().filter(round=round_, seal_due_at=due).select_related("organization", "person")
            matters = rows.only(*TOLD)
            for found in sweep(due, offsets_of(round_, SEAL), now, calendar, matters, since="submitted_at"):
                yield replace(found, about=(round_, due))

    def told(self, row: Any, now: datetime) -> Told:
        """The places of the text."""
        return told_of(row, now, "application_papers")

    def planned(self, user: User, now: datetime, calendar: Workdays) -> Iterator[Planned]:
        """What this person will be sent."""
        mine = unsealed().filter(holder=user.pk, seal_due_at__gt=now)
        for row in mine.select_related("round__program", "organization", "person"):
            term = Term(SEAL, row.submitted_at, row.seal_due_at)
            what = _("upload the sealed pages: %(program)s")
            yield from planned_of(row, term, what, "application_papers", now, calendar)


def unsealed() -> QuerySet[Any]:
    """A row for each application that misses a sealed page and each person who works on it."""
    rows: Any = Application.objects.filter(status__in=OPEN, seal_due_at__isnull=False).with_holders()
    found: QuerySet[Any] = rows.annotate(subject=Cast("pk", TextField()))
    return found
