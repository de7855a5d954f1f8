"""What happens while nobody looks: the worker, the clock, letters, the calendar."""

from collections.abc import Iterator
from datetime import date, timedelta

import redis
from django.db.models import Sum
from django.utils import timezone

from portal.inbox.backlog import backlog
from portal.inbox.models import Heartbeat
from portal.inbox.workdays import unconfirmed_years
from portal.operations import measuring
from portal.operations.doctor.findings import Finding, ok, problem, warning
from portal.operations.models import Minute
from portal.ui.health import HEARTBEAT_LIMIT, has_redis

DAY = timedelta(days=1)
NEXT_YEAR_FROM = 11  # the State Council announces a year's holidays in November of the year before


def broker() -> Iterator[Finding]:
    try:
        has_redis()
        yield ok("redis", "answers")
    except (redis.RedisError, OSError):
        yield warning(
            "redis", "It does not answer: mails leave minutes later.", "Start it; look at REDIS_URL."
        )


def worker() -> Iterator[Finding]:
    """The heart beats when the clock asks and a worker does."""
    beat = Heartbeat.objects.filter(name="worker").values_list("at", flat=True).first()
    advice = "Start `celery --app portal worker` and one `celery --app portal beat`."
    if beat is None:
        yield problem("worker", "No worker has ever run: nothing is sent.", advice)
    elif timezone.now() - beat > HEARTBEAT_LIMIT:
        yield problem("worker", f"The last sign of life is of {beat:%Y-%m-%d %H:%M} UTC.", advice)
    else:
        yield ok("worker", "lives, and so does the clock")


def availability() -> Iterator[Finding]:
    """What the portal measured of itself in the last day."""
    now = timezone.now()
    minutes = measuring.unavailable_minutes(measuring.outages(now - DAY, now))
    waited = Minute.objects.filter(at__gt=now - DAY).aggregate(sum=Sum("waited"))["sum"] or 0
    if minutes:
        advice = "Look at what happened; rounds that closed meanwhile may be extended (Publications)."
        yield warning("availability", f"{minutes} minutes of the last day without service.", advice)
    if waited:
        advice = "Add web processes or machines, or look for who reads so much."
        yield warning("load", f"{waited} reads of the last day were asked to wait.", advice)
    if not minutes and not waited:
        yield ok("availability", "no minute of the last day without service, nobody had to wait")


def letters() -> Iterator[Finding]:
    """Everything that leaves the house."""
    found = backlog()
    late, dead = sum(box.late for box in found), sum(sum(box.dead.values()) for box in found)
    if late:
        yield problem(
            "letters", f"{late} have been due for ten minutes.", "See the checks of worker and mail."
        )
    if dead:
        yield warning("letters", f"{dead} were given up.", "Look at what is stuck in the admin.")
    if not late and not dead:
        yield ok("letters", "none waits too long, none was given up")


def calendar() -> Iterator[Finding]:
    today = timezone.localdate()
    years = unconfirmed_years(today, today)
    if today.month >= NEXT_YEAR_FROM:
        years += unconfirmed_years(date(today.year + 1, 1, 1), date(today.year + 1, 1, 1))
    advice = "Enter or import the days in the admin, then confirm the year."
    for year in years:
        kind = problem if year == today.year else warning
        yield kind("calendar", f"The working days of {year} are not confirmed.", advice)
    if not years:
        yield ok("calendar", "confirmed as far as it is announced")
