"""Proofs of authority that expire: the owners hear in time to hand in a new one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.inbox.kinds import kind
from portal.inbox.offsets import coming
from portal.inbox.reminders import Planned, Sweep, sweep
from portal.inbox.services import Told
from portal.inbox.workdays import Workdays, end_of_day
from portal.organizations.models import AuthorityProof, Membership
from portal.organizations.texts import EXPIRING
from portal.ui.formats import dates
from portal.ui.texts import current_language

MEMBERS = "organization__memberships"
STATUS = AuthorityProof.Status


class ExpirySource:
    """Accepted letters with a last day that no newer letter replaces, for the owners of the organization."""

    def sweeps(self, now: datetime, calendar: Workdays) -> Iterator[Sweep]:
        """One for each last day of which a reminder came due."""
        ahead = in_force().filter(valid_until__gte=timezone.localdate(now))
        days = ahead.order_by("valid_until").values_list("valid_until", flat=True).distinct()
        for day in filter(None, days):
            rows = held().filter(valid_until=day)
            deadline = end_of_day(day)
            yield from sweep(deadline, kind(EXPIRING).offsets, now, calendar, rows, since="decided_at")

    def told(self, row: Any, now: datetime) -> Told:
        """The places of the text."""
        organization, day = row.organization, dates.day(row.valid_until, current_language())
        values = {"organization": organization.name, "day": day, "document": row.file_name}
        return Told(values, reverse("organization", args=[organization.uscc]))

    def planned(self, user: User, now: datetime, calendar: Workdays) -> Iterator[Planned]:
        """What this owner will be told."""
        for row in held().filter(holder=user.pk):
            names = {"organization": row.organization.name}
            what = _("the proof of authority of %(organization)s expires") % names
            why = _("Because you own the file of %(organization)s.") % names
            url, deadline = reverse("organization", args=[row.organization.uscc]), end_of_day(row.valid_until)
            for _offset, at in coming(kind(EXPIRING).offsets, deadline, row.decided_at, now, calendar):
                yield Planned(at, what, url, EXPIRING, deadline, why)


def in_force() -> QuerySet[AuthorityProof]:
    """Accepted letters with a last day; one that a newer letter replaces is left out."""
    newer = AuthorityProof.objects.filter(
        organization=OuterRef("organization"),
        pk__gt=OuterRef("pk"),
        status__in=[STATUS.PENDING, STATUS.ACCEPTED],
    )
    accepted = AuthorityProof.objects.filter(status=STATUS.ACCEPTED, valid_until__isnull=False)
    return accepted.filter(~Exists(newer))


def held() -> QuerySet[Any]:
    """A row for each such letter and owner: `subject`, `holder`."""
    rows: Any = in_force().filter(
        **{f"{MEMBERS}__role": Membership.Role.OWNER, f"{MEMBERS}__user__is_active": True}
    )
    rows = rows.annotate(subject=Cast("pk", TextField()), holder=F(f"{MEMBERS}__user"))
    found: QuerySet[Any] = rows.select_related("organization")
    return found
