"""At night the register is asked again about organizations whose register facts have grown old."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.api.problems import Refused
from portal.facts.asking import GOOD_FOR, looked_up, write
from portal.facts.models import RegisterAsking
from portal.facts.registers import register
from portal.organizations.models import Organization

logger = logging.getLogger(__name__)

BATCH = 50
CLAIM = timedelta(hours=12)  # what was not answered is asked again the next night


def run() -> int:
    """Ask about everybody who is due, batch after batch; how many answers were written.

    Nothing where no register is configured. A register that answers nothing of a whole batch is left alone
    until the next night.
    """
    written = 0
    while register() is not None and (batch := claimed(timezone.now())):
        answered = sum(_asked_again(organization) for organization in batch)
        if not answered:
            break
        written += answered
    return written


@transaction.atomic
def claimed(now: datetime) -> list[Organization]:
    """The next who are due, for the caller alone: who asks at the same moment gets others."""
    rows = RegisterAsking.objects.select_for_update(of=("self",), skip_locked=True).filter(due_at__lte=now)
    chosen = list(rows.select_related("organization").order_by("due_at", "pk")[:BATCH])
    RegisterAsking.objects.filter(pk__in=[row.pk for row in chosen]).update(due_at=now + CLAIM)
    return [row.organization for row in chosen]


def _asked_again(organization: Organization) -> bool:
    """Whether the register answered; that it does not know the code is an answer."""
    try:
        found = looked_up(organization.uscc)
        if found is not None:
            write(organization, found)
    except Refused as refused:
        logger.warning("The register was not read for %s: %s", organization.uscc, refused)
        return False
    due = timezone.now() + GOOD_FOR
    RegisterAsking.objects.filter(organization=organization).update(due_at=due)
    return True
