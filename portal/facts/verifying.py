"""Somebody in office says that a fact is true."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.facts import rules
from portal.facts.models import Statement, Verification
from portal.facts.models.lists import Listed
from portal.history.services import record
from portal.organizations.models import OrganizationEvent
from portal.organizations.services.locking import locked


@transaction.atomic
def verify(row: Statement | Listed, by: Capacity, note: str = "") -> None:
    """Mark a stated fact or a line as verified, exactly as it was stated."""
    organization = locked(row.organization_id)
    if refusal := rules.verifying_refusal(organization, by):
        raise Refused(refusal)
    current = type(row)._default_manager.select_related(None).get(pk=row.pk)
    now = timezone.now()
    if isinstance(current, Statement):
        _verify_statement(current, by, note)
        payload: dict[str, Any] = {"facts": [[current.key, current.year]]}
    else:
        _verify_line(current, by)
        payload = {"lines": [(str(current._meta.model_name), current.pk)]}
    if note:
        payload["reason"] = note
    record(OrganizationEvent, organization, kind="verified", capacity=by, at=now, payload=payload)


def _verify_statement(row: Statement, by: Capacity, note: str) -> None:
    if row.value is None:
        raise Refused(_("There is nothing here to verify: the fact was taken back."))
    if Verification.objects.filter(statement=row).exists():
        raise Refused(_("This fact has been verified already."))
    Verification.objects.create(statement=row, at=timezone.now(), by=by.user, note=note)


def _verify_line(row: Listed, by: Capacity) -> None:
    if row.withdrawn_at is not None:
        raise Refused(_("This line has been taken back already."))
    if row.verified_at is not None:
        raise Refused(_("This fact has been verified already."))
    row.verified_at, row.verified_by = timezone.now(), by.user
    row.save(update_fields=["verified_at", "verified_by"])
