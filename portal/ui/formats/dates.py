"""Dates and times in words: 2026年11月21日 17:00, 21 November 2026, 17:00."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS

WEEKDAYS_HANS = "一二三四五六日"
WEEKDAY_WITHIN = timedelta(days=7)


def local(value: datetime) -> datetime:
    """The moment in the portal's time zone; a naive one is taken as already local."""
    return timezone.localtime(value) if timezone.is_aware(value) else value


def as_date(value: date | datetime) -> date:
    """The local calendar day of a date or a moment."""
    return local(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime, language: str, *, short: bool = False) -> str:
    """2026年11月21日 or 21 November 2026; `short` drops the year."""
    found = as_date(value)
    if language == "en":
        words = f"{found.day} {MONTHS[found.month]}"
        return words if short else f"{words} {found.year}"
    words = f"{found.month}月{found.day}日"
    return words if short else f"{found.year}年{words}"


def weekday(value: date | datetime, language: str) -> str:
    """周二, 週二 or Tuesday."""
    index = as_date(value).weekday()
    if language == "en":
        return str(WEEKDAYS[index])
    return f"{'週' if language == 'zh-hant' else '周'}{WEEKDAYS_HANS[index]}"


def moment(
    value: datetime, language: str, *, short: bool = False, now: datetime | None = None, seconds: bool = False
) -> str:
    """2026年11月21日 17:00; with `now`, a moment at most seven days away also names its weekday."""
    found = local(value)
    words = day(found, language, short=short)
    near = now is not None and abs(found - local(now)) <= WEEKDAY_WITHIN
    clock = f"{found:%H:%M:%S}" if seconds else f"{found:%H:%M}"
    if language == "en":
        return f"{weekday(found, language)} {words}, {clock}" if near else f"{words}, {clock}"
    return f"{words}（{weekday(found, language)}）{clock}" if near else f"{words} {clock}"


def days_left(when: date | datetime, now: datetime) -> int:
    """Calendar days from today to the day of `when`: 0 is today, negative is over."""
    return (as_date(when) - as_date(now)).days
