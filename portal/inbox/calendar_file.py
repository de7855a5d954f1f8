"""The calendar as a CSV file: day,is_workday,name. Read with an error per line, compared, then written."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.api.problems import Refused
from portal.inbox.models import CalendarDay
from portal.ui.exports import safe_cell

HEADER = ["day", "is_workday", "name"]
YES, NO = frozenset({"1", "true", "yes", "是", "上班"}), frozenset({"0", "false", "no", "否", "休息"})
NAME_LENGTH = 60
LINES_LIMIT = 5000
DAY_WRITTEN = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")


@dataclass(frozen=True)
class Line:
    """A line of the file. Either `error` says what is wrong with it, or day and is_workday are set.

    before: what the calendar holds for the day now; None when nothing.
    """

    number: int
    text: str
    error: str = ""
    day: date | None = None
    is_workday: bool = False
    name: str = ""
    before: tuple[bool, str] | None = None

    @property
    def is_new(self) -> bool:
        return not self.error and self.before is None

    @property
    def is_change(self) -> bool:
        return not self.error and self.before not in (None, (self.is_workday, self.name))

    def entry(self) -> CalendarDay:
        """The day as it stands in the calendar afterwards; only of a line without error."""
        assert self.day is not None
        return CalendarDay(day=self.day, is_workday=self.is_workday, name=self.name)

    @property
    def was(self) -> str:
        return spoken(*self.before) if self.before else ""


def read(text: str) -> list[Line]:
    """The lines of a file, each with its error or with what the calendar holds. Refused: not our table."""
    rows = _cells(text)
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    if header != HEADER:
        raise Refused(_("The first line must be: %(header)s") % {"header": ",".join(HEADER)})
    if len(rows) > LINES_LIMIT:
        raise Refused(_("The file has more than %(limit)s lines.") % {"limit": LINES_LIMIT})
    known = {row.day: (row.is_workday, row.name) for row in CalendarDay.objects.all()}
    seen: set[date] = set()
    found = []
    for number, cells in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in cells):
            found.append(_line(number, [cell.strip() for cell in cells], known, seen))
    return found


def _cells(text: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    except csv.Error as error:
        raise Refused(_("This is no CSV file.")) from error


def _line(number: int, cells: Sequence[str], known: dict[date, tuple[bool, str]], seen: set[date]) -> Line:
    text = ",".join(cells)
    if len(cells) != len(HEADER):
        return Line(number, text, _("A line has three values: day, is_workday, name."))
    day, works, name = _day(cells[0]), cells[1].lower(), cells[2].removeprefix("'")
    if day is None:
        return Line(number, text, _("“%(day)s” is no day. Write it as 2027-01-01.") % {"day": cells[0]})
    if works not in YES | NO:
        return Line(number, text, _("Write 1 for a working day and 0 for a day off."))
    if len(name) > NAME_LENGTH:
        return Line(number, text, _("The name is longer than %(limit)s characters.") % {"limit": NAME_LENGTH})
    if day in seen:
        return Line(number, text, _("This day stands in the file twice."))
    seen.add(day)
    return Line(number, text, "", day, works in YES, name, known.get(day))


def _day(text: str) -> date | None:
    found = DAY_WRITTEN.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


@transaction.atomic
def write(lines: Sequence[Line], by: User) -> int:
    """Enter new and changed days, each in its own history; how many. Refused: an error is left."""
    if any(line.error for line in lines):
        raise Refused(_("Correct the lines marked below; nothing was entered."))
    wanted = [line for line in lines if line.is_new or line.is_change]
    rows = CalendarDay.objects.bulk_create(
        [line.entry() for line in wanted],
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["is_workday", "name"],
    )
    for row, line in zip(rows, wanted, strict=True):
        LogEntry.objects.log_actions(
            by.pk,
            [row],
            CHANGE if line.is_change else ADDITION,
            _("From a file: %(change)s") % {"change": change(line.before, (line.is_workday, line.name))},
            single_object=True,
        )
    return len(wanted)


def change(before: tuple[bool, str] | None, after: tuple[bool, str]) -> str:
    """A day before and after, in words."""
    return f"{spoken(*before)} → {spoken(*after)}" if before else spoken(*after)


def spoken(is_workday: bool, name: str) -> str:
    """What a day is: a working day or a day off, and its name."""
    what = _("working day") if is_workday else _("day off")
    return f"{what} ({name})" if name else what


def written(days: Iterable[CalendarDay]) -> str:
    """The days as a file that `read` takes."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(HEADER)
    table.writerows([row.day.isoformat(), int(row.is_workday), safe_cell(row.name)] for row in days)
    return out.getvalue()
