"""Writes what lines of a list say, exactly as it was looked at; the caller holds the list."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.facts.models import Origin
from portal.facts.stating import state_many
from portal.files.lines import Does
from portal.importing.columns import Columns
from portal.importing.examining import Line, examine
from portal.importing.models import ImportedRow
from portal.organizations.models import Organization
from portal.organizations.services.importing import take_in
from portal.reference.models import Industry, Region

RELATED = {"registered_region": Region, "tax_region": Region, "industry": Industry}


def enter(rows: Sequence[ImportedRow], columns: Columns, by: Capacity, source: str) -> None:
    """Enter lines in a fixed number of queries. A line whose effect is no longer what was looked at, because
    somebody changed the organization meanwhile, is left out and says so."""
    right = [row for row in rows if row.does in (Does.NEW, Does.CHANGED)]
    if not right:
        return
    locked = Organization.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    list(locked.filter(uscc__in=[row.uscc for row in right]).values_list("pk"))
    lines = [line for line in examine(right, columns, by) if _as_looked_at(line)]
    origin = Origin.IMPORT
    batch = {line.code: {name: related(name, value) for name, value in _set(line).items()} for line in lines}
    organizations = take_in(batch, origin=origin, source=source, by=by)
    pks = {row.uscc: row.pk for row in organizations}
    told = {pks[line.code]: line.facts for line in lines if line.facts}
    state_many(told, origin=origin, source=source, by=by)


def _set(line: Line) -> dict[str, Any]:
    """What is to be set on the organization: of one that is there what changes."""
    changed = {name for name, _year, _before, _after in line.changes}
    return {name: value for name, value in line.registered.items() if line.new or name in changed}


def related(name: str, value: Any) -> Any:
    """A code as a row, where the organization keeps one; what knows the code has looked it up."""
    return RELATED[name](code=value) if name in RELATED else value


def _as_looked_at(line: Line) -> bool:
    row = line.row
    if line.does == row.does and line.changes == row.changes:
        return True
    row.does = Does.WRONG
    row.errors = line.errors or [_("Somebody changed this organization meanwhile. Upload the line again.")]
    return False
