"""The banners of this moment. They stand on every page, so each process asks for them only now and then."""

import time
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from portal.operations.models import Banner

LASTING_SECONDS = 10  # a new banner is on every page after as long


@dataclass
class Known:
    """What this process knows: the banners that are not over yet, and when it asks again."""

    rows: list[Banner]
    until: float = 0.0

    def keep(self, rows: list[Banner], seconds: float = LASTING_SECONDS) -> None:
        self.rows, self.until = rows, time.monotonic() + seconds

    def forget(self) -> None:
        self.until = 0.0


known = Known([])


def current(now: datetime) -> list[Banner]:
    """The banners of this moment, the most serious first."""
    if time.monotonic() >= known.until:
        known.keep(list(Banner.objects.filter(ends_at__gt=now).order_by("-level", "starts_at", "pk")))
    return [banner for banner in known.rows if banner.starts_at <= now < banner.ends_at]


def context(request: HttpRequest) -> dict[str, object]:
    """`banners` for the frame of every page; a page about a broken database goes without."""
    try:
        return {"banners": current(timezone.now())}
    except DatabaseError:
        return {"banners": []}
