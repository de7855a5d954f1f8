"""Where an application stands, as a row of steps; derived from its status and its own dates."""

from collections.abc import Iterator
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


def steps(application: Application) -> list[Step]:
    """The steps for the reader's language; an application that has ended stops at its last step."""
    behind = BEHIND[Status(application.status)]
    titles, current = _titles(), _current_title(application)
    found = [Step(title, note, "done") for title, note in _done(application, titles[:behind])]
    found.append(Step(current or titles[behind], _current_note(application), "current"))
    if not application.state.live:
        return found
    return found + [Step(title, "", "") for title in titles[behind + 1 :]]


def _titles() -> list[str]:
    return [_("Fill in and submit"), _("Formal check"), _("Acceptance"), _("Decision"), _("Payment")]


def _done(application: Application, titles: list[str]) -> Iterator[tuple[str, str]]:
    """Steps behind, with the day where the application keeps it."""
    days = [application.submitted_at, None, None, application.decided_at]
    for title, at in zip(titles, days, strict=False):
        yield title, _day(at) if at else ""


def _current_title(application: Application) -> str:
    if application.status == Status.RETURNED:
        return _("Formal check: waiting for your correction")
    return "" if application.state.live else str(application.state.public_label)


def _current_note(application: Application) -> str:
    last = application.round.closes_at if application.status == Status.DRAFT else application.due_at
    if last and application.state.live:
        return _("by %(day)s") % {"day": _day(last)}
    return _day(application.decided_at) if application.decided_at and not application.state.live else ""


def _day(at: datetime) -> str:
    return dates.day(at, current_language(), short=True)
