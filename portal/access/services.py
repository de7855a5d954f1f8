"""Writing the access log, and erasing what is older than the law asks to keep."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.access.models import Entry
from portal.accounts.capacities import Capacity, acting
from portal.accounts.models import Post, User
from portal.ui.texts import localized

if TYPE_CHECKING:
    from rest_framework.request import Request

OFFICES = ("department", "auditor", "admin", "expert")
BATCH = 1000
Verb, SubjectKind = Entry.Verb, Entry.Subject


@dataclass(frozen=True)
class Subject:
    """Whose data: an organization or a person, with the name of the moment."""

    kind: str
    pk: int
    label: str


def person(user: User) -> Subject:
    """A person's data."""
    return Subject(SubjectKind.PERSON, user.pk, str(user))


def note(
    request: "HttpRequest | Request",
    verb: str,
    subjects: Iterable[Subject],
    what: str = "",
    *,
    capacity: Capacity | None = None,
) -> int:
    """Write down that the request shows these subjects' data: one statement; how many entries.

    Only what somebody does in office is noted: an organization's own people and a person looking at what is
    theirs are not. `capacity` where it is not the request's: the admin is always used as an administrator.
    """
    capacity = capacity or acting(request)
    if capacity is None or capacity.kind not in OFFICES:
        return 0
    inner = getattr(request, "_request", request)
    at, request_id = timezone.now(), str(getattr(inner, "request_id", ""))[:64]
    office = office_of(capacity)
    rows = [
        Entry(
            at=at,
            user=capacity.user,
            capacity=capacity.key,
            office=office,
            verb=verb,
            subject_kind=subject.kind,
            subject_id=subject.pk,
            subject_label=subject.label[:160],
            what=what[:200],
            request_id=request_id,
        )
        for subject in dict.fromkeys(subjects)
        if not (subject.kind == SubjectKind.PERSON and subject.pk == capacity.user.pk)
    ]
    Entry.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def person_opened(request: HttpRequest, user: User) -> None:
    """An administrator opened a person's page."""
    note(request, Verb.OPENED, [person(user)], _("Account and roles"))


def office_of(capacity: Capacity) -> str:
    """Department and rank in the portal's language, or what the role is called; no name."""
    with translation.override("zh-hans"):
        if capacity.department:
            return f"{localized(capacity.department, 'name')} {Post.Rank(capacity.role).label}"[:200]
        return str(capacity.label)[:200]


def purge_before(moment: datetime) -> int:
    """Erase entries older than the moment, as retention asks; how many. Younger than half a year: refused."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT access_purge_before(%s)", [moment])
        return int(cursor.fetchone()[0])
