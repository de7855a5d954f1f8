"""When a message leaves, and how: what the person chose, their quiet hours, and what is urgent."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from portal.inbox.kinds import Digest

DAY = timedelta(days=1)
URGENT = timedelta(hours=24)
COLLECTED_AT = time(8, 30)
MONDAY = 0


@dataclass(frozen=True)
class Choice:
    """How a person wants the messages of a group."""

    email: bool
    sms: bool
    digest: Digest = Digest.NOW


@dataclass(frozen=True)
class Quiet:
    """From when until when a person is not to be disturbed, local time; None: never."""

    begins: time | None = time(22, 0)
    ends: time = time(8, 0)

    def end(self, at: datetime) -> datetime | None:
        """When the quiet time in which a moment lies is over; None outside."""
        local = timezone.localtime(at, timezone.get_default_timezone())
        if self.begins is None or not self._covers(local.time()):
            return None
        day = local.date() if local.time() < self.ends else local.date() + DAY
        return local_moment(day, self.ends)

    def _covers(self, clock: time) -> bool:
        assert self.begins is not None
        if self.begins < self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


@dataclass(frozen=True)
class Way:
    """How a message leaves: the moments of its e-mail and text message, or of the collected e-mail."""

    email_at: datetime | None = None
    sms_at: datetime | None = None
    digest_at: datetime | None = None


LEGAL = Choice(email=True, sms=False)
NEVER_QUIET = Quiet(begins=None)


def way(choice: Choice, quiet: Quiet, at: datetime, deadline: datetime | None = None) -> Way:
    """How a message of which a person may choose leaves, sent at `at`.

    A deadline ahead is never missed: what would come after it, or less than a day before it in a collected
    e-mail, leaves at once.
    """
    ahead = deadline if deadline and deadline > at else None
    later = undisturbed(quiet, at, ahead)
    sms_at = later if choice.sms else None
    if not choice.email:
        return Way(sms_at=sms_at)
    collected = None if choice.digest == Digest.NOW else next_collection(choice.digest, at)
    if collected and (ahead is None or collected <= ahead - URGENT):
        return Way(sms_at=sms_at, digest_at=collected)
    return Way(email_at=later, sms_at=sms_at)


def undisturbed(quiet: Quiet, at: datetime, deadline: datetime | None) -> datetime:
    """The moment itself, or the end of the quiet time it lies in unless the deadline passes before."""
    end = quiet.end(at)
    return end if end and (deadline is None or end < deadline) else at


def next_collection(digest: Digest, at: datetime) -> datetime:
    """The next day, or the next Monday, at 8:30."""
    day = timezone.localtime(at, timezone.get_default_timezone()).date() + DAY
    while digest == Digest.WEEKLY and day.weekday() != MONDAY:
        day += DAY
    return local_moment(day, COLLECTED_AT)


def local_moment(day: date, clock: time) -> datetime:
    """A time of day in the portal's zone."""
    return timezone.make_aware(datetime.combine(day, clock), timezone.get_default_timezone())
