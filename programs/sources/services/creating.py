"""From corrected rows to clauses of the document. The same rows again change nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.api.problems import Refused
from portal.ui.texts import labelled
from portal.versions import services as versions
from programs.policies.models import Clause, PolicyDocument
from programs.sources.addresses import NUMBER, Place, addresses, cited, parents_of
from programs.sources.models import DraftClause, SourceFile

WHAT = gettext_lazy("Written from a file.")


class Action(StrEnum):
    """What writing does to a clause."""

    NEW = "new"
    FILL = "fill"  # gives an existing clause its official wording
    CHANGE = "change"
    SAME = "same"


@dataclass
class Planned:
    """A row, the clause it becomes, and what is wrong with it. `parent` is an index of the plan."""

    row: DraftClause
    address: str
    name: str  # how the clause is called where it stands alone
    parent: int | None
    clause: Clause | None
    action: Action
    problems: list[str]


@dataclass
class Plan:
    """Everything writing would do. `others`: clauses of the document that no row gives."""

    rows: list[Planned]
    others: list[Clause]

    @property
    def problems(self) -> list[tuple[DraftClause, str]]:
        """What keeps the clauses from being written."""
        return [(planned.row, problem) for planned in self.rows for problem in planned.problems]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each action."""
        found = Counter(planned.action for planned in self.rows)
        return {action.value: found[action] for action in Action}

    @property
    def without_summary(self) -> int:
        """How many clauses would have nothing in our own words."""
        return sum(not (row.row.summary or (row.clause and row.clause.summary)) for row in self.rows)


def plan(source: SourceFile) -> Plan:
    """What writing the clauses would do now; empty rows are left out."""
    rows = [row for row in source.rows.filter(removed=False).order_by("position") if not row.is_empty]
    existing = list(Clause.objects.filter(document=source.document_id).order_by("position", "pk"))
    places = [Place(row.level, row.printed, row.number, row.heading) for row in rows]
    numbers, parents = addresses(places), parents_of([row.level for row in rows])
    clauses = _matched(rows, numbers, existing)
    found = [
        Planned(row, number, name, parent, clause, Action.SAME, [])
        for row, number, name, parent, clause in zip(
            rows, numbers, cited(places), parents, clauses, strict=True
        )
    ]
    used = {clause.pk for clause in clauses if clause}
    others = [clause for clause in existing if clause.pk not in used]
    for planned in found:
        planned.action = _action(planned)
    _find_problems(found, others)
    return Plan(found, others)


def _matched(
    rows: Sequence[DraftClause], numbers: Sequence[str], existing: Sequence[Clause]
) -> list[Clause | None]:
    """The clause of each row: the one it became before, else the one with its number."""
    by_id = {clause.pk: clause for clause in existing}
    taken = {row.clause_id for row in rows}
    by_number = {clause.number: clause for clause in existing if clause.pk not in taken}
    return [
        by_id.get(row.clause_id or 0) or by_number.get(number)
        for row, number in zip(rows, numbers, strict=True)
    ]


def _values(planned: Planned) -> dict[str, Any]:
    """The fields of the clause. One that was there before keeps its name, and at first its own words."""
    row, clause = planned.row, planned.clause
    if clause is not None and row.clause_id != clause.pk:
        return {"text": row.text or clause.text, "summary": clause.summary or row.summary}
    own = {"heading": row.heading, "summary": row.summary, "text": row.text}
    return own if row.adopted and clause is not None else own | {"printed": planned.name}


def _action(planned: Planned) -> Action:
    clause = planned.clause
    if clause is None:
        return Action.NEW
    changed = {name for name, value in _values(planned).items() if getattr(clause, name) != value}
    if changed and not clause.text and planned.row.text:
        return Action.FILL
    return Action.CHANGE if changed else Action.SAME


def _find_problems(rows: Sequence[Planned], others: Sequence[Clause]) -> None:
    counts = Counter(planned.address for planned in rows)
    kept = {clause.number for clause in others}
    before = 0
    for planned in rows:
        row, add = planned.row, planned.problems.append
        if not row.heading:
            add(_("Give it a heading."))
        if not NUMBER.fullmatch(planned.address):
            add(_("The number in the address is made of letters, figures and hyphens, such as 5-1."))
        elif planned.clause and planned.clause.number != planned.address:
            kept_number = planned.clause.number
            add(_("Others cite this clause as %(number)s: it keeps that number.") % {"number": kept_number})
        if counts[planned.address] > 1 or planned.address in kept:
            add(_("The number %(number)s is there twice.") % {"number": planned.address})
        if row.level > before + 1:
            add(_("It is more than one level below the row before it."))
        before = row.level


@transaction.atomic
def create(source_id: int, by: User) -> Plan:
    """Write the clauses. Raises Refused while a row has a problem or there is none; returns what was done."""
    source = SourceFile.objects.select_for_update(of=("self",)).select_related("document").get(pk=source_id)
    PolicyDocument.objects.select_for_update(of=("self",), no_key=True).get(pk=source.document_id)
    found = plan(source)
    if found.problems:
        row, problem = found.problems[0]
        raise Refused(labelled(row or row.position, problem))
    if not found.rows:
        raise Refused(_("There is no row to write. Add one, or upload another file."))
    for position, planned in enumerate(found.rows, start=1):
        _write(planned, position, found.rows[planned.parent] if planned.parent is not None else None)
        assert planned.clause is not None
        versions.record(planned.clause, by=by, what=WHAT)
    for position, clause in enumerate(found.others, start=len(found.rows) + 1):
        Clause.objects.filter(pk=clause.pk).exclude(position=position).update(position=position)
    source.created_by, source.created_at = by, timezone.now()
    source.save(update_fields=["created_by", "created_at"])
    return found


def _write(planned: Planned, position: int, parent: Planned | None) -> None:
    row, clause = planned.row, planned.clause
    values = _values(planned)
    upper = parent.clause if parent else None
    adopted = clause is not None and (row.adopted or row.clause_id != clause.pk)
    if clause is None:
        clause = Clause.objects.create(
            document=row.source.document,
            number=planned.address,
            position=position,
            parent=upper,
            **values,
        )
    else:
        values |= {"position": position, "parent": clause.parent or upper if adopted else upper}
        if any(getattr(clause, name) != value for name, value in values.items()):
            versions.record_found(clause)
            for name, value in values.items():
                setattr(clause, name, value)
            clause.save()
    planned.clause = clause
    if row.clause_id != clause.pk:
        row.clause, row.number, row.adopted = clause, clause.number, adopted
        row.heading, row.summary, row.text = clause.heading, clause.summary, clause.text
        row.save(update_fields=["clause", "number", "adopted", "heading", "summary", "text"])
