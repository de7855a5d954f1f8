"""Days counted back: years and months as a calendar has them."""

from calendar import monthrange
from datetime import date, timedelta

SHORTEST = 28  # days that every month has


def back(day: date, *, years: int = 0, months: int = 0, days: int = 0) -> date:
    """So long before a day. From a day that the month does not have, its last: a year before 29 February is
    28 February."""
    month = day.year * 12 + day.month - 1 - years * 12 - months
    year, index = divmod(month, 12)
    number = day.day if day.day <= SHORTEST else min(day.day, monthrange(year, index + 1)[1])
    return date(year, index + 1, number) - timedelta(days=days)


def written(day: date) -> int:
    """20261122: an order of days in which a year is ten thousand."""
    return day.year * 10_000 + day.month * 100 + day.day
