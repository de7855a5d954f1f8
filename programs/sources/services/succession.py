"""A successor beside what it replaces, and the end of the old document's validity."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.api.problems import Refused
from portal.versions import services as versions
from programs.policies.models import Clause, PolicyDocument
from programs.sources.addresses import Place, addresses, cited, parents_of
from programs.sources.comparing import Entry
from programs.sources.models import SourceFile


def entries_of(document: PolicyDocument) -> list[Entry]:
    """The clauses of a document; while it has none, the rows of its newest file. Never both."""
    clauses = list(Clause.objects.filter(document=document).order_by("position", "pk"))
    if clauses:
        over = {clause.parent_id for clause in clauses}
        return [
            Entry(clause.number, clause.printed, clause.heading, clause.text, clause.pk, clause.pk in over)
            for clause in clauses
        ]
    source = document.source_files.filter(state=SourceFile.State.READY).first()
    return _rows(source) if source else []


def _rows(source: SourceFile) -> list[Entry]:
    rows = [row for row in source.rows.filter(removed=False).order_by("position") if not row.is_empty]
    places = [Place(row.level, row.printed, row.number, row.heading) for row in rows]
    over = set(parents_of([place.level for place in places]))
    return [
        Entry(number, name, row.heading, row.text, over_others=at in over)
        for at, (row, number, name) in enumerate(zip(rows, addresses(places), cited(places), strict=True))
    ]


def without_wording(entries: Sequence[Entry]) -> int:
    """How many clauses have neither official wording nor others below: only their headings are compared."""
    return sum(not (entry.text or entry.over_others) for entry in entries)


@transaction.atomic
def name_predecessor(document: PolicyDocument, replaced: PolicyDocument, *, by: User) -> None:
    """Say that a document replaces another. Raises Refused for itself, or where it is the other way round."""
    held = PolicyDocument.objects.select_for_update(of=("self",)).in_bulk([document.pk, replaced.pk])
    if document.pk == replaced.pk or held[replaced.pk].replaces.filter(pk=document.pk).exists():
        raise Refused(_("A document cannot replace itself or what replaces it."))
    versions.record_found(document)
    document.replaces.add(replaced)
    versions.record(document, by=by, what=gettext_lazy("Named what it replaces."))


@transaction.atomic
def end_validity(document: PolicyDocument, last_day: date, *, by: User) -> PolicyDocument:
    """Let a replaced document end. Raises Refused where nothing does, or before it was issued."""
    held = PolicyDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if not held.replaced_by.exists():
        raise Refused(_("No document replaces this one yet."))
    if held.issued_on and last_day < held.issued_on:
        raise Refused(_("The last day is before the day the document was issued."))
    versions.record_found(held)
    held.valid_until = last_day
    held.save(update_fields=["valid_until"])
    versions.record(held, by=by, what=gettext_lazy("Set the last day."))
    return held
