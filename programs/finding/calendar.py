"""What opens and closes on which day: the rows of the deadline calendar, its list and its spreadsheet."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.http import Http404, QueryDict
from django.utils import timezone

from portal.inbox.models import CalendarDay
from programs.catalog.models import Round
from programs.finding.matching import rounds_of

DAY, WEEK = timedelta(days=1), timedelta(days=7)
FIRST_YEAR, LAST_YEAR = 2000, 2100
LATER = 5  # rounds after this week
SHOWN = 3  # entries of a day in the month; the week lists all
OPENS, CLOSES = "opens", "closes"


@dataclass(frozen=True)
class Entry:
    """A round opens or closes at a moment."""

    what: str
    at: datetime
    round: Round


@dataclass(frozen=True)
class Day:
    """A day of the month, or of the weeks it begins and ends in."""

    day: date
    in_month: bool
    is_today: bool
    is_off: bool
    holiday: str = ""
    entries: Sequence[Entry] = field(default_factory=list)

    @property
    def shown(self) -> Sequence[Entry]:
        """What the month has room for."""
        return self.entries[:SHOWN]

    @property
    def more(self) -> int:
        """How many it has no room for."""
        return len(self.entries) - len(self.shown)


def month_named(text: str, at: datetime) -> date:
    """The first day of a month written 2026-12; this month when empty. Http404 for anything else."""
    if not text:
        return timezone.localdate(at).replace(day=1)
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Http404 from error
    return _within(found)


def week_of(text: str, at: datetime) -> date:
    """The Monday of the week with a day written 2026-12-31; of this week when empty. Http404 else."""
    try:
        day = date.fromisoformat(text) if text else timezone.localdate(at)
    except ValueError as error:
        raise Http404 from error
    return _within(day) - day.weekday() * DAY


def weeks(query: QueryDict, first: date, at: datetime) -> list[list[Day]]:
    """The weeks of a month, from Monday to Sunday, with what opens and closes; two queries."""
    rows = Calendar().monthdatescalendar(first.year, first.month)
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries(query, rows[0][0], rows[-1][-1], at):
        by_day[timezone.localdate(entry.at)].append(entry)
    special = {row.day: row for row in CalendarDay.objects.filter(day__range=(rows[0][0], rows[-1][-1]))}
    today = timezone.localdate(at)
    return [[_day(day, first, today, special.get(day), by_day[day]) for day in week] for week in rows]


def entries(query: QueryDict, first: date, last: date, at: datetime) -> list[Entry]:
    """What opens and closes from one day to another, in order of time; one query."""
    begins, ends = _midnight(first), _midnight(last + DAY)
    opening, closing = (
        Q(opens_at__gte=begins, opens_at__lt=ends),
        Q(closes_at__gte=begins, closes_at__lt=ends),
    )
    rounds = rounds_of(query, at).filter(opening | closing)
    found = [
        Entry(what, moment, round_)
        for round_ in rounds.select_related("program__department", "department")
        for what, moment in _moments(round_)
        if begins <= moment < ends
    ]
    return sorted(found, key=lambda entry: (entry.at, entry.what, entry.round.pk))


def closing(query: QueryDict, monday: date, at: datetime) -> list[Round]:
    """The rounds that close in a week, the next first."""
    found = entries(query, monday, monday + WEEK - DAY, at)
    return [entry.round for entry in found if entry.what == CLOSES]


def closing_after(query: QueryDict, sunday: date, at: datetime) -> list[Round]:
    """The next few rounds that close after a week."""
    rounds = rounds_of(query, at).filter(closes_at__gte=_midnight(sunday + DAY))
    return list(rounds.select_related("program", "department").order_by("closes_at", "pk")[:LATER])


def next_month(first: date) -> date:
    return (first + 31 * DAY).replace(day=1)


def previous_month(first: date) -> date:
    return (first - DAY).replace(day=1)


def _moments(round_: Round) -> Iterator[tuple[str, datetime]]:
    yield OPENS, round_.opens_at
    if round_.closes_at:
        yield CLOSES, round_.closes_at


def _day(day: date, first: date, today: date, special: CalendarDay | None, found: list[Entry]) -> Day:
    is_off = not special.is_workday if special else day.weekday() > 4
    return Day(day, day.month == first.month, day == today, is_off, special.name if special else "", found)


def _within(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Http404
    return day


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())
