"""A deadline that is to come earlier, where a department asks for a second person: it waits as an order."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import Department
from portal.api.problems import Refused
from portal.ui.texts import localized
from programs.catalog.models import Round, RoundChange
from programs.catalog.rules import Actor, user_of
from programs.publishing import services
from programs.publishing.digests import digest_of_move
from programs.publishing.gate import asking_department
from programs.publishing.models import Order


def earlier_gate(round_: Round, closes_at: datetime, reason: str, by: Actor) -> bool:
    """Pass what nobody asks a second person for, and what one has just confirmed; hand over the rest."""
    department = asking_department(round_.program, round_)
    if department is None or _is_confirmed(round_, closes_at, reason):
        return True
    _hand_over(round_, department, closes_at, reason, by)
    return False


def _is_confirmed(round_: Round, closes_at: datetime, reason: str) -> bool:
    """Once: moving the deadline makes another digest."""
    digest = digest_of_move(round_, closes_at, reason)
    settled = Order.objects.filter(round=round_, state=Order.State.PUBLISHED, confirmed_by__isnull=False)
    return settled.filter(moves_to=closes_at, digest=digest).exists()


def _hand_over(round_: Round, department: Department, closes_at: datetime, reason: str, by: Actor) -> None:
    if Order.objects.live().filter(round=round_).exists():
        raise Refused(_("An earlier deadline already waits for a second person. See it under Publications."))
    user, before = user_of(by), Round.objects.values_list("closes_at", flat=True).get(pk=round_.pk)
    RoundChange.objects.create(
        round=round_,
        by=user,
        field="closes_at",
        before=timezone.localtime(before).isoformat(timespec="minutes") if before else "",
        after=Order.State.WAITING,
        reason=_("Handed over."),
    )
    order = Order(program=round_.program, round=round_, asked_by=user, asked_at=timezone.now())
    order.moves_to, order.move_reason = closes_at, reason
    order.digest = digest_of_move(round_, closes_at, reason)
    services.ask(order, localized(department, "name"))
