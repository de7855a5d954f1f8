"""A person's appointments in words, newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.accounts.appointment_events import TITLES
from portal.accounts.models import AppointmentEvent, Department, Post, Role, User
from portal.ui.formats import dates
from portal.ui.texts import current_language, localized

MOST = 100


@dataclass(frozen=True)
class Line:
    """An event as the timeline shows it."""

    title: str | Promise
    at: datetime
    text: str
    state: str = "done"


def history(person: User) -> list[Line]:
    """What happened to the person's posts, roles and account: three queries."""
    events = list(person.appointment_events.select_related("actor").order_by("-seq")[:MOST])
    payloads = [event.payload or {} for event in events]
    codes = {payload.get("department", "") for payload in payloads}
    departments = {row.code: localized(row, "name") for row in Department.objects.filter(code__in=codes)}
    ids = {pk for payload in payloads for name in ("person", "to") if (pk := payload.get(name))}
    people = {row.pk: str(row) for row in User.objects.filter(pk__in=ids)}
    return [Line(TITLES[e.kind], e.at, _text(e, departments, people)) for e in events]


def _text(event: AppointmentEvent, departments: dict[str, str], people: dict[int, str]) -> str:
    payload = event.payload or {}
    parts = [departments.get(payload.get("department", ""), ""), *_details(payload, people)]
    who = _("Done by: %(who)s") % {"who": event.actor or _("The portal")}
    lines = [pgettext("between the items of a list", ", ").join(filter(None, parts)), who]
    return "\n".join(filter(None, [*lines, payload.get("reason", "")]))


def _details(payload: dict[str, Any], people: dict[int, str]) -> list[str]:
    found = []
    if "rank" in payload:
        found.append(str(Post.Rank(payload["rank"]).label))
    if "role" in payload:
        roles = {**dict(Role.Kind.choices), "admin": _("Administrator")}
        found.append(str(roles[payload["role"]]))
    if "starts_on" in payload:
        last = payload["ends_on"]
        found.append(
            period(date.fromisoformat(payload["starts_on"]), date.fromisoformat(last) if last else None)
        )
    elif "ends_on" in payload and "role" in payload:
        found.append(until(date.fromisoformat(payload["ends_on"])))
    found += [people[payload[name]] for name in ("person", "to") if payload.get(name) in people]
    return found


def until(last: date) -> str:
    """To when a role lasts."""
    return _("until %(last)s") % {"last": dates.day(last, current_language())}


def period(first: date, last: date | None) -> str:
    """From when to when; without an end "from …"."""
    language = current_language()
    if last is None:
        return _("from %(first)s") % {"first": dates.day(first, language)}
    return _("%(first)s to %(last)s") % {
        "first": dates.day(first, language),
        "last": dates.day(last, language),
    }
