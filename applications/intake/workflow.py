"""The workflow as data: states, whose turn it is, and every transition there is.

Buttons, API actions, admin, reminders, documentation and tests derive from these two tables.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    DISCARDED = "discarded", _("Discarded")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned for correction")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")
    REFUSED = "refused", _("Not admitted")
    ACCEPTED = "accepted", _("Accepted")
    APPROVED = "approved", pgettext_lazy("status", "Approved")
    DECLINED = "declined", _("Declined")


class Owner(StrEnum):
    """Whose turn it is."""

    APPLICANT = "applicant"
    OFFICIAL = "official"
    SYSTEM = "system"
    NOBODY = "nobody"


@dataclass(frozen=True)
class State:
    """What a status means: whose turn, what officials and applicants read, and its tone."""

    owner: Owner
    staff_label: str | Promise
    public_label: str | Promise
    tone: str
    live: bool = True


STATES: dict[Status, State] = {
    Status.DRAFT: State(Owner.APPLICANT, _("Draft"), _("Draft"), ""),
    Status.DISCARDED: State(Owner.NOBODY, _("Discarded"), _("Discarded"), "", live=False),
    Status.SUBMITTED: State(Owner.OFFICIAL, _("Formal check"), _("Submitted, in formal check"), "info"),
    Status.RETURNED: State(Owner.APPLICANT, _("Waiting for correction"), _("Correction needed"), "warn"),
    Status.WITHDRAWN: State(Owner.NOBODY, _("Withdrawn"), _("Withdrawn"), "", live=False),
    Status.LAPSED: State(
        Owner.NOBODY, _("Not corrected in time"), _("Not corrected in time"), "bad", live=False
    ),
    Status.REFUSED: State(Owner.NOBODY, _("Not admitted"), _("Not admitted"), "bad", live=False),
    Status.ACCEPTED: State(Owner.OFFICIAL, _("To be decided"), _("Accepted, being decided"), "info"),
    Status.APPROVED: State(Owner.NOBODY, _("Awarded, unpaid"), _("Approved, awaiting payment"), "ok"),
    Status.DECLINED: State(Owner.NOBODY, _("Declined"), _("Declined"), "bad", live=False),
}

LIVE = tuple(status for status, state in STATES.items() if state.live)


class LetterKind(models.TextChoices):
    ACCEPTANCE = "acceptance", _("Notice of acceptance")
    CORRECTION = "correction", _("Notice of correction")
    REFUSAL = "refusal", _("Notice of refusal to admit")
    APPROVAL = "approval", _("Decision: approved")
    DECLINE = "decline", _("Decision: declined")


@dataclass(frozen=True)
class Transition:
    """One action: from where, to where, who, which fields it asks for and which letter it issues.

    `needs`: names among note, items, due_on, amount that must be given. `own_window`: the applicant may do
    it alone only until acceptance or closing, whichever is first. `event`: past tense, kept in history.
    """

    action: str
    label: str | Promise
    sources: frozenset[Status]
    target: Status
    actor: Owner
    event: str
    needs: tuple[str, ...] = ()
    own_window: bool = False
    letter: LetterKind | None = None
    tone: str = ""


def _from(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "submit",
        _("Submit application"),
        _from(Status.DRAFT, Status.RETURNED),
        Status.SUBMITTED,
        Owner.APPLICANT,
        "submitted",
        tone="primary",
    ),
    Transition(
        "take_back",
        _("Take back to change"),
        _from(Status.SUBMITTED),
        Status.DRAFT,
        Owner.APPLICANT,
        "taken_back",
        own_window=True,
    ),
    Transition(
        "withdraw",
        _("Withdraw application"),
        _from(Status.SUBMITTED, Status.RETURNED),
        Status.WITHDRAWN,
        Owner.APPLICANT,
        "withdrawn",
        own_window=True,
        tone="danger",
    ),
    Transition(
        "discard",
        _("Discard draft"),
        _from(Status.DRAFT),
        Status.DISCARDED,
        Owner.APPLICANT,
        "discarded",
        tone="danger",
    ),
    Transition(
        "accept",
        _("Accept"),
        _from(Status.SUBMITTED),
        Status.ACCEPTED,
        Owner.OFFICIAL,
        "accepted",
        letter=LetterKind.ACCEPTANCE,
        tone="primary",
    ),
    Transition(
        "return",
        _("Return for correction"),
        _from(Status.SUBMITTED),
        Status.RETURNED,
        Owner.OFFICIAL,
        "returned",
        needs=("items", "due_on"),
        letter=LetterKind.CORRECTION,
    ),
    Transition(
        "refuse",
        _("Refuse admission"),
        _from(Status.SUBMITTED),
        Status.REFUSED,
        Owner.OFFICIAL,
        "refused",
        needs=("note",),
        letter=LetterKind.REFUSAL,
        tone="danger",
    ),
    Transition(
        "approve",
        _("Approve"),
        _from(Status.ACCEPTED),
        Status.APPROVED,
        Owner.OFFICIAL,
        "approved",
        needs=("amount",),
        letter=LetterKind.APPROVAL,
        tone="primary",
    ),
    Transition(
        "decline",
        _("Decline"),
        _from(Status.ACCEPTED),
        Status.DECLINED,
        Owner.OFFICIAL,
        "declined",
        needs=("note",),
        letter=LetterKind.DECLINE,
        tone="danger",
    ),
    Transition(
        "lapse",
        _("Lapse"),
        _from(Status.RETURNED),
        Status.LAPSED,
        Owner.SYSTEM,
        "lapsed",
    ),
)

BY_ACTION: dict[str, Transition] = {transition.action: transition for transition in TRANSITIONS}
