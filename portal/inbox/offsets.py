"""How long before (or after) a deadline somebody is reminded: hours, days or working days, as data."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, islice
from typing import Any

from django.utils import timezone
from django.utils.translation import ngettext

from portal.inbox.workdays import Workdays

DAY = timedelta(days=1)
UNITS = {"h": "hours", "d": "days", "w": "working_days"}
LETTERS = {unit: letter for letter, unit in UNITS.items()}
ROUGHLY = {"hours": 1.0, "days": 24.0, "working_days": 33.6}  # hours, for sorting
CODE = re.compile(r"(\d{1,3})([hdw])")


@dataclass(frozen=True)
class Offset:
    """A number of hours, days or working days; `code` is the short form: 3h, 14d, 5w."""

    n: int
    unit: str

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Offset":
        """From the stored form {"n": 14, "unit": "days"}."""
        return cls(int(data["n"]), LETTERS[data["unit"]] and data["unit"])

    @classmethod
    def parse(cls, code: str) -> "Offset":
        """From the short form; ValueError when it is none."""
        found = CODE.fullmatch(code)
        if found is None:
            raise ValueError(code)
        return cls(int(found[1]), UNITS[found[2]])

    @property
    def code(self) -> str:
        return f"{self.n}{LETTERS[self.unit]}"

    @property
    def rough_hours(self) -> float:
        return self.n * ROUGHLY[self.unit]

    def as_data(self) -> dict[str, Any]:
        """The stored form."""
        return {"n": self.n, "unit": self.unit}

    def before(self, deadline: datetime, calendar: Workdays) -> datetime:
        """The moment so long before a deadline: of working days, the same time of an earlier one."""
        if self.unit != "working_days":
            return deadline - timedelta(**{self.unit: self.n})
        local = timezone.localtime(deadline)
        return deadline - (local.date() - working_day_before(local.date(), self.n, calendar))

    def after(self, deadline: datetime, calendar: Workdays) -> datetime:
        """The moment so long after a deadline."""
        if self.unit != "working_days":
            return deadline + timedelta(**{self.unit: self.n})
        day = timezone.localtime(deadline).date()
        return deadline + (calendar.add(day, self.n) - day)

    def words(self) -> str:
        """As a person says it."""
        words = {
            "hours": ngettext("%(n)d hour", "%(n)d hours", self.n),
            "days": ngettext("%(n)d day", "%(n)d days", self.n),
            "working_days": ngettext("%(n)d working day", "%(n)d working days", self.n),
        }
        return words[self.unit] % {"n": self.n}


def offsets(*codes: str) -> tuple[Offset, ...]:
    """Offsets from their short forms."""
    return tuple(map(Offset.parse, codes))


def working_day_before(day: date, n: int, calendar: Workdays) -> date:
    """The n-th working day before a day."""
    earlier = filter(calendar.is_workday, (day - DAY * step for step in count(1)))
    return next(islice(earlier, n - 1, None)) if n else day


def nearest(
    wanted: Iterable[Offset], deadline: datetime, now: datetime, calendar: Workdays
) -> tuple[Offset, datetime] | None:
    """The offset before a deadline that passed last, and when; None while none has, or after the deadline."""
    if now >= deadline:
        return None
    passed = [(offset.before(deadline, calendar), offset.code, offset) for offset in wanted]
    moment, _code, offset = max((found for found in passed if found[0] <= now), default=(None, "", None))
    return (offset, moment) if offset and moment else None


def coming(
    wanted: Sequence[Offset], deadline: datetime, since: datetime, now: datetime, calendar: Workdays
) -> Iterator[tuple[Offset, datetime]]:
    """Which reminders of a deadline are still to come, and when; `since`: when the matter began."""
    for offset in dict.fromkeys(wanted):
        moment = offset.before(deadline, calendar)
        if max(now, since) < moment < deadline:
            yield offset, moment
