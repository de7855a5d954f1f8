"""What will be sent to a person: when it comes in the portal, when and how it leaves, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.phones import verified_mobile
from portal.inbox import kinds
from portal.inbox.models import Delivery, DigestEntry
from portal.inbox.preferences import Wishes, wishes_of
from portal.inbox.reminders import Planned, upcoming_for
from portal.inbox.timing import Way, way

AT_ONCE, QUIET, COLLECTED, OFF = "at_once", "quiet_hours", "collected", "off"


@dataclass(frozen=True)
class Coming:
    """One message that will come. `at`: in the portal. how: at_once, quiet_hours, collected or off.

    Moments of channels that are off are None.
    """

    at: datetime
    what: str
    url: str
    kind: str
    about: str | Promise
    why: str
    email_at: datetime | None
    how: str
    sms_at: datetime | None


@dataclass(frozen=True)
class Waiting:
    """A message that stands in the portal already and leaves later, with the reason."""

    at: datetime
    what: str
    url: str
    why: str


def coming_for(user: User, now: datetime) -> list[Coming]:
    """What will be sent, the next first, by what the person wants now."""
    found, wishes = upcoming_for(user, now), wishes_of([user.pk])
    mobile = bool(verified_mobile(user))
    return [_coming(planned, user, wishes, mobile) for planned in found]


def _coming(planned: Planned, user: User, wishes: Wishes, mobile: bool) -> Coming:
    choice, quiet = wishes.choice(user.pk, planned.kind), wishes.quiet(user.pk, planned.kind)
    leaves = way(choice, quiet, planned.at, planned.deadline)
    return Coming(
        at=planned.at,
        what=planned.what,
        url=planned.url,
        kind=planned.kind,
        about=kinds.label_of(planned.kind),
        why=planned.why,
        email_at=leaves.digest_at or leaves.email_at,
        how=_how(leaves, planned.at),
        sms_at=leaves.sms_at if mobile else None,
    )


def _how(leaves: Way, at: datetime) -> str:
    if leaves.digest_at:
        return COLLECTED
    if leaves.email_at is None:
        return OFF
    return QUIET if leaves.email_at > at else AT_ONCE


def waiting_for(user: User, now: datetime) -> list[Waiting]:
    """What is held back for the next collected e-mail, or until quiet hours are over."""
    return sorted([*_collected(user), *_held(user, now)], key=lambda row: row.at)


def _collected(user: User) -> Iterator[Waiting]:
    rows = DigestEntry.objects.filter(user=user, digest=None).select_related("message")
    for row in rows:
        url = reverse("message", args=[row.message_id])
        yield Waiting(row.due_at, row.message.subject, url, _("It waits for your collected e-mail."))


def _held(user: User, now: datetime) -> Iterator[Waiting]:
    rows = Delivery.objects.filter(recipient=user, status=Delivery.Status.PENDING, attempts=0, due_at__gt=now)
    for row in rows:
        subject = row.subject or row.body
        yield Waiting(
            row.due_at, subject, reverse("messages"), _("It waits until your quiet hours are over.")
        )
