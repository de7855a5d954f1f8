"""The lists of a file: lines are entered and taken back, never changed."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.facts import rules
from portal.facts.models.lists import Listed
from portal.history.services import record
from portal.organizations.models import Organization, OrganizationEvent
from portal.organizations.services.locking import locked

ABOUT = {
    "id", "organization", "origin", "stated_at", "stated_by", "source", "verified_at", "verified_by",
    "withdrawn_at", "withdrawn_by",
}  # fmt: skip  # what is said of a line; the rest is what the line says


def enter[Row: Listed](row: Row, by: Capacity | None) -> Row:
    """Add a line, unsaved and with `origin`, `source` and what it says; the same line twice is one.

    Answers the line that stands. Refused for whoever may not, or with the sentence of the rule it breaks.
    """
    return enter_many([row], by)[0]


@transaction.atomic
def enter_many[Row: Listed](rows: Iterable[Row], by: Capacity | None) -> list[Row]:
    """Add lines of one organization, of any of its lists; all of them or none."""
    lines = list(rows)
    organization = locked(lines[0].organization_id)
    for line in lines:
        line.organization = organization
    entered = [_entered(line, by) for line in lines]
    added = [
        (str(new._meta.model_name), new.pk) for new, line in zip(entered, lines, strict=True) if new is line
    ]
    if added:
        _note(organization, "line_entered", by, added)
    return entered


def _entered[Row: Listed](row: Row, by: Capacity | None) -> Row:
    """The line that stands: this one, saved, or the same one of before."""
    if refusal := rules.listing_refusal(row, by):
        raise Refused(refusal)
    rows: Any = type(row)._default_manager
    standing: Row | None = rows.filter(withdrawn_at=None, **said(row)).first()
    if standing is not None:
        return standing
    row.stated_at, row.stated_by = timezone.now(), by.user if by else None
    try:
        row.clean_fields(exclude=ABOUT - {"origin", "source"})
        row.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    row.save(force_insert=True)
    return row


@transaction.atomic
def withdraw[Row: Listed](row: Row, by: Capacity | None) -> Row:
    """Take a line back; it stays to be read in the file of earlier days as taken back."""
    organization = locked(row.organization_id)
    rows: Any = type(row)._default_manager
    current: Row = rows.select_for_update(of=("self",)).get(pk=row.pk)
    current.organization = organization
    if refusal := withdrawing_refusal(current, by):
        raise Refused(refusal)
    current.withdrawn_at, current.withdrawn_by = timezone.now(), by.user if by else None
    current.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _note(organization, "line_taken_back", by, [(str(row._meta.model_name), row.pk)])
    return current


def withdrawing_refusal(row: Listed, by: Capacity | None) -> str:
    """Why the person may not take the line back; "" when they may."""
    if row.withdrawn_at is not None:
        return _("This line has been taken back already.")
    return rules.listing_refusal(row, by)


def said(row: Listed) -> dict[str, object]:
    """What a line says, by field, with its organization."""
    fields = [field for field in row._meta.concrete_fields if field.name not in ABOUT]
    return {"organization": row.organization_id} | {
        f"{field.name}{'__isnull' if empty else ''}": True if empty else field.to_python(value)
        for field in fields
        for value in [getattr(row, field.attname)]
        for empty in [value is None]
    }


def _note(organization: Organization, kind: str, by: Capacity | None, lines: list[tuple[str, int]]) -> None:
    record(
        OrganizationEvent, organization, kind=kind, capacity=by, at=timezone.now(), payload={"lines": lines}
    )
