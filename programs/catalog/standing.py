"""Keeps where programs stand: worked out again when a round changes, and by the clock when a phase ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import DateTimeField, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Least

from programs.catalog.leading import NO_ROUND, in_order, nearness_of
from programs.catalog.models import Edition, Round, Standing
from programs.catalog.models.standings import EVER, NEVER

AFTER = timedelta(microseconds=1)  # the deadline's own moment is in time
BATCH = 1000


@dataclass(frozen=True)
class State:
    """What the catalog is at a moment: `edition` names its rows, `settled` says that no standing has lapsed.

    Settled, no phase changes from `since` until before `until`.
    """

    edition: str
    since: datetime
    until: datetime
    at: datetime

    @property
    def settled(self) -> bool:
        return self.since <= self.at < self.until


def state(at: datetime) -> State:
    """In one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(count), 0) || '-' || coalesce(max(id), 0),"
            " (SELECT max(since) FROM catalog_standing), (SELECT min(until) FROM catalog_standing)"
            " FROM catalog_edition"
        )
        edition, since, until = cursor.fetchone()
    return State(edition, since or NEVER, until or EVER, at)


def refresh_lapsed(now: datetime) -> int:
    """Work out every standing that is not true now; how many. A job of the clock."""
    count = 0
    while True:
        with transaction.atomic():
            lapsed = Standing.objects.filter(Q(until__lte=now) | Q(since__gt=now))
            found = _refresh(lapsed.order_by("pk")[:BATCH], now)
        count += found
        if found < BATCH:
            return count


@transaction.atomic
def refresh_of(programs: Iterable[int], now: datetime) -> None:
    """Work out where these programs stand."""
    _refresh(Standing.objects.filter(pk__in=list(programs)), now)


def _refresh(standings: QuerySet[Standing], now: datetime) -> int:
    """The rows are locked first and read by the next statement: it sees every change that let one lapse.

    A row that another transaction holds is left to it, or to the next minute.
    """
    locked = list(standings.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
    rounds = in_order(Round.objects.filter(program=OuterRef("pk"), status=Round.Status.PUBLISHED), now)
    Standing.objects.filter(pk__in=locked).update(
        lead=Subquery(rounds.values("pk")[:1]),
        rank=Coalesce(Subquery(rounds.values("phase_rank")[:1]), Value(NO_ROUND)),
        nearness=nearness_of(rounds),
        since=Greatest(
            _edge(Max("opens_at"), NEVER, opens_at__lte=now),
            _edge(Max(F("closes_at") + AFTER), NEVER, closes_at__lt=now),
        ),
        until=Least(
            _edge(Min("opens_at"), EVER, opens_at__gt=now),
            _edge(Min(F("closes_at") + AFTER), EVER, closes_at__gte=now),
        ),
    )
    return len(locked)


def _edge(moment: Max | Min, default: datetime, **rounds: datetime) -> Coalesce:
    """The last or next moment at which a phase of the program's rounds begins or ends."""
    found = Round.objects.filter(program=OuterRef("pk"), status=Round.Status.PUBLISHED, **rounds)
    moments = found.order_by().values("program").annotate(moment=moment).values("moment")
    return Coalesce(Subquery(moments, output_field=DateTimeField()), Value(default, DateTimeField()))


@transaction.atomic
def add_up_editions(keep: int = BATCH) -> None:
    """Replace old editions by one row with their sum."""
    rows = Edition.objects.select_for_update(skip_locked=True).order_by("-pk")
    old = list(rows.values_list("pk", flat=True)[keep:])
    if len(old) > 1:
        rows = Edition.objects.filter(pk__in=old)
        total = rows.aggregate(total=Sum("count"))["total"]
        rows.delete()
        Edition.objects.create(count=total)
