"""The announced holidays and make-up working days of the years the portal starts with.

They come from the package chinesecalendar, which follows the State Council's yearly announcement.
"""

from datetime import date
from typing import Any

from chinese_calendar import constants

from portal.inbox.models import CalendarDay, CalendarYear

YEARS = (2025, 2026)
SOURCE = "国务院办公厅关于{year}年部分节假日安排的通知"


def seed(**signal: Any) -> None:
    """Enter the years that are missing with their days. Runs after every migrate; edits by the admin stay."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    years = [year for year in YEARS if year not in known]
    CalendarDay.objects.bulk_create(
        [row for row in exceptions() if row.day.year in years], ignore_conflicts=True
    )
    CalendarYear.objects.bulk_create(
        [CalendarYear(year=year, source=SOURCE.format(year=year)) for year in years], ignore_conflicts=True
    )


def exceptions() -> list[CalendarDay]:
    """Week days off and weekend days of work; a holiday on a weekend needs no row."""
    off = [_day(day, False, name) for day, name in constants.holidays.items() if day.weekday() < 5]
    work = [_day(day, True, name) for day, name in constants.workdays.items() if day.weekday() >= 5]
    return off + work


def _day(day: date, is_workday: bool, name: str) -> CalendarDay:
    chinese = constants.Holiday(name).chinese
    return CalendarDay(day=day, is_workday=is_workday, name=f"{chinese}调休上班" if is_workday else chinese)
