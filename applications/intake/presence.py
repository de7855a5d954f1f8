"""Who is in an application now, and where somebody left off."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from applications.intake.models import Application, Presence
from portal.accounts.models import User
from portal.ui.texts import localized
from programs.forms import screens

NOW = timedelta(minutes=5)  # so long somebody counts as being there
REFRESH = timedelta(seconds=30)

# One statement for the busiest moment of the portal: nothing is written while the row is fresh.
_SEEN = """
INSERT INTO intake_presence (application_id, user_id, section, seen_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (application_id, user_id) DO UPDATE SET section = excluded.section, seen_at = excluded.seen_at
WHERE intake_presence.section <> excluded.section OR intake_presence.seen_at < %s
"""


@dataclass(frozen=True)
class Colleague:
    """Somebody else in the application: name, the part they are in, and whether it is this one."""

    name: str
    part: str
    here: bool


def seen(application: Application, user: User, section: str, at: datetime) -> None:
    """Somebody works on this part now."""
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [application.pk, user.pk, section, at, at - REFRESH])


def colleagues(application: Application, user: User, section: str, at: datetime) -> list[Colleague]:
    """Who else has been in the application within the last minutes, who is in this part first."""
    rows = application.presences.filter(seen_at__gt=at - NOW).exclude(user=user).select_related("user")
    titles = {part.key: localized(part, "title") for part in screens.sections(application.form_version)}
    found = [
        Colleague(str(row.user), titles[row.section], row.section == section)
        for row in rows.order_by("-seen_at")
        if row.section in titles
    ]
    return sorted(found, key=lambda colleague: not colleague.here)


def left_off(application: Application, user: User) -> str:
    """The part this person worked on last, on whatever device; "" when there was none."""
    row = Presence.objects.filter(application=application, user=user).first()
    known = {part.key for part in screens.sections(application.form_version)}
    return row.section if row and row.section in known else ""
