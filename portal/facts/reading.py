"""A file as of a day: what was stated of an organization, and what follows from nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.facts.models import (
    CreditRecord,
    Qualification,
    Right,
    Shareholder,
    Statement,
    SupportReceived,
)
from portal.facts.values import Key, typed
from portal.organizations.models import Organization


@dataclass(frozen=True)
class File:
    """Everything that rules read of one organization on one day.

    `values`: typed, by fact and year; what is missing or None is unknown. The lists hold what is in force on
    the day, except `credits`, `rights` and `supports`: whatever began by then, since rules look back at them.
    """

    as_of: date
    values: Mapping[Key, Any]
    statements: Mapping[Key, Statement] = field(default_factory=dict)
    rights: tuple[Right, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    credits: tuple[CreditRecord, ...] = ()
    shareholders: tuple[Shareholder, ...] = ()
    supports: tuple[SupportReceived, ...] = ()
    organization: Organization | None = None

    def get(self, key: str, year: int | None = None) -> Any:
        """The value, or None where it is unknown."""
        return self.values.get((key, year))


def read(organization: Organization, as_of: date, *, known_at: datetime | None = None) -> File:
    """The file on a day, in six queries; `known_at`: as it was known at that moment."""
    held = Statement.objects.filter(organization=organization).holding(as_of, known_at)
    statements = {(row.key, row.year): row for row in held.select_related("verification", "stated_by")}
    began = {"organization": organization, "holds_from__lte": as_of}
    supports = SupportReceived.objects.filter(organization=organization, granted_on__lte=as_of)
    return File(
        as_of=as_of,
        values={key: typed(key[0], row.value) for key, row in statements.items()},
        statements=statements,
        rights=lines(Right.objects.stated().filter(**began)),
        qualifications=lines(Qualification.objects.filter(organization=organization).holding(as_of)),
        credits=lines(CreditRecord.objects.stated().filter(**began)),
        shareholders=lines(Shareholder.objects.filter(organization=organization).holding(as_of)),
        supports=tuple(supports),
        organization=organization,
    )


def lines(rows: Any) -> tuple[Any, ...]:
    """The rows with who stated them."""
    return tuple(rows.select_related("stated_by"))
