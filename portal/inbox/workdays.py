"""Working days: the announced calendar first, Monday to Friday otherwise.

The functions load the calendar once per call; a list keeps one `Workdays` for all its rows.
"""

import itertools
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.inbox.models import CalendarDay, CalendarYear
from portal.inbox.remembering import Remembered

DAY = timedelta(days=1)
LAST_SECOND, OFFICE_OPENS, OFFICE_CLOSES = time(23, 59, 59), time(9, 0), time(17, 0)


def _exceptions() -> dict[date, bool]:
    return dict(CalendarDay.objects.values_list("day", "is_workday"))


def _years() -> set[int]:
    return set(CalendarYear.objects.values_list("year", flat=True))


_recent_exceptions = Remembered(_exceptions)
_recent_years = Remembered(_years)


class Workdays:
    """The calendar, loaded with one query when it is first asked: one object serves a whole list."""

    @cached_property
    def exceptions(self) -> dict[date, bool]:
        """The days that differ from Monday–Friday: some thirty a year."""
        return _exceptions()

    def is_workday(self, day: date) -> bool:
        """Whether offices work on this day."""
        return self.exceptions.get(day, day.weekday() < 5)

    def add(self, day: date, count: int) -> date:
        """The last day of a period of `count` (0 or more) working days.

        The period begins the day after `day`, or on it when settings.FIRST_DAY_COUNTS.
        """
        if count < 0:
            raise ValueError("A period has no negative number of working days.")
        first = day if settings.FIRST_DAY_COUNTS else day + DAY
        days = filter(self.is_workday, (first + DAY * n for n in itertools.count()))
        return next(itertools.islice(days, count - 1, None)) if count else day

    def next(self, day: date) -> date:
        """The day itself where offices work, else the first day after it on which they do."""
        return next(filter(self.is_workday, (day + DAY * n for n in itertools.count())))

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before."""
        if end < start:
            return -self.between(end, start)
        days = (start + DAY * n for n in range(1, (end - start).days + 1))
        return sum(map(self.is_workday, days))

    def left(self, due_at: datetime, now: datetime | None = None) -> int:
        """Working days from today to the day something is due; negative when it is late."""
        return self.between(timezone.localdate(now), timezone.localdate(due_at))


def is_workday(day: date) -> bool:
    """Whether offices work on this day."""
    return Workdays().is_workday(day)


def add_workdays(day: date, count: int) -> date:
    """The last day of a period of `count` working days; see Workdays.add."""
    return recent_workdays().add(day, count)


def recent_workdays() -> Workdays:
    """The calendar as this process remembers it."""
    workdays = Workdays()
    workdays.exceptions = _recent_exceptions()
    return workdays


def workdays_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative when `end` lies before."""
    return Workdays().between(start, end)


def end_of_day(day: date) -> datetime:
    """The last second of a day in Shanghai."""
    return timezone.make_aware(datetime.combine(day, LAST_SECOND), timezone.get_default_timezone())


def office_hours_end(day: date) -> datetime:
    """17:00 of a day in Shanghai."""
    return timezone.make_aware(datetime.combine(day, OFFICE_CLOSES), timezone.get_default_timezone())


def office_reopens(at: datetime) -> datetime | None:
    """When offices open again, in Shanghai; None while they are open: working days from 9:00 to 17:00."""
    local, calendar = timezone.localtime(at), Workdays()
    today = local.date()
    if calendar.is_workday(today) and OFFICE_OPENS <= local.time() < OFFICE_CLOSES:
        return None
    day = calendar.next(today if local.time() < OFFICE_OPENS else today + DAY)
    return timezone.make_aware(datetime.combine(day, OFFICE_OPENS), timezone.get_default_timezone())


def calendar_confirmed(year: int) -> bool:
    """Whether every holiday and make-up working day of the year is entered."""
    return CalendarYear.objects.filter(year=year).exists()


def unconfirmed_years(first: date, last: date) -> list[int]:
    """The years from one day to another whose announced days are not entered."""
    years = range(first.year, last.year + 1)
    known = CalendarYear.objects.filter(year__in=years).values_list("year", flat=True)
    return sorted(set(years) - set(known))


def calendar_warning(days: Iterable[date]) -> str:
    """A sentence naming the years of these days that are not announced yet; empty when all are."""
    years = {day.year for day in days}
    years -= _recent_years()
    if not years:
        return ""
    return _(
        "The working-day calendar of %(years)s is not entered yet: days of that time are counted "
        "Monday to Friday and may still move."
    ) % {"years": ", ".join(str(year) for year in sorted(years))}
