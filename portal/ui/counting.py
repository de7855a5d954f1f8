"""Counting that stops: of very many it is enough to know that there are many."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import IntegerField, QuerySet, Subquery

MOST = 10_000


class CountUpTo(Subquery):
    """How many rows a queryset has, but at most MOST + 1: those are read and no more."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk")[: MOST + 1])


Asked = int | tuple[QuerySet[Any], ...] | None


def numbers_of(asked: Sequence[Asked]) -> list[int | None]:
    """The numbers that are asked for, with those of querysets in one query for all of them.

    Several querysets in one place are added up. Asked for a person who is signed in, so that there is one.
    """
    places = [(at, rows) for at, found in enumerate(asked) if isinstance(found, tuple) for rows in found]
    columns = {f"n{column}": CountUpTo(rows) for column, (_at, rows) in enumerate(places)}
    people: QuerySet[Any] = get_user_model()._default_manager.order_by("pk")
    counts = people.values(**columns)[0] if columns else {}
    sums = Counter[int]()
    for column, (at, _rows) in enumerate(places):
        sums[at] += counts[f"n{column}"] or 0
    return [sums[at] if isinstance(found, tuple) else found for at, found in enumerate(asked)]


def counted(number: int) -> str:
    """The number as it is shown: `10,000+` where nobody counted on."""
    return f"{MOST:,}+" if number > MOST else f"{number:,}"
