"""What happened to an application, in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from applications.intake import acting
from applications.intake.models import ApplicationEvent, Letter
from applications.intake.workflow import Status

TITLES: dict[str, Promise] = {
    "started": gettext_lazy("Draft started"),
    "submitted": gettext_lazy("Submitted"),
    "taken_back": gettext_lazy("Taken back to change"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "discarded": gettext_lazy("Draft discarded"),
    "accepted": gettext_lazy("Accepted"),
    "returned": gettext_lazy("Returned for correction"),
    "refused": gettext_lazy("Not admitted"),
    "approved": pgettext_lazy("status", "Approved"),
    "declined": gettext_lazy("Declined"),
    "lapsed": gettext_lazy("Closed without correction"),
    "handler_changed": gettext_lazy("Case officer changed"),
    "messaged": gettext_lazy("Message from the department"),
    "number_revealed": gettext_lazy("Identity number shown in full"),
}
INTERNAL = ("handler_changed",)  # the department's own affair: applicants do not read it
STOPPED = {Status.RETURNED, Status.REFUSED, Status.DECLINED, Status.LAPSED}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline: `state` is done, now or stop."""

    title: str | Promise
    at: datetime
    text: str
    state: str
    letter: Letter | None = None


def timeline(
    events: QuerySet[ApplicationEvent], letters: Iterable[Letter], *, internal: bool = False
) -> list[Entry]:
    """Newest first; the newest is marked when it waits for somebody. `internal`: for officials."""
    by_number = {letter.number: letter for letter in letters}
    rows = events.select_related("actor").order_by("-seq")
    found = list(rows if internal else rows.exclude(kind__in=INTERNAL))
    people = acting.People(found)
    return [_entry(event, by_number, people, newest=index == 0) for index, event in enumerate(found)]


def _entry(event: ApplicationEvent, letters: dict[str, Letter], people: acting.People, newest: bool) -> Entry:
    payload = event.payload or {}
    state = "stop" if newest and event.to_status in STOPPED else "done"
    letter = letters.get(payload.get("letter", ""))
    return Entry(TITLES.get(event.kind, event.kind), event.at, _sentence(event, people), state, letter)


def _sentence(event: ApplicationEvent, people: acting.People) -> str:
    """Who, with what words, and every point."""
    payload, who = event.payload or {}, people.who(event)
    note, items = payload.get("note", ""), payload.get("items", [])
    if event.kind == "handler_changed":
        note = people.handed_over(payload)
    said = _("%(who)s: %(words)s") % {"who": who, "words": note} if note else who
    return "\n".join([said, *(f"{n}. {item}" for n, item in enumerate(items, 1))])


def who(event: ApplicationEvent) -> str:
    """The person who acted, or the portal."""
    return acting.People([event]).who(event)
