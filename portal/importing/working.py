"""The worker's side: a batch of lines at a time, each in a transaction that ends with the list's own row.

The lock of that row is the claim. A worker that is killed leaves nothing half done: the database takes its
batch back, and whoever comes next goes on behind the last line that is done.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity, capacities_of, held
from portal.api.problems import Refused
from portal.files.models import StoredFile
from portal.files.storage import Unavailable
from portal.importing import columns
from portal.importing.entering import enter
from portal.importing.examining import examine
from portal.importing.models import ImportedList, ImportedRow, KnownShape
from portal.importing.reading import Line, headers_and_lines, of_workbook
from portal.organizations.rules import importing_refusal

logger = logging.getLogger(__name__)
State = ImportedList.State
BATCH = 500
EXAMPLES = 3
MOST_ATTEMPTS = 5  # at one batch
PATIENCE = "30s"  # for organizations that somebody else is changing


def work_through_lists(now: datetime) -> int:
    """Work on the lists that wait until none is free; how many batches."""
    count = 0
    while step():
        count += 1
    return count


def waiting() -> QuerySet[ImportedList]:
    """Lists that a worker can take, the oldest first."""
    busy = [State.READING, State.CHECKING, State.ENTERING]
    rows = ImportedList.objects.filter(state__in=busy).exclude(file__scan=StoredFile.Scan.WAITING)
    return rows.order_by("at", "pk").select_for_update(of=("self",), skip_locked=True)


def step() -> bool:
    """One batch of the oldest list that nobody has; whether there was one. The attempt is counted first: one
    that kills its worker is not tried for ever."""
    with transaction.atomic():
        found = waiting().first()
        if found is None:
            return False
        ImportedList.objects.filter(pk=found.pk).update(attempts=F("attempts") + 1)
    try:
        with transaction.atomic():
            row = waiting().select_related("by", "file").filter(pk=found.pk).first()
            if row is None:
                return False
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            with translation.override(row.by.language):
                _batch(row)
    except Unavailable as error:
        logger.warning("List %s is read later: %s", found.pk, error)
        ImportedList.objects.filter(pk=found.pk).update(attempts=F("attempts") - 1)
        return False
    return True


def _batch(row: ImportedList) -> None:
    try:
        if row.attempts > MOST_ATTEMPTS:
            raise Refused(_("This list could not be worked through. Split it and upload the parts."))
        with transaction.atomic():
            _work(row, _capacity(row))
    except Refused as refusal:
        row.state, row.trouble = State.FAILED, str(refusal)
    row.attempts = 0
    row.save(update_fields=["state", "trouble", "cursor", "rows_done", "rows_total", "columns", "attempts",
                            "entered_at"])  # fmt: skip


def _capacity(row: ImportedList) -> Capacity:
    """As what the list was uploaded, if the person still is that and may."""
    by = held(capacities_of(row.by), row.capacity) if row.by.is_active else None
    if refusal := importing_refusal(by):
        raise Refused(refusal)
    assert by is not None
    return by


def _work(row: ImportedList, by: Capacity) -> None:
    if row.state == State.READING:
        assert row.file is not None
        take_lines(row, of_workbook(row.file))
        return
    rows = list(row.rows.filter(number__gt=row.cursor).order_by("number")[:BATCH])
    if rows:
        (_check if row.state == State.CHECKING else _enter)(row, rows, by)
        row.cursor, row.rows_done = rows[-1].number, row.rows_done + len(rows)
    elif row.state == State.CHECKING:
        row.state = State.CHECKED
    else:
        row.state, row.entered_at = State.ENTERED, timezone.now()


def take_lines(row: ImportedList, lines: Sequence[Line]) -> None:
    """Keep the lines of a file and what its columns seem to be; the caller saves the list."""
    headers, rest = headers_and_lines(lines)
    rows = [ImportedRow(imported=row, number=number, cells=cells) for number, cells in rest]
    ImportedRow.objects.bulk_create(rows, 2000)
    seen = [[str(cell) for cell in (one.cells[at] for one in rows[:50]) if isinstance(cell, str)][:EXAMPLES]
            for at in range(len(headers))]  # fmt: skip
    known = KnownShape.objects.filter(fingerprint=columns.fingerprint(headers)).first()
    found = [{"header": header, "examples": examples} for header, examples in zip(headers, seen, strict=True)]
    row.columns = columns.guessed(found, known.columns if known else None)
    row.rows_total, row.state = len(rows), State.MAPPING


def _check(row: ImportedList, rows: Sequence[ImportedRow], by: Capacity) -> None:
    for line in examine(rows, row.columns, by):
        one = line.row
        one.uscc, one.does, one.changes, one.errors = line.code, line.does, line.changes, line.errors
    _keep(rows, ["uscc", "does", "changes", "errors"])


def _enter(row: ImportedList, rows: Sequence[ImportedRow], by: Capacity) -> None:
    before = [one.does for one in rows]
    enter(rows, row.columns, by, row.name[:120])
    left_out = [one for one, does in zip(rows, before, strict=True) if one.does != does]
    _keep(left_out, ["does", "errors"])


def _keep(rows: Sequence[ImportedRow], names: Sequence[str]) -> None:
    """Write lines that are there in one statement; far faster than a case for each line."""
    ImportedRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=names)
