"""Deadlines as chips: calendar days for the public, working days for officials."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.ui.formats.dates import days_left, local

SOON_DAYS, NOW_DAYS = 10, 3
SOON_WORKING, NOW_WORKING = 3, 1


@dataclass(frozen=True)
class Due:
    """What the chip shows. level: "", "soon" (amber) or "now" (red)."""

    level: str
    words: str
    when: datetime | None = None

    @property
    def icon(self) -> str:
        return "alarm" if self.level == "now" else "clock"


def due(when: datetime, now: datetime) -> Due:
    """Days left until a deadline as the public counts them; a past one is closed, not late."""
    if when <= now:
        return Due("", _("Deadline passed"), when)
    days = days_left(when, now)
    if days == 0:
        return Due("now", _("Closes today at %(time)s") % {"time": f"{local(when):%H:%M}"}, when)
    level = "now" if days <= NOW_DAYS else "soon" if days <= SOON_DAYS else ""
    return Due(level, ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}, when)


def due_working(days: int) -> Due:
    """Working days left as officials count them; negative is overdue."""
    if days < 0:
        late = ngettext("%(n)d working day overdue", "%(n)d working days overdue", -days) % {"n": -days}
        return Due("now", late)
    if days == 0:
        return Due("now", _("Due today"))
    level = "now" if days <= NOW_WORKING else "soon" if days <= SOON_WORKING else ""
    return Due(level, ngettext("%(n)d working day left", "%(n)d working days left", days) % {"n": days})
