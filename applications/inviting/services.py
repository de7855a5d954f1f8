"""Confirming what one is entitled to; who may start an application in a round that is not for everybody."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from applications.intake.models import Application
from applications.intake.services import perform, start
from applications.intake.workflow import Status
from applications.inviting.models import Entitlement, Guest
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.organizations.rules import writes
from portal.ui.texts import localized
from programs.catalog.models import Round
from programs.catalog.stages import Mode

CHOSEN = (Status.APPROVED, Status.AGREED)


def start_refusal(round_: Round, applicant: dict[str, Any], capacity: Capacity) -> str | None:
    """Why an applicant may not start in a round that is not for everybody; None where it may."""
    if round_.follows is not None and not _was_chosen(round_.follows, applicant):
        return _("Only those chosen in %(round)s may apply here.") % {
            "round": f"{localized(round_.follows.program, 'title')} {localized(round_.follows, 'name')}"
        }
    organization = applicant.get("organization")
    if (
        round_.mode == Mode.AWARD
        and not Guest.objects.filter(round=round_, organization=organization).exists()
    ):
        return _("This round is awarded directly: only invited organizations may apply.")
    entitled = Entitlement.objects.filter(round=round_, organization=organization)
    if round_.mode == Mode.ENTITLEMENT and (organization is None or not entitled.exists()):
        return _(
            "Nobody has to apply here: the portal finds who is entitled and tells them. Keep the file of "
            "your organization up to date."
        )
    return None


def _was_chosen(round_: Round, applicant: dict[str, Any]) -> bool:
    who = {name: applicant[name] for name in ("organization", "person") if applicant.get(name) is not None}
    return Application.objects.filter(round=round_, status__in=CHOSEN, **who).exists()


def confirm(entitlement_id: int, *, capacity: Capacity, at: datetime) -> tuple[Application, str]:
    """Hand in the application of an entitlement, made from the organization's file; once.

    The answer: the application, and a sentence where something has to be completed first: then it is a draft.
    Raises Refused where it cannot even be started, Http404 for another's.
    """
    application = _prepared(entitlement_id, capacity, at)
    if application.status != Status.DRAFT:
        return application, ""
    try:
        done = perform(application.pk, "submit", capacity=capacity, at=at)
    except Refused as refused:
        return application, str(refused)
    Entitlement.objects.filter(pk=entitlement_id).update(confirmed_at=at, confirmed_by=capacity.user)
    return done, ""


@transaction.atomic
def _prepared(entitlement_id: int, capacity: Capacity, at: datetime) -> Application:
    """The entitlement's application, started where there is none; two presses take turns."""
    rows = Entitlement.objects.visible_to(capacity).select_for_update(of=("self",))
    row = rows.select_related("round__program").filter(pk=entitlement_id).first()
    if row is None or capacity.kind != "organization":
        raise Http404
    if not writes(capacity):
        raise Refused(_("Only an owner or editor of the organization confirms this. Ask them."))
    if row.application is None:
        row.application = start(row.round, capacity=capacity, at=at)
        row.save(update_fields=["application"])
    return row.application
