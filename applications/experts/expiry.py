"""Listings that end: the expert hears in time."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.experts.models import Expert
from applications.experts.telling import EXPIRING, values
from portal.accounts.models import User
from portal.inbox.kinds import kind
from portal.inbox.offsets import coming
from portal.inbox.reminders import Planned, Sweep, sweep
from portal.inbox.services import Told
from portal.inbox.workdays import Workdays, end_of_day


class ListingSource:
    """Listed experts whose last day comes near."""

    def sweeps(self, now: datetime, calendar: Workdays) -> Iterator[Sweep]:
        """One for each last day of which a reminder came due."""
        ahead = held().filter(valid_until__gte=timezone.localdate(now))
        days = ahead.order_by("valid_until").values_list("valid_until", flat=True).distinct()
        for day in filter(None, days):
            rows, deadline = held().filter(valid_until=day), end_of_day(day)
            yield from sweep(deadline, kind(EXPIRING).offsets, now, calendar, rows, since="decided_at")

    def told(self, row: Any, now: datetime) -> Told:
        """The places of the text."""
        return Told(values(row), reverse("expert_file"))

    def planned(self, user: User, now: datetime, calendar: Workdays) -> Iterator[Planned]:
        """What this expert will be told."""
        for row in held().filter(user=user):
            deadline, why = end_of_day(row.valid_until), _("Because you are listed as an expert.")
            for _offset, at in coming(kind(EXPIRING).offsets, deadline, row.decided_at, now, calendar):
                what = _("your listing as an expert ends")
                yield Planned(at, what, reverse("expert_file"), EXPIRING, deadline, why)


def held() -> QuerySet[Any]:
    """A row for each listed expert with an active account: `subject`, `holder`."""
    rows: Any = Expert.objects.filter(status=Expert.Status.LISTED, user__is_active=True)
    found: QuerySet[Any] = rows.annotate(subject=Cast("pk", TextField()), holder=F("user"))
    return found
