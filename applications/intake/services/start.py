from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.intake.models import Application, ApplicationEvent
from applications.intake.services.copied_files import copy_files, source_of
from applications.intake.services.prefill import Filled, Transfer, former, from_file, only_new, transfer
from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.api.problems import Refused
from portal.history.services import record
from portal.organizations.models import Organization
from portal.organizations.rules import writes
from programs.catalog.models import Round
from programs.forms.services import version_of
from programs.forms.validator import amount_of, merge

Limit = Callable[[Round, dict[str, Any], Capacity], str | None]
_limits: list[Limit] = []


def register_limit(limit: Limit) -> None:
    """Have `limit(round, applicant, capacity)` answer why the applicant may start no more, or None.

    applicant: {"organization" or "person": row, …}. Asked under the applicant's lock.
    """
    _limits.append(limit)


class LimitReached(Refused):
    """The applicant already has as many live applications as the round allows; `existing` is the newest."""

    def __init__(self, sentence: str, existing: Application) -> None:
        super().__init__(sentence)
        self.existing = existing


@transaction.atomic
def start(
    round_: Round, *, capacity: Capacity, at: datetime, team_name: str = "", reuse: bool = False
) -> Application:
    """A new draft for the capacity's organization, for a team the person leads, or for the person.

    It knows what the file knows; `reuse`: also what the applicant answered and attached in the program's
    round before.

    Raises Refused when the round takes no applications or not from this kind of applicant,
    LimitReached when the applicant has no more to start.
    """
    _refuse_unless_open(round_, at)
    applicant = _applicant(round_, capacity, team_name)
    _lock_applicant(applicant)
    _refuse_over_limit(round_, applicant)
    for limit in _limits:
        if sentence := limit(round_, applicant, capacity):
            raise Refused(sentence)
    version = version_of(round_)
    if version is None:
        raise Refused(_("This round has no form yet. Please try again later."))
    known = from_file(round_, version, capacity, at)
    earlier = former(round_, capacity) if reuse else None
    found = transfer(earlier, version, timezone.localdate(at)) if earlier else None
    more = only_new(found.filled, known.answers) if found else Filled()
    answers = merge(version, known.answers, more.answers)
    application = Application.objects.create(
        round=round_,
        form_version=version,
        created_by=capacity.user,
        answers=answers,
        sources=known.sources | more.sources,
        amount_asked=amount_of(version, answers),
        **applicant,
    )
    payload: dict[str, Any] = {"prefilled": list(known.answers)} if known.answers else {}
    if earlier and found:
        copy_files(found.files, application, source_of(earlier), capacity.user)
        payload |= _taken_over(earlier, more, found)
    record(
        ApplicationEvent,
        application,
        kind="started",
        capacity=capacity,
        at=at,
        payload=payload,
        to_status=application.status,
    )
    return application


def _taken_over(earlier: Application, more: Filled, found: Transfer) -> dict[str, Any]:
    """What the event tells of an earlier application; nothing where nothing of it was taken."""
    if not (more.answers or found.files):
        return {}
    files = {"files": [row.name for row in found.files]} if found.files else {}
    return {"earlier": str(earlier), "questions": list(more.answers), **files}


def starting_refusal(round_: Round, capacity: Capacity, at: datetime) -> str | None:
    """Why this capacity cannot start an application now, whatever it has already; None when it can."""
    team = Application.ApplicantKind.PERSON not in round_.applicant_kinds
    try:
        _refuse_unless_open(round_, at)
        _applicant(round_, capacity, "…" if team and capacity.kind == "self" else "")
    except Refused as refused:
        return str(refused)
    return None


def _refuse_unless_open(round_: Round, at: datetime) -> None:
    if at < round_.opens_at:
        raise Refused(_("The round has not opened yet. It opens at the time shown on the program page."))
    if round_.closes_at is not None and at > round_.closes_at:
        raise Refused(_("The round has closed. Look for the next one on the program page."))


def _applicant(round_: Round, capacity: Capacity, team_name: str) -> dict[str, Any]:
    """The applicant's columns; a refusal names who may apply and how to switch."""
    if capacity.kind == "organization":
        kind = Application.ApplicantKind.ORGANIZATION
        applicant: dict[str, Any] = {"organization": capacity.organization}
    elif capacity.kind == "self":
        kind = Application.ApplicantKind.TEAM if team_name else Application.ApplicantKind.PERSON
        applicant = {"person": capacity.user, "team_name": team_name}
    else:
        raise Refused(
            _("Applications are made for an organization or for yourself. Switch your capacity first.")
        )
    if kind not in round_.applicant_kinds:
        raise Refused(_who_may_apply(round_))
    if not writes(capacity):
        raise Refused(_("You can only read here. Ask an owner of your organization to make you an editor."))
    return {"applicant_kind": kind, **applicant}


def _who_may_apply(round_: Round) -> str:
    kinds = dict(Application.ApplicantKind.choices)
    return _(
        "This round takes applications from: %(kinds)s. Switch your capacity or register an organization."
    ) % {"kinds": _(", ").join(str(kinds[kind]) for kind in round_.applicant_kinds)}


def _lock_applicant(applicant: dict[str, Any]) -> None:
    """Serialize the starts of one applicant, so that the limit holds for two clicks at once."""
    if organization := applicant.get("organization"):
        Organization.objects.select_for_update(of=("self",), no_key=True).get(pk=organization.pk)
    else:
        User.objects.select_for_update(of=("self",), no_key=True).get(pk=applicant["person"].pk)


def _refuse_over_limit(round_: Round, applicant: dict[str, Any]) -> None:
    mine = {key: value for key, value in applicant.items() if key in ("organization", "person")}
    live = list(Application.objects.live().filter(round=round_, **mine)[: round_.live_limit])
    if len(live) >= round_.live_limit:
        raise LimitReached(
            _("You already have an application in this round. Continue with it, or discard it first."),
            live[0],
        )
