"""How rounds turned out: the app that decides hands in a count, and pages show what of it may be told."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction

from programs.catalog.models import RoundResult


@dataclass(frozen=True)
class Tally:
    """A count of one round; see `RoundResult`."""

    applied: int
    decided: int
    supported: int
    funded: int
    amount: Decimal


@transaction.atomic
def keep_result(round_id: int, count: Callable[[], Tally]) -> None:
    """Write what `count` finds. It is called after the row is locked: the second of two at once counts what
    the first has committed, so that no decision is lost and a reversal is taken out again."""
    RoundResult.objects.bulk_create([RoundResult(round_id=round_id)], ignore_conflicts=True)
    RoundResult.objects.select_for_update(of=("self",)).get(pk=round_id)
    RoundResult.objects.filter(pk=round_id).update(**asdict(count()))
