"""Where an application stands, as a row of steps; derived from its status and its own dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.intake.models import Application
from applications.intake.workflow import Status
from portal.ui.formats import dates
from portal.ui.texts import current_language
from programs.catalog.stages import Stage


@dataclass(frozen=True)
class Step:
    """One step: `state` is done, current or empty."""

    title: str
    note: str
    state: str


@dataclass(frozen=True)
class Kind:
    """A step there can be: the statuses in which an application is at it, and the event that ends it.

    `stage`: only where the round has it on.
    """

    title: str | Promise
    statuses: tuple[Status, ...]
    ended_by: str
    stage: Stage | None = None


KINDS = (
    Kind(_("Fill in and submit"), (Status.DRAFT, Status.DISCARDED), "submitted"),
    Kind(Stage.RECOMMENDATION.label, (Status.RECOMMENDING,), "recommended", Stage.RECOMMENDATION),
    Kind(
        _("Formal check"),
        (Status.SUBMITTED, Status.RETURNED, Status.WITHDRAWN, Status.LAPSED, Status.REFUSED),
        "accepted",
    ),
    Kind(_("Acceptance"), (), "accepted"),
    Kind(Stage.REVIEW.label, (Status.REVIEWING,), "reviewed", Stage.REVIEW),
    Kind(Stage.PRESENTATION.label, (Status.PRESENTING,), "presented", Stage.PRESENTATION),
    Kind(
        _("Decision"),
        (Status.ACCEPTED, Status.APPROVING, Status.PROPOSED, Status.RESERVED, Status.DECLINED),
        "approved",
    ),
    Kind(Stage.NOTICE.label, (Status.NOTICED,), "approved", Stage.NOTICE),
    Kind(Stage.AGREEMENT.label, (), "agreed", Stage.AGREEMENT),
    Kind(_("Payment"), (Status.APPROVED, Status.AGREED), ""),
)


def steps(application: Application, happened: Mapping[str, datetime]) -> list[Step]:
    """The steps in the reader's language; an application that has ended stops at its last step.

    `happened`: when each kind of event happened last.
    """
    kinds = [kind for kind in KINDS if kind.stage is None or application.round.has(kind.stage)]
    behind = _behind(application, kinds)
    found = [Step(str(kind.title), _day(happened.get(kind.ended_by)), "done") for kind in kinds[:behind]]
    current = _current_title(application) or str(kinds[behind].title)
    found.append(Step(current, _current_note(application), "current"))
    if not application.state.live:
        return found
    return found + [Step(str(kind.title), "", "") for kind in kinds[behind + 1 :]]


def _behind(application: Application, kinds: Sequence[Kind]) -> int:
    """How many of the steps lie behind."""
    if application.status == Status.APPROVED and application.round.has(Stage.AGREEMENT):
        return next(n for n, kind in enumerate(kinds) if kind.stage == Stage.AGREEMENT)
    return next(n for n, kind in enumerate(kinds) if application.status in kind.statuses)


def _current_title(application: Application) -> str:
    if application.status == Status.RETURNED:
        return gettext("Formal check: waiting for your correction")
    return "" if application.state.live else str(application.state.public_label)


def _current_note(application: Application) -> str:
    last = application.round.closes_at if application.status == Status.DRAFT else application.due_at
    if last and application.state.live:
        return gettext("by %(day)s") % {"day": _day(last)}
    return "" if application.state.live else _day(application.decided_at)


def _day(at: datetime | None) -> str:
    return dates.day(at, current_language(), short=True) if at else ""
