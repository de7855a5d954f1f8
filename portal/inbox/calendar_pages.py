"""The public page of the working-day calendar: a year's exceptions, its months, and where they come from."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.inbox.models import CalendarDay, CalendarYear
from portal.inbox.workdays import Workdays

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Month:
    """How many days of a month are worked and how many are off."""

    first: date
    working: int
    off: int


@require_safe
def calendar(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """A year, this one unless the address names another. A year without an announcement says so."""
    this_year = timezone.localdate().year
    year = this_year if year is None else year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    confirmed = {row.year: row for row in CalendarYear.objects.all()}
    context = {
        "year": year,
        "confirmed": confirmed.get(year),
        "years": sorted({*confirmed, this_year, this_year + 1, year}),
        "days": CalendarDay.objects.filter(day__year=year),
        "months": months(year, Workdays()),
    }
    return render(request, "inbox/calendar.html", context)


def months(year: int, workdays: Workdays) -> list[Month]:
    """The twelve months with their counts."""
    found = []
    for number in range(1, 13):
        first = date(year, number, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        working = workdays.between(first - timedelta(days=1), last)
        found.append(Month(first, working, last.day - working))
    return found
