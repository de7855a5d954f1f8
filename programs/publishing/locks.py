"""Locks of what is published: the program first, then the round, then the order."""

from dataclasses import dataclass

from programs.catalog.models import Program, Round
from programs.publishing.models import Order


class Busy(Exception):
    """Somebody else holds one of the rows, or it is gone."""


@dataclass(frozen=True)
class Target:
    """What is published: a round with its program, or the program alone."""

    program: Program
    round: Round | None = None


def lock_target(program_id: int, round_id: int | None, *, wait: bool = True) -> Target:
    """The rows, locked. Busy where one is missing, or locked and not waited for."""
    rows = Program.objects.select_for_update(of=("self",), skip_locked=not wait)
    program = rows.filter(pk=program_id).first()
    if program is None:
        raise Busy
    if round_id is None:
        return Target(program)
    rounds = program.rounds.select_for_update(of=("self",), skip_locked=not wait)
    round_ = rounds.select_related("program", "department").filter(pk=round_id).first()
    if round_ is None:
        raise Busy
    return Target(program, round_)


def lock_order(order_id: int, *, wait: bool = True) -> Order:
    """The order with its rows, locked; the same refusals."""
    found = Order.objects.filter(pk=order_id).first()
    if found is None:
        raise Busy
    target = lock_target(found.program_id, found.round_id, wait=wait)
    rows = Order.objects.select_related("asked_by", "confirmed_by")
    order = rows.select_for_update(of=("self",), skip_locked=not wait).filter(pk=order_id).first()
    if order is None:
        raise Busy
    order.program, order.round = target.program, target.round
    return order
