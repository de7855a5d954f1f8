"""The workflow as data: states, whose turn it is, and every transition there is.

Buttons, API actions, admin, reminders, documentation and tests derive from these two tables. Where an action
leads follows from the stages that the round has on; a round without stages takes the last of each targets.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.intake.states import IN_HAND, LIVE, STATES, Owner, State, Status
from programs.catalog.stages import FORMAL, Stage

if TYPE_CHECKING:
    from applications.intake.models import Application

__all__ = [
    "BY_ACTION",
    "HIDDEN_EVENTS",
    "IN_HAND",
    "LIVE",
    "STATES",
    "TOLD_EVENTS",
    "TRANSITIONS",
    "LetterKind",
    "Owner",
    "State",
    "Status",
    "Target",
    "Transition",
]


class LetterKind(models.TextChoices):
    ACCEPTANCE = "acceptance", _("Notice of acceptance")
    CORRECTION = "correction", _("Notice of correction")
    REFUSAL = "refusal", _("Notice of refusal to admit")
    APPROVAL = "approval", _("Decision: approved")
    DECLINE = "decline", _("Decision: declined")


@dataclass(frozen=True)
class Target:
    """Where an action leads, and on what condition.

    `stage`: only where the round has it on. `where`: only where this property of the application is true.
    `event`, `letter`: instead of those of the action.
    """

    status: Status
    stage: Stage | None = None
    where: str = ""
    event: str = ""
    letter: "LetterKind | None" = None

    def fits(self, application: "Application") -> bool:
        on = self.stage is None or application.round.has(self.stage)
        return on and (not self.where or bool(getattr(application, self.where)))


@dataclass(frozen=True)
class Transition:
    """One action: from where, to where, who, which fields it asks for and which letter it issues.

    `targets`: the first that fits. `needs`: names among note, items, due_on, amount that must be given.
    `own_window`: the applicant may do it alone only until acceptance or closing, whichever is first. `event`:
    past tense, kept in history. `also`: statuses in which somebody else does it. `with_any`, `without`: only
    in rounds that have one of these stages on, or none.
    """

    action: str
    label: str | Promise
    sources: frozenset[Status]
    targets: tuple[Target, ...]
    actor: Owner
    event: str
    needs: tuple[str, ...] = ()
    own_window: bool = False
    letter: LetterKind | None = None
    tone: str = ""
    also: tuple[tuple[Status, Owner], ...] = ()
    with_any: tuple[Stage, ...] = ()
    without: tuple[Stage, ...] = ()

    def target(self, application: "Application") -> Target:
        """Where it leads for this application."""
        return next(target for target in self.targets if target.fits(application))

    def by(self, status: str) -> Owner:
        """Who does it in a status."""
        return dict(self.also).get(Status(status), self.actor)

    def belongs(self, application: "Application") -> bool:
        """Whether rounds like this one have the action."""
        has = application.round.has
        wanted = not self.with_any or any(has(stage) for stage in self.with_any)
        return wanted and not any(has(stage) for stage in self.without)


def _from(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


def _to(status: Status) -> tuple[Target, ...]:
    return (Target(status),)


RECOMMENDED = (
    Target(Status.RECOMMENDING, Stage.RECOMMENDATION, where="for_station"),
    Target(Status.SUBMITTED),
)
CHECKED = (
    Target(Status.REVIEWING, Stage.REVIEW),
    Target(Status.PRESENTING, Stage.PRESENTATION),
    Target(Status.ACCEPTED),
)
LEVELS_DONE = (
    Target(Status.PROPOSED, Stage.NOTICE),
    Target(Status.APPROVED, event="approved", letter=LetterKind.APPROVAL),
)

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "submit",
        _("Submit application"),
        _from(Status.DRAFT, Status.RETURNED),
        RECOMMENDED,
        Owner.APPLICANT,
        "submitted",
        tone="primary",
    ),
    Transition(
        "take_back",
        _("Take back to change"),
        _from(Status.RECOMMENDING, Status.SUBMITTED),
        _to(Status.DRAFT),
        Owner.APPLICANT,
        "taken_back",
        own_window=True,
    ),
    Transition(
        "withdraw",
        _("Withdraw application"),
        _from(Status.RECOMMENDING, Status.SUBMITTED, Status.RETURNED),
        _to(Status.WITHDRAWN),
        Owner.APPLICANT,
        "withdrawn",
        own_window=True,
        tone="danger",
    ),
    Transition(
        "discard",
        _("Discard draft"),
        _from(Status.DRAFT),
        _to(Status.DISCARDED),
        Owner.APPLICANT,
        "discarded",
        tone="danger",
    ),
    Transition(
        "recommend",
        _("Give the opinion"),
        _from(Status.RECOMMENDING),
        _to(Status.SUBMITTED),
        Owner.STATION,
        "recommended",
        needs=("note",),
        tone="primary",
    ),
    Transition(
        "pass_on",
        _("Pass on without a recommendation"),
        _from(Status.RECOMMENDING),
        _to(Status.SUBMITTED),
        Owner.SYSTEM,
        "passed_on",
    ),
    Transition(
        "accept",
        _("Accept"),
        _from(Status.SUBMITTED),
        CHECKED,
        Owner.OFFICIAL,
        "accepted",
        letter=LetterKind.ACCEPTANCE,
        tone="primary",
    ),
    Transition(
        "return",
        _("Return for correction"),
        _from(Status.RECOMMENDING, Status.SUBMITTED),
        _to(Status.RETURNED),
        Owner.OFFICIAL,
        "returned",
        needs=("items", "due_on"),
        letter=LetterKind.CORRECTION,
        also=((Status.RECOMMENDING, Owner.STATION),),
    ),
    Transition(
        "refuse",
        _("Refuse admission"),
        _from(Status.SUBMITTED),
        _to(Status.REFUSED),
        Owner.OFFICIAL,
        "refused",
        needs=("note",),
        letter=LetterKind.REFUSAL,
        tone="danger",
    ),
    Transition(
        "conclude_review",
        _("End the expert review"),
        _from(Status.REVIEWING),
        CHECKED[1:],
        Owner.OFFICIAL,
        "reviewed",
        tone="primary",
    ),
    Transition(
        "conclude_presentation",
        _("End defense or site visit"),
        _from(Status.PRESENTING),
        CHECKED[2:],
        Owner.OFFICIAL,
        "presented",
        tone="primary",
    ),
    Transition(
        "approve",
        _("Approve"),
        _from(Status.ACCEPTED),
        _to(Status.APPROVED),
        Owner.OFFICIAL,
        "approved",
        needs=("amount",),
        letter=LetterKind.APPROVAL,
        tone="primary",
        without=FORMAL,
    ),
    Transition(
        "propose",
        _("Propose for support"),
        _from(Status.ACCEPTED),
        (Target(Status.APPROVING, Stage.APPROVAL, where="levels_left"), *LEVELS_DONE),
        Owner.OFFICIAL,
        "proposed",
        needs=("amount",),
        tone="primary",
        with_any=FORMAL,
    ),
    Transition(
        "approve_level",
        _("Approve at this level"),
        _from(Status.APPROVING),
        (Target(Status.APPROVING, where="levels_left"), *LEVELS_DONE),
        Owner.APPROVER,
        "level_approved",
        tone="primary",
    ),
    Transition(
        "needs_change",
        _("Needs change"),
        _from(Status.APPROVING, Status.PROPOSED),
        _to(Status.ACCEPTED),
        Owner.APPROVER,
        "change_needed",
        needs=("note",),
        also=((Status.PROPOSED, Owner.OFFICIAL),),
    ),
    Transition(
        "publish",
        _("Put on public notice"),
        _from(Status.PROPOSED),
        _to(Status.NOTICED),
        Owner.OFFICIAL,
        "noticed",
        tone="primary",
    ),
    Transition(
        "conclude_notice",
        _("Approve after the public notice"),
        _from(Status.NOTICED),
        _to(Status.APPROVED),
        Owner.OFFICIAL,
        "approved",
        letter=LetterKind.APPROVAL,
        tone="primary",
    ),
    Transition(
        "reserve",
        _("Put on the reserve list"),
        _from(Status.ACCEPTED),
        _to(Status.RESERVED),
        Owner.OFFICIAL,
        "reserved",
        with_any=FORMAL,
    ),
    Transition(
        "promote",
        _("Take from the reserve list"),
        _from(Status.RESERVED),
        _to(Status.ACCEPTED),
        Owner.OFFICIAL,
        "promoted",
        tone="primary",
    ),
    Transition(
        "decline",
        _("Decline"),
        _from(Status.ACCEPTED, Status.NOTICED, Status.RESERVED),
        _to(Status.DECLINED),
        Owner.OFFICIAL,
        "declined",
        needs=("note",),
        letter=LetterKind.DECLINE,
        tone="danger",
    ),
    Transition(
        "reconsider",
        _("Take the decision up again"),
        _from(Status.APPROVED, Status.DECLINED),
        _to(Status.ACCEPTED),
        Owner.OFFICIAL,
        "reconsidered",
        needs=("note",),
    ),
    Transition(
        "sign_agreement",
        _("Agreement is signed"),
        _from(Status.APPROVED),
        _to(Status.AGREED),
        Owner.OFFICIAL,
        "agreed",
        tone="primary",
        with_any=(Stage.AGREEMENT,),
    ),
    Transition(
        "lapse",
        _("Lapse"),
        _from(Status.RETURNED),
        _to(Status.LAPSED),
        Owner.SYSTEM,
        "lapsed",
    ),
)

BY_ACTION: dict[str, Transition] = {transition.action: transition for transition in TRANSITIONS}

# The department's own affair: applicants are not told and do not read it.
HIDDEN_EVENTS = frozenset({"proposed", "level_approved", "change_needed", "reserved", "promoted"})
# What applicants are told of, in the order of the table.
TOLD_EVENTS = tuple(
    dict.fromkeys(
        event
        for transition in TRANSITIONS
        for event in (transition.event, *(target.event for target in transition.targets if target.event))
        if event not in HIDDEN_EVENTS
    )
)
