"""The daily anchor: one hash over every event of every history, which leaves the house by log and by mail.

Whoever rewrites history afterwards, with whatever rights, would have to rewrite what others have received.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import structlog
from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from portal.history.models import ChainedEvent
from portal.operations.models import Anchor

SETTLED = timedelta(minutes=10)  # after midnight: whatever began before it has been committed
log = structlog.get_logger("portal.history")


def histories() -> list[type[ChainedEvent]]:
    """Every table of events, in an order that stays."""
    found = [model for model in apps.get_models() if issubclass(model, ChainedEvent)]
    return sorted(found, key=lambda model: model._meta.db_table)


def take(now: datetime) -> Anchor | None:
    """Today's anchor over all events until midnight, once; told by log and by mail."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    day = midnight.date()
    if now - midnight < SETTLED or Anchor.objects.filter(day=day).exists():
        return None
    before = Anchor.objects.order_by("-day").first()
    heads = {model._meta.db_table: head(model, midnight) for model in histories()}
    digest, count = chained(before, heads)
    with transaction.atomic():
        anchor, is_new = Anchor.objects.get_or_create(
            day=day, defaults={"heads": heads, "events": count, "hash": digest}
        )
        if is_new:
            tell(anchor)
    return anchor if is_new else None


def head(model: type[ChainedEvent], midnight: datetime) -> int:
    """The last event before midnight; 0 when there is none."""
    settled = model._default_manager.filter(at__lt=midnight).order_by("-pk")
    return settled.values_list("pk", flat=True).first() or 0


def chained(before: Anchor | None, heads: dict[str, int]) -> tuple[str, int]:
    """SHA-256 over the anchor before and all events since; and how many these are."""
    digest, count = hashlib.sha256((before.hash if before else "").encode()), 0
    for model in histories():
        table = model._meta.db_table
        first, last = (before.heads.get(table, 0) if before else 0), heads.get(table, 0)
        since = model._default_manager.filter(pk__gt=first, pk__lte=last).order_by("pk")
        for pk, event_hash in since.values_list("pk", "hash").iterator():
            digest.update(f"{table} {pk} {event_hash}\n".encode())
            count += 1
    return digest.hexdigest(), count


def tell(anchor: Anchor) -> None:
    """Let it leave the house."""
    log.info("history anchor", day=anchor.day.isoformat(), events=anchor.events, hash=anchor.hash)
    if settings.ANCHOR_ADDRESS:
        text = f"{anchor.day}\n{anchor.events} events\n{anchor.hash}\n"
        EmailMessage(f"History anchor {anchor.day}", text, to=[settings.ANCHOR_ADDRESS]).send()


def broken() -> Iterator[date]:
    """The days whose anchor does not follow from the events that are there now."""
    before = None
    for anchor in Anchor.objects.order_by("day"):
        if chained(before, anchor.heads) != (anchor.hash, anchor.events):
            yield anchor.day
        before = anchor
