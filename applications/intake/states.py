"""The statuses of an application and what each means."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    DISCARDED = "discarded", _("Discarded")
    RECOMMENDING = "recommending", _("Being recommended")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned for correction")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")
    REFUSED = "refused", _("Not admitted")
    REVIEWING = "reviewing", _("Expert review")
    PRESENTING = "presenting", _("Defense or site visit")
    ACCEPTED = "accepted", _("Accepted")
    APPROVING = "approving", _("In approval")
    PROPOSED = "proposed", _("Proposed for support")
    NOTICED = "noticed", _("On public notice")
    RESERVED = "reserved", _("On the reserve list")
    APPROVED = "approved", pgettext_lazy("status", "Approved")
    DECLINED = "declined", _("Declined")
    AGREED = "agreed", _("Agreement signed")


class Owner(StrEnum):
    """Whose turn it is."""

    APPLICANT = "applicant"
    STATION = "station"
    OFFICIAL = "official"
    APPROVER = "approver"
    SYSTEM = "system"
    NOBODY = "nobody"


@dataclass(frozen=True)
class State:
    """What a status means: whose turn, what officials and applicants read, and its tone.

    `shown_as`: what applicants are told instead, as long as it is the department's own affair. `resumes`: it
    may go on though it is nobody's turn.
    """

    owner: Owner
    staff_label: str | Promise
    public_label: str | Promise
    tone: str
    live: bool = True
    shown_as: Status | None = None
    resumes: bool = False

    @property
    def ended(self) -> bool:
        return self.owner == Owner.NOBODY and not self.resumes


BEING_DECIDED = _("Accepted, being decided")


STATES: dict[Status, State] = {
    Status.DRAFT: State(Owner.APPLICANT, _("Draft"), _("Draft"), ""),
    Status.DISCARDED: State(Owner.NOBODY, _("Discarded"), _("Discarded"), "", live=False),
    Status.RECOMMENDING: State(
        Owner.STATION, _("Being recommended"), _("Submitted, with the recommending department"), "info"
    ),
    Status.SUBMITTED: State(Owner.OFFICIAL, _("Formal check"), _("Submitted, in formal check"), "info"),
    Status.RETURNED: State(Owner.APPLICANT, _("Waiting for correction"), _("Correction needed"), "warn"),
    Status.WITHDRAWN: State(Owner.NOBODY, _("Withdrawn"), _("Withdrawn"), "", live=False),
    Status.LAPSED: State(
        Owner.NOBODY, _("Not corrected in time"), _("Not corrected in time"), "bad", live=False
    ),
    Status.REFUSED: State(Owner.NOBODY, _("Not admitted"), _("Not admitted"), "bad", live=False),
    Status.REVIEWING: State(Owner.OFFICIAL, _("Expert review"), _("Accepted, in expert review"), "info"),
    Status.PRESENTING: State(
        Owner.OFFICIAL, _("Defense or site visit"), _("Accepted, defense or site visit"), "info"
    ),
    Status.ACCEPTED: State(Owner.OFFICIAL, _("To be decided"), BEING_DECIDED, "info"),
    Status.APPROVING: State(
        Owner.OFFICIAL, _("In approval"), BEING_DECIDED, "info", shown_as=Status.ACCEPTED
    ),
    Status.PROPOSED: State(
        Owner.OFFICIAL, _("Proposed, to be published"), BEING_DECIDED, "info", shown_as=Status.ACCEPTED
    ),
    Status.NOTICED: State(
        Owner.OFFICIAL, _("On public notice"), _("Proposed for support, on public notice"), "info"
    ),
    Status.RESERVED: State(
        Owner.NOBODY, _("On the reserve list"), BEING_DECIDED, "info", shown_as=Status.ACCEPTED, resumes=True
    ),
    Status.APPROVED: State(Owner.NOBODY, _("Awarded, unpaid"), _("Approved, awaiting payment"), "ok"),
    Status.DECLINED: State(Owner.NOBODY, _("Declined"), _("Declined"), "bad", live=False),
    Status.AGREED: State(
        Owner.NOBODY, _("Agreement signed, unpaid"), _("Agreement signed, awaiting payment"), "ok"
    ),
}

LIVE = tuple(status for status, state in STATES.items() if state.live)
# Handed in and not at its end.
IN_HAND = tuple(status for status, state in STATES.items() if not state.ended and status != Status.DRAFT)


def as_told(status: str) -> str:
    """What an applicant is told the status is: some are the department's own affair."""
    return (STATES[Status(status)].shown_as or Status(status)).value if status else ""


def meant(statuses: Iterable[str], applies: bool) -> list[str]:
    """The statuses that a reader means by these; `applies`: as an applicant, who is told fewer."""
    return [status for status in Status.values if (as_told(status) if applies else status) in set(statuses)]
