"""The portal measures itself: minute by minute, whether it served, and when it could not be reached.

Each web process says every few seconds that it lives and reaches the database, and where AVAILABILITY_URL is
set the worker asks for a page as people do. A minute without a sign of the one, or with a failure of the
other, counts as unavailable. Minutes before the first measurement are unknown and count as nothing.
"""

import http.client
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from portal.operations.models import Minute

logger = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
KEPT = timedelta(days=400)
PROBE_SECONDS = 10.0

NOTE = """
INSERT INTO operations_minute (at, served, reached, waited) VALUES (date_trunc('minute', %s), %s, %s, %s)
ON CONFLICT (at) DO UPDATE SET served = operations_minute.served OR excluded.served,
    reached = coalesce(excluded.reached, operations_minute.reached),
    waited = operations_minute.waited + excluded.waited
"""
DOWN = """
SELECT m FROM generate_series(
    (SELECT greatest(date_trunc('minute', %(begin)s), min(at)) FROM operations_minute
        HAVING min(at) IS NOT NULL),
    %(end)s - interval '1 minute', '1 minute'
) AS m LEFT JOIN operations_minute r ON r.at = m
WHERE NOT coalesce(r.served OR r.reached, false) OR r.reached IS FALSE
ORDER BY m
"""


@dataclass(frozen=True)
class Outage:
    """From one moment to another the portal could not be used; both at whole minutes."""

    begin: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        return round((self.end - self.begin) / MINUTE)


def note(at: datetime, *, served: bool = False, reached: bool | None = None, waited: int = 0) -> None:
    """Add what was seen to the minute of `at`. `waited`: readers who were asked to wait."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [at, served, reached, waited])


def outages(begin: datetime, end: datetime) -> list[Outage]:
    """When the portal could not be used, of the whole minutes from `begin` to `end`."""
    with connection.cursor() as cursor:
        cursor.execute(DOWN, {"begin": begin, "end": end})
        return _joined(moment for (moment,) in cursor.fetchall())


def unavailable_minutes(found: Iterable[Outage]) -> int:
    return sum(outage.minutes for outage in found)


def _joined(moments: Iterable[datetime]) -> list[Outage]:
    found: list[Outage] = []
    for moment in moments:
        if found and found[-1].end == moment:
            found[-1] = Outage(found[-1].begin, moment + MINUTE)
        else:
            found.append(Outage(moment, moment + MINUTE))
    return found


def ask_for_a_page(now: datetime) -> None:
    """The worker's own look at the portal, as people reach it; and what is too old goes."""
    if settings.AVAILABILITY_URL:
        note(now, reached=answers(settings.AVAILABILITY_URL))
    Minute.objects.filter(at__lt=now - KEPT).delete()


def answers(url: str) -> bool:
    """Whether the address answers 200 within ten seconds, asked under the portal's own name."""
    parts, name = urlsplit(url), urlsplit(settings.SITE_URL).netloc
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=PROBE_SECONDS)
    try:
        line.request("GET", parts.path or "/", headers={"Host": name})
        return line.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException) as error:
        logger.warning("%s does not answer: %s", url, error)
        return False
    finally:
        line.close()
