"""Shareholders and credit records that a register tells go into the lists of the file, verified."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from portal.facts.listing import said
from portal.facts.models import CreditRecord, Origin, Shareholder
from portal.facts.models.lists import Listed
from portal.facts.stating import enter_many, withdraw
from portal.organizations.models import Organization

SOURCE = "register"
SAME: dict[type[Listed], tuple[str, ...]] = {  # what makes two lines speak of one thing
    Shareholder: ("name", "code", "holds_from"),
    CreditRecord: ("kind", "holds_from"),
}


def enter_lines(organization: Organization, lines: Iterable[Listed]) -> int:
    """Enter the lines; how many are new. The caller holds the organization's lock.

    A line that stands already is verified; one that an official took back stays so. What the register said
    otherwise before is taken back; what somebody else said otherwise of the same thing stays as it is.
    """
    fresh: dict[tuple[Any, ...], Listed] = {}
    for line in lines:
        line.organization, line.source, line.verified_at = organization, SOURCE, timezone.now()
        if not _told_before(line) and _has_room(line):
            fresh[type(line), *_thing(line).values()] = line
    if fresh:
        enter_many(fresh.values(), None)
    return len(fresh)


def _thing(line: Listed) -> dict[str, Any]:
    return {name: getattr(line, name) for name in SAME[type(line)]}


def _told_before(line: Listed) -> bool:
    """Whether the very same stands, which verifies it, or was taken back by somebody."""
    rows: Any = type(line)._default_manager
    alike = rows.filter(**said(line))
    alike.filter(withdrawn_at=None, verified_at=None).update(verified_at=line.verified_at)
    found: bool = alike.filter(Q(withdrawn_at=None) | Q(withdrawn_by__isnull=False)).exists()
    return found


def _has_room(line: Listed) -> bool:
    """Whether nobody else says otherwise; what the register said before is taken back."""
    rows: Any = type(line)._default_manager
    standing = list(rows.filter(organization=line.organization, withdrawn_at=None, **_thing(line)))
    if any(row.origin != Origin.REGISTER for row in standing):
        return False
    for row in standing:
        withdraw(row, None)
    return True
