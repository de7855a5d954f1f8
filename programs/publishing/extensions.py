"""A deadline moves when the portal failed before it: proposed by the portal, confirmed by a person with the
right to publish; at once where the call notice announced it so."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from portal.inbox.workdays import Workdays
from portal.operations import measuring
from portal.operations.measuring import Outage
from programs.catalog import services as catalog
from programs.catalog.deadlines import failure_sentence
from programs.catalog.models import Extension, Round
from programs.publishing import messages
from programs.publishing.digests import digest_of_move
from programs.publishing.locks import Busy, lock_target
from programs.publishing.models import Order
from programs.publishing.services import editors

logger = logging.getLogger(__name__)

LOOK_BACK = timedelta(days=3)  # a failure may last beyond the deadline: it is seen when the portal is back


def propose_what_is_due(now: datetime) -> int:
    """Look at every deadline that is near or has just passed; how many extensions are new."""
    hours = timedelta(hours=settings.EXTENSION_WINDOW_HOURS)
    rounds = Round.objects.published().filter(closes_at__gt=now - LOOK_BACK, closes_at__lte=now + hours)
    return sum(_looked_at(round_, now) for round_ in rounds.order_by("closes_at", "pk"))


def _looked_at(round_: Round, now: datetime) -> bool:
    """One round must not keep back the others."""
    try:
        return _propose(round_, now)
    except Busy:
        return False
    except Exception:  # whatever is wrong with this round, the deadlines of the others are looked at
        logger.exception("The deadline of round %s could not be looked at; again in a minute.", round_.pk)
        return False


def failures(closes_at: datetime, now: datetime) -> list[Outage]:
    """When the portal could not be used in the last hours before a deadline."""
    begin = closes_at - timedelta(hours=settings.EXTENSION_WINDOW_HOURS)
    return measuring.outages(begin, min(closes_at, now))


@transaction.atomic
def _propose(seen: Round, now: datetime) -> bool:
    assert seen.closes_at is not None
    if seen.extensions.filter(deadline=seen.closes_at).exists():
        return False
    found = failures(seen.closes_at, now)
    minutes = measuring.unavailable_minutes(found)
    if minutes <= settings.EXTENSION_AFTER_MINUTES:
        return False
    round_ = lock_target(seen.program_id, seen.pk, wait=False).round
    assert round_ is not None
    if round_.closes_at != seen.closes_at or Order.objects.live().filter(round=round_).exists():
        return False
    extension = Extension.objects.create(
        round=round_,
        deadline=seen.closes_at,
        moves_to=next_working_day(seen.closes_at),
        hours=settings.EXTENSION_WINDOW_HOURS,
        minutes=minutes,
        outages=[[outage.begin.isoformat(), outage.end.isoformat()] for outage in found],
        automatic=round_.extension == Round.Extension.AUTOMATIC,
        proposed_at=now,
    )
    if extension.automatic:
        catalog.extend_deadline(round_.pk, extension.moves_to, reason_of(extension))
        Extension.objects.filter(pk=extension.pk).update(applied_at=now)
    else:
        _ask(extension, now)
    return True


def _ask(extension: Extension, now: datetime) -> Order:
    """An order nobody asked for but the portal; everybody who may confirm it is told."""
    round_ = extension.round
    order = Order(program=round_.program, round=round_, state=Order.State.WAITING, asked_at=now)
    order.extension, order.moves_to, order.move_reason = extension, extension.moves_to, reason_of(extension)
    order.digest = digest_of_move(round_, order.moves_to, order.move_reason)
    order.save()
    messages.tell(order, messages.ASKED, editors(order))
    return order


def next_working_day(closes_at: datetime) -> datetime:
    """The same time on the working day after."""
    local = timezone.localtime(closes_at)
    return local + (Workdays().next(local.date() + timedelta(days=1)) - local.date())


def reason_of(extension: Extension) -> str:
    """What everybody with a draft reads, in the portal's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return failure_sentence(extension)
