"""Where an application stands, as a row of steps; derived from its status and its own dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from applications.intake.models import Application
from applications.intake.workflow import Status
from portal.ui.formats import dates
from portal.ui.texts import current_language


@dataclass(frozen=True)
class Step:
    """One step: `state` is done, current or empty."""

    title: str
    note: str
    state: str


# How many of the steps fill in, formal check, acceptance, decision, payment lie behind.
BEHIND = {
    Status.DRAFT: 0,
    Status.DISCARDED: 0,
    Status.SUBMITTED: 1,
    Status.RETURNED: 1,
    Status.WITHDRAWN: 1,
    Status.LAPSED: 1,
    Status.REFUSED: 1,
    Status.ACCEPTED: 3,
    Status.DECLINED: 3,
    Status.APPROVED: 4,
}


# The event that ends each of the steps.
ENDED_BY = ("submitted", "accepted", "accepted", "approved")


def steps(application: Application, happened: Mapping[str, datetime]) -> list[Step]:
    """The steps in the reader's language; an application that has ended stops at its last step.

    `happened`: when each kind of event happened last.
    """
    behind = BEHIND[Status(application.status)]
    titles, current = _titles(), _current_title(application)
    ends = zip(titles[:behind], ENDED_BY, strict=False)
    found = [Step(title, _day(happened.get(event)), "done") for title, event in ends]
    found.append(Step(current or titles[behind], _current_note(application), "current"))
    if not application.state.live:
        return found
    return found + [Step(title, "", "") for title in titles[behind + 1 :]]


def _titles() -> list[str]:
    return [_("Fill in and submit"), _("Formal check"), _("Acceptance"), _("Decision"), _("Payment")]


def _current_title(application: Application) -> str:
    if application.status == Status.RETURNED:
        return _("Formal check: waiting for your correction")
    return "" if application.state.live else str(application.state.public_label)


def _current_note(application: Application) -> str:
    last = application.round.closes_at if application.status == Status.DRAFT else application.due_at
    if last and application.state.live:
        return _("by %(day)s") % {"day": _day(last)}
    return "" if application.state.live else _day(application.decided_at)


def _day(at: datetime | None) -> str:
    return dates.day(at, current_language(), short=True) if at else ""
