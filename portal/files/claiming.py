"""Work that is found from rows with `claimed_until`: one worker claims a row; a claim whose worker died ends
by itself and the row is found again."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

logger = logging.getLogger(__name__)


def free(rows: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    """Those that nobody works on."""
    return rows.filter(Q(claimed_until=None) | Q(claimed_until__lt=now))


def claim(rows: QuerySet[Any], pk: Any, now: datetime, length: timedelta) -> bool:
    """Whether the row is there, nobody works on it, and now it is ours for so long."""
    return bool(free(rows, now).filter(pk=pk).update(claimed_until=now + length))


def work_off(rows: QuerySet[Any], work: Callable[[Any, datetime], None], now: datetime, most: int) -> None:
    """Call `work(pk, now)`, which claims, for at most so many of what nobody works on, in the rows' order."""
    for pk in list(free(rows, now).values_list("pk", flat=True)[:most]):
        try:
            work(pk, max(now, timezone.now()))
        except Exception:  # whatever is wrong with one, the others go on; it is logged and tried again
            logger.exception("%s %s could not be worked off; it is tried again.", rows.model.__name__, pk)
