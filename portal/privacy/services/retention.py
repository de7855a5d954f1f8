"""Erases what is older than its period, in batches, and writes down what it did."""

import logging
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from portal.accounts.models import User
from portal.privacy import registry
from portal.privacy.models import ErasureRun, Retention

logger = logging.getLogger(__name__)
BATCH = 500
MOST_BATCHES = 200  # of one kind in one run; the next night goes on
HOUR = 3  # at night, when nobody waits for the database


def run(now: datetime, *, dry: bool = False, by: User | None = None) -> ErasureRun:
    """Erase every kind whose period has passed, or only count it. One failing kind stops no other."""
    made = ErasureRun.objects.create(started_at=now, dry=dry, by=by)
    for rule in Retention.objects.filter(active=True):
        kind = registry.kinds.get(rule.kind)
        if kind is None:
            continue
        try:
            made.report[rule.kind] = _erase(kind, now - timedelta(days=rule.days), dry)
        except Exception:
            logger.exception("Erasing %s failed; it is tried again tomorrow.", rule.kind)
            made.report[rule.kind] = None
    made.finished_at = timezone.now()
    made.save(update_fields=["report", "finished_at"])
    return made


def _erase(kind: registry.Kind, before: datetime, dry: bool) -> int:
    if dry:
        return kind.erase(before, True, BATCH)
    total = 0
    for _batch in range(MOST_BATCHES):
        count = kind.erase(before, False, BATCH)
        total += count
        if count < BATCH:
            break
    return total


def nightly(now: datetime) -> None:
    """Once a night, after three in Shanghai."""
    local = now.astimezone(ZoneInfo("Asia/Shanghai"))
    if local.hour < HOUR:
        return
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if not ErasureRun.objects.filter(started_at__gte=today, dry=False).exists():
        run(now)
