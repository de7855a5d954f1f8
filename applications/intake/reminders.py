"""Reminders of drafts before the round closes and of returned applications before their correction is due."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.intake.models import Application
from applications.intake.workflow import Status
from portal.accounts.models import User
from portal.inbox.outstanding import Outstanding
from portal.inbox.reminders import Due, Planned, moments
from portal.inbox.services import in_language
from portal.ui.formats import dates
from portal.ui.texts import current_language, localized

KIND = "deadline"


class DeadlineSource:
    """Everybody who works on an unfinished application, at the offsets of its round."""

    def due(self, now: datetime, limit: int) -> Iterable[Due]:
        """One query over all applications and people; the applications stay locked until it is sent."""
        outstanding = Outstanding(
            KIND, subject="pk", user="holder", deadline="until", offsets="round__reminder_offsets", now=now
        )
        rows = list(
            unfinished()
            .filter(outstanding)
            .order_by("until", "pk", "holder")
            .select_for_update(of=("self",), no_key=True, skip_locked=True)[:limit]
        )
        people = User.objects.in_bulk({row.holder for row in rows})
        return [_due(row, people[row.holder], now) for row in rows]

    def planned(self, user: User, now: datetime) -> Iterator[Planned]:
        """What this person will be sent."""
        for row in unfinished().filter(holder=user.pk, until__gt=now):
            for at in moments(now, row.until, row.round.reminder_offsets):
                yield Planned(at, _subject(row), reverse("application", args=[row.pk]))


def unfinished() -> QuerySet[Any]:
    """A row for each unfinished application and person who works on it: `until`, and `holder` by id."""
    rows: Any = Application.objects.filter(status__in=[Status.DRAFT, Status.RETURNED]).with_holders()
    found: QuerySet[Any] = rows.with_until().exclude(until=None)
    return found.select_related("round__program", "organization", "person")


def _due(row: Any, person: User, now: datetime) -> Due:
    with in_language(person):
        return Due(
            subject=str(row.pk),
            user=person,
            deadline=row.until,
            offsets=row.round.reminder_offsets,
            subject_line=_("%(left)s left: %(what)s")
            % {"left": _left(row.until - now), "what": _subject(row)},
            body=_body(row),
            url=reverse("application", args=[row.pk]),
        )


def _left(time: timedelta) -> str:
    """Whole days, or hours on the last day, rounded to what the offset meant."""
    hours = round(time.total_seconds() / 3600)
    if hours >= 24:
        return ngettext("%(n)d day", "%(n)d days", round(hours / 24)) % {"n": round(hours / 24)}
    return ngettext("%(n)d hour", "%(n)d hours", max(hours, 1)) % {"n": max(hours, 1)}


def _subject(row: Any) -> str:
    program = localized(row.round.program, "title")
    if row.status == Status.RETURNED:
        return _("correct your application: %(program)s") % {"program": program}
    return _("submit your draft: %(program)s") % {"program": program}


def _body(row: Any) -> str:
    until = dates.moment(row.until, current_language())
    if row.status == Status.RETURNED:
        sentence = _("Correct the points of the notice and hand in again by %(time)s. Else it closes.")
    else:
        sentence = _("The round closes at %(time)s. A draft that is not submitted by then does not count.")
    return f"{row.applicant_name}\n{sentence % {'time': until}}"
