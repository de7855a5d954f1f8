"""What happened to an application, in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from applications.intake import acting
from applications.intake.models import ApplicationEvent, Letter
from applications.intake.workflow import HIDDEN_EVENTS, Status
from portal.ui.texts import labelled

TITLES: dict[str, Promise] = {
    "started": gettext_lazy("Draft started"),
    "reused": gettext_lazy("Answers of an earlier application taken over"),
    "submitted": gettext_lazy("Submitted"),
    "taken_back": gettext_lazy("Taken back to change"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "discarded": gettext_lazy("Draft discarded"),
    "recommended": gettext_lazy("Opinion of the recommending department"),
    "passed_on": gettext_lazy("Passed on without a recommendation"),
    "accepted": gettext_lazy("Accepted"),
    "returned": gettext_lazy("Returned for correction"),
    "refused": gettext_lazy("Not admitted"),
    "reviewed": gettext_lazy("Expert review ended"),
    "presented": gettext_lazy("Defense or site visit ended"),
    "proposed": gettext_lazy("Proposed for support"),
    "level_approved": gettext_lazy("Approved at one level"),
    "change_needed": gettext_lazy("Needs change"),
    "reserved": gettext_lazy("Put on the reserve list"),
    "promoted": gettext_lazy("Taken from the reserve list"),
    "noticed": gettext_lazy("Put on public notice"),
    "approved": pgettext_lazy("status", "Approved"),
    "declined": gettext_lazy("Declined"),
    "reconsidered": gettext_lazy("Decision taken up again"),
    "agreed": gettext_lazy("Agreement signed"),
    "lapsed": gettext_lazy("Closed without correction"),
    "handler_changed": gettext_lazy("Case officer changed"),
    "messaged": gettext_lazy("Message from the department"),
    "sign_off_asked": gettext_lazy("Asked a signatory to sign off"),
    "page_sealed": gettext_lazy("Sealed page uploaded"),
    "paper_received": gettext_lazy("Paper copies came"),
    "signed_off": gettext_lazy("Signed off"),
    "checked": gettext_lazy("Formal check kept"),
    "number_revealed": gettext_lazy("Identity number shown in full"),
}
INTERNAL = (
    "handler_changed",
    "checked",
    *sorted(HIDDEN_EVENTS),
)  # the department's own affair: applicants do not read it
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
    said = labelled(who, note) if note else who
    return "\n".join([said, *(f"{n}. {item}" for n, item in enumerate(items, 1))])


def who(event: ApplicationEvent) -> str:
    """The person who acted, or the portal."""
    return acting.People([event]).who(event)
