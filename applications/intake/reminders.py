"""Reminders of drafts before the round closes and of returned applications before their correction is due."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.intake.models import Application
from applications.intake.workflow import Status
from portal.accounts.models import User
from portal.inbox.offsets import coming
from portal.inbox.reminders import Planned, Sweep, sweep
from portal.inbox.services import Told
from portal.inbox.workdays import Workdays
from portal.ui.formats import dates
from portal.ui.texts import current_language, localized
from programs.catalog.models import Round
from programs.catalog.reminding import offsets_of, still_closes

DRAFT, CORRECTION = "draft_closing", "correction_due"
TOLD = ("team_name", "organization__name", "person__name", "person__email")  # what an applicant's name needs


@dataclass(frozen=True)
class DeadlineSource:
    """Everybody who works on an unfinished application of a status, at the offsets of its round."""

    kind: str
    status: Status

    def sweeps(self, now: datetime, calendar: Workdays) -> Iterator[Sweep]:
        """One for each round and deadline of which a reminder came due."""
        for round_, deadline in DEADLINES[self.status](now):
            rows = unfinished(self.status).filter(round=round_)
            if self.status == Status.RETURNED:
                rows = rows.filter(due_at=deadline)
            for found in sweep(
                deadline, offsets_of(round_, self.kind), now, calendar, rows, since="status_since"
            ):
                found = replace(found, about=(round_, deadline))
                closes = self.status == Status.DRAFT
                yield replace(found, stands=partial(still_closes, round_.pk, deadline)) if closes else found

    def told(self, row: Any, now: datetime) -> Told:
        """The places of the text."""
        return told_of(row, now, "application")

    def planned(self, user: User, now: datetime, calendar: Workdays) -> Iterator[Planned]:
        """What this person will be sent."""
        for row in worked_on(self.status).filter(holder=user.pk, until__gt=now):
            term = Term(self.kind, row.status_since, row.until)
            yield from planned_of(row, term, WHAT[self.status](), "application", now, calendar)


@dataclass(frozen=True)
class Term:
    """What an application has until when, and since when."""

    kind: str
    since: datetime
    until: datetime


def told_of(row: Any, now: datetime, page: str) -> Told:
    """The places of a text about an application: `row.about` is its round and the deadline."""
    round_, deadline = row.about
    values = {
        "left": left(deadline - now),
        "program": localized(round_.program, "title"),
        "applicant": row.applicant_name,
        "deadline": dates.moment(deadline, current_language()),
    }
    return Told(values, reverse(page, args=[row.pk]))


def planned_of(
    row: Any, term: Term, what: str, page: str, now: datetime, calendar: Workdays
) -> Iterator[Planned]:
    """The reminders of an application still to come; `what`, to be done, names the %(program)s."""
    names = {"program": localized(row.round.program, "title"), "applicant": row.applicant_name}
    url, why = reverse(page, args=[row.pk]), _("Because you work on this application for %(applicant)s.")
    found = offsets_of(row.round, term.kind)
    for _offset, at in coming(found, term.until, term.since, now, calendar):
        yield Planned(at, what % names, url, term.kind, term.until, why % names)


def unfinished(status: Status) -> QuerySet[Any]:
    """A row for each application of a status and person who works on it: `subject`, `holder`."""
    rows: Any = Application.objects.filter(status=status).with_holders()
    found: QuerySet[Any] = rows.annotate(subject=Cast("pk", TextField()))
    return found.select_related("organization", "person").only(*TOLD)


def worked_on(status: Status) -> QuerySet[Any]:
    """The same with `until` and the program."""
    rows: Any = Application.objects.filter(status=status).with_holders()
    found: QuerySet[Any] = rows.with_until()
    return found.select_related("round__program", "organization", "person")


def _closing(now: datetime) -> Iterable[tuple[Round, datetime]]:
    """The rounds that are going to close."""
    rounds = Round.objects.filter(status=Round.Status.PUBLISHED, closes_at__gt=now).select_related("program")
    return [(row, row.closes_at) for row in rounds if row.closes_at]


def _corrections(now: datetime) -> Iterable[tuple[Round, datetime]]:
    """The last moments of corrections that lie ahead."""
    return deadlines(Application.objects.filter(status=Status.RETURNED, due_at__gt=now), "due_at")


def deadlines(rows: QuerySet[Application], field: str) -> list[tuple[Round, datetime]]:
    """The rounds of the rows, each with the moments in a field: ends of days, so a few."""
    pairs = list(rows.order_by("round", field).values_list("round", field).distinct())
    rounds = Round.objects.select_related("program").in_bulk({pk for pk, _due in pairs})
    return [(rounds[pk], due) for pk, due in pairs if due]


DEADLINES = {Status.DRAFT: _closing, Status.RETURNED: _corrections}
WHAT = {
    Status.DRAFT: lambda: _("submit your draft: %(program)s"),
    Status.RETURNED: lambda: _("correct your application: %(program)s"),
}


def left(time: timedelta) -> str:
    """Whole days, or hours on the last day, rounded to what the offset meant."""
    hours = round(time.total_seconds() / 3600)
    if hours >= 24:
        return ngettext("%(n)d day", "%(n)d days", round(hours / 24)) % {"n": round(hours / 24)}
    return ngettext("%(n)d hour", "%(n)d hours", max(hours, 1)) % {"n": max(hours, 1)}
