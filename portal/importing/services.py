"""Lists in: kept, mapped by hand, looked through by a worker, then entered by order of who uploaded them."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.files.lines import Does
from portal.files.names import clean_name
from portal.files.services import store
from portal.importing import columns
from portal.importing.models import ImportedList, KnownShape
from portal.importing.reading import of_text
from portal.importing.working import take_lines
from portal.inbox.hints import hint
from portal.organizations.rules import importing_refusal

WORK = "portal.importing.tasks.work"
MOST_TEXT = 20 * 1024 * 1024  # bytes of a CSV
State = ImportedList.State
Choice = Mapping[str, Any]


@transaction.atomic
def upload(file: UploadedFile, *, by: Capacity) -> ImportedList:
    """Keep a list: a CSV is read at once, an XLSX by a worker. Refused for what is neither."""
    if refusal := importing_refusal(by):
        raise Refused(refusal)
    ending = PurePath(file.name or "").suffix.lower()
    made = ImportedList(name=clean_name(file.name or ""), by=by.user, capacity=by.key)
    if ending in (".csv", ".txt"):
        if (file.size or 0) > MOST_TEXT:
            raise Refused(_("This list has more than 20 MB. Split it."))
        lines = of_text(file.read())
        made.save()
        take_lines(made, lines)
    elif ending == ".xlsx":
        made.file = store(file, by.user)
        hint(WORK)
    else:
        raise Refused(_("Choose an XLSX or CSV file. Save other spreadsheets as one of them first."))
    made.save()
    return made


@transaction.atomic
def choose(list_id: int, choices: Sequence[Choice], *, by: Capacity) -> ImportedList:
    """Say what the columns are, keep it for files of the same shape, and have the list looked through."""
    row = _mine(list_id, by)
    if row.state not in (State.MAPPING, State.CHECKED):
        raise Refused(_("The columns of this list cannot be changed now."))
    chosen = [{**own, **choice} for own, choice in zip(row.columns, choices, strict=True)]
    columns.check(chosen)
    kept = [{name: own[name] for name in ("fact", "year", "unit")} for own in chosen]
    mark = columns.fingerprint(own["header"] for own in chosen)
    KnownShape.objects.update_or_create(fingerprint=mark, defaults={"columns": kept})
    row.rows.update(uscc="", does="", changes=[], errors=[])
    row.columns, row.state, row.cursor, row.rows_done = chosen, State.CHECKING, 0, 0
    row.save(update_fields=["columns", "state", "cursor", "rows_done"])
    hint(WORK)
    return row


@transaction.atomic
def order(list_id: int, *, by: Capacity) -> ImportedList:
    """Have the lines that are right entered."""
    row = _mine(list_id, by)
    if row.state != State.CHECKED:
        raise Refused(_("Only a list that has been looked through is entered, and only once."))
    if not row.rows.filter(does__in=[Does.NEW, Does.CHANGED]).exists():
        raise Refused(_("Nothing in this list would change anything."))
    row.state, row.cursor, row.rows_done = State.ENTERING, 0, 0
    row.save(update_fields=["state", "cursor", "rows_done"])
    hint(WORK)
    return row


def _mine(list_id: int, by: Capacity) -> ImportedList:
    """The list under its lock, if the person uploaded it as what they act as now."""
    if refusal := importing_refusal(by):
        raise Refused(refusal)
    row = ImportedList.objects.select_for_update(of=("self",)).get(pk=list_id)
    if row.by_id != by.user.pk or row.capacity != by.key:
        raise Refused(_("Who uploaded a list enters it: %(person)s.") % {"person": row.by})
    return row
