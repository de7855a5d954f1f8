"""Documents of the library that expire: whoever keeps the file hears once, in time to put a new one there."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.facts.models import Document
from portal.facts.texts import EXPIRING
from portal.inbox.kinds import kind
from portal.inbox.offsets import coming
from portal.inbox.reminders import Planned, Sweep, sweep
from portal.inbox.services import Told
from portal.inbox.workdays import Workdays, end_of_day
from portal.organizations.models import Membership
from portal.ui.formats import dates
from portal.ui.texts import current_language

MEMBERS = "organization__memberships"
WRITERS = [Membership.Role.OWNER, Membership.Role.EDITOR]


class LibrarySource:
    """Documents with a last day that no newer one of the same title replaces, for owners and editors."""

    def sweeps(self, now: datetime, calendar: Workdays) -> Iterator[Sweep]:
        """One for each last day of which the reminder came due."""
        ahead = in_force().filter(valid_until__gte=timezone.localdate(now))
        days = ahead.order_by("valid_until").values_list("valid_until", flat=True).distinct()
        for day in filter(None, days):
            rows, deadline = held().filter(valid_until=day), end_of_day(day)
            yield from sweep(deadline, kind(EXPIRING).offsets, now, calendar, rows, since="added_at")

    def told(self, row: Any, now: datetime) -> Told:
        """The places of the text."""
        organization, day = row.organization, dates.day(row.valid_until, current_language())
        values = {"organization": organization.name, "day": day, "document": row.title}
        return Told(values, library_of(row))

    def planned(self, user: User, now: datetime, calendar: Workdays) -> Iterator[Planned]:
        """What this person will be told."""
        for row in held().filter(holder=user.pk, valid_until__gte=timezone.localdate(now)):
            names = {"organization": row.organization.name, "document": row.title}
            what = _("the document “%(document)s” of %(organization)s expires") % names
            why = _("Because you keep the file of %(organization)s.") % names
            url, deadline = library_of(row), end_of_day(row.valid_until)
            for _offset, at in coming(kind(EXPIRING).offsets, deadline, row.added_at, now, calendar):
                yield Planned(at, what, url, EXPIRING, deadline, why)


def library_of(row: Any) -> str:
    """Where the documents of its organization stand."""
    return f"{reverse('organization_papers', args=[row.organization.uscc])}#documents"


def in_force() -> QuerySet[Document]:
    """Documents with a last day; one that a newer of the same title outlasts is left out."""
    newer = Document.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=OuterRef("valid_until")),
        organization=OuterRef("organization"),
        title=OuterRef("title"),
        removed_at=None,
    )
    rows: QuerySet[Document] = Document.objects.filter(removed_at=None, valid_until__isnull=False)
    return rows.filter(~Exists(newer))


def held() -> QuerySet[Any]:
    """A row for each such document and person who keeps the file: `subject`, `holder`."""
    rows: Any = in_force().filter(**{f"{MEMBERS}__role__in": WRITERS, f"{MEMBERS}__user__is_active": True})
    rows = rows.annotate(subject=Cast("pk", TextField()), holder=F(f"{MEMBERS}__user"))
    found: QuerySet[Any] = rows.select_related("organization")
    return found
