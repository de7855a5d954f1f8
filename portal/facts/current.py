"""The facts of today, written from the statements: in the transaction that states one, and by the clock."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models.functions import TruncDate
from django.utils import timezone

from portal.facts.definitions import FIGURES
from portal.facts.models import CurrentFacts, Statement, YearlyFigures
from portal.facts.models.current import TYPED
from portal.facts.values import Key, typed
from portal.inbox.models import Heartbeat
from portal.organizations.models import Organization

CLOCK = "facts"  # the name of its heartbeat
MARGIN = timedelta(hours=1)  # longer than any transaction that was stating at midnight
BATCH = 500


def bring_up_to_date(organizations: Collection[int], keys: Iterable[Key], today: date) -> None:
    """Write what holds today of these facts, for organizations that the caller has locked: five queries."""
    wanted = set(keys)
    names, years = {key for key, _year in wanted}, {year for _key, year in wanted if year is not None}
    rows = Statement.objects.filter(organization__in=organizations, key__in=names).holding(today)
    values: dict[int, dict[Key, Any]] = {pk: {} for pk in organizations}
    for row in rows:
        if row.year is None or row.year in years:
            values[row.organization_id][row.key, row.year] = typed(row.key, row.value)
    _write_scalars(values, [name for name in TYPED if name in names])
    _write_figures(values, [name for name in FIGURES if name in names])


def _write_scalars(values: dict[int, dict[Key, Any]], names: list[str]) -> None:
    rows = [
        CurrentFacts(organization_id=pk, **{name: found.get((name, None)) for name in names})
        for pk, found in values.items()
    ]
    if names:
        CurrentFacts.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["organization"], update_fields=names
        )
    else:
        CurrentFacts.objects.bulk_create(rows, ignore_conflicts=True)


def _write_figures(values: dict[int, dict[Key, Any]], names: list[str]) -> None:
    rows = [
        YearlyFigures(organization_id=pk, year=year, **{name: found.get((name, year)) for name in names})
        for pk, found in values.items()
        for year in sorted({year for _key, year in found if year is not None})
    ]
    if rows:
        YearlyFigures.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["organization", "year"], update_fields=names
        )


def refresh(now: datetime) -> int:
    """Write what begins to hold today; how many organizations. On each new day, and each hour after.

    Only statements made before the day from which they hold: the others were written when they were made.
    """
    last = Heartbeat.objects.filter(name=CLOCK).values_list("at", flat=True).first()
    today = timezone.localdate(now)
    if last is not None and timezone.localdate(last) == today and now - last < MARGIN:
        return 0
    begun = Statement.objects.filter(since__lte=today, since__gt=TruncDate("stated_at"))
    if last is not None:
        begun = begun.filter(since__gt=timezone.localdate(last - MARGIN) - timedelta(days=1))
    pks = begun.order_by("organization_id").values_list("organization_id", flat=True).distinct()
    count = sum(_brought_up_to_date(batch, today) for batch in batched(pks.iterator(BATCH), BATCH))
    Heartbeat.objects.update_or_create(name=CLOCK, defaults={"at": now})
    return count


@transaction.atomic
def _brought_up_to_date(organizations: Iterable[int], today: date) -> int:
    rows = Organization.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    pks = list(rows.filter(pk__in=list(organizations)).values_list("pk", flat=True))
    stated = Statement.objects.filter(organization__in=pks, since__lte=today)
    keys = stated.order_by().values_list("key", "year").distinct()
    bring_up_to_date(pks, keys, today)
    return len(pks)
