"""The worker's side: takes files that wait, oldest first; what a killed worker left is found from the rows.

A file is entered in one transaction that ends with its own row: who has lost the claim meanwhile takes all
back, so that nothing is entered twice.
"""

import logging
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.api.problems import Refused
from portal.files.models import StoredFile
from portal.files.storage import Unavailable
from programs.exchange import entering
from programs.exchange.models import Import, ImportLine, Table
from programs.exchange.pulse import Pulse
from programs.exchange.reading import Read, read
from programs.exchange.shapes import Run
from programs.exchange.tables import BOOKS, require

logger = logging.getLogger(__name__)
CLAIM = timedelta(minutes=2)
PATIENCE = "30s"  # for rows that somebody else is changing; well within a claim
MOST_ATTEMPTS = 3
BATCH = 1000
State = Import.State


class _ChangedMeanwhile(Exception):
    """The effect is no longer what was looked at."""


class _Overtaken(Exception):
    """Another worker has the claim."""


def work_through_files(now: datetime) -> int:
    """Work on what waits; on how many files."""
    count = 0
    while imported := _claim():
        count += 1
        try:
            with translation.override(imported.by.language):
                _work(imported)
        except (Unavailable, OperationalError) as error:  # the storage is away, or others hold the rows
            logger.warning("Spreadsheet %s is worked through later: %s", imported.pk, error)
            _later(imported)
            return count
        except _Overtaken:
            logger.warning("Spreadsheet %s was taken over by another worker.", imported.pk)
    return count


@transaction.atomic
def _claim() -> Import | None:
    """The oldest file nobody works on."""
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    waiting = Import.objects.filter(free, state__in=[State.LOOKING, State.ENTERING])
    waiting = waiting.exclude(file__scan=StoredFile.Scan.WAITING).select_related("by", "file").order_by("at")
    found = waiting.select_for_update(of=("self",), skip_locked=True).first()
    if found:
        found.claimed_until = now + CLAIM
        found.attempts += 1
        found.save(update_fields=["claimed_until", "attempts"])
    return found


def _later(imported: Import) -> None:
    """The file is not at fault: the clock's next beat tries again."""
    with suppress(OperationalError):
        ours = Import.objects.filter(pk=imported.pk, state=imported.state, attempts=imported.attempts)
        ours.update(claimed_until=None, attempts=F("attempts") - 1)


def _work(imported: Import) -> None:
    try:
        if imported.attempts > MOST_ATTEMPTS:
            raise Refused(_("This file could not be worked through. Split it and upload the parts."))
        require(Table(imported.table), imported.by)
        sheets = read(imported.file, BOOKS[Table(imported.table)])
        if imported.state == State.LOOKING:
            _look(imported, sheets)
        else:
            _enter(imported, sheets)
    except Refused as refusal:
        _end(imported, state=State.FAILED, trouble=str(refusal))
    except _ChangedMeanwhile:
        told = _("Something changed in between: the file was not entered but looked through again.")
        _end(imported, state=State.LOOKING, trouble=told, attempts=0, rows_done=0)


def _look(imported: Import, sheets: list[Read]) -> None:
    with transaction.atomic():
        found = _through(imported, sheets, lock=False)
        transaction.set_rollback(True)
    with transaction.atomic():
        _end(imported, state=State.LOOKED, digest=found.digest, attempts=0)
        _keep(imported, found)


def _enter(imported: Import, sheets: list[Read]) -> None:
    with transaction.atomic():
        found = _through(imported, sheets, lock=True)
        if found.digest != imported.digest or found.wrong:
            raise _ChangedMeanwhile
        _end(imported, state=State.ENTERED, applied_at=timezone.now(), changed=found.to_do)


def _through(imported: Import, sheets: list[Read], *, lock: bool) -> entering.Findings:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
    run = Run(imported.by, imported.name, lock)
    with Pulse(imported, sum(len(sheet.rows) for sheet in sheets), CLAIM) as pulse:
        return entering.work_through(sheets, run, pulse.at)


def _keep(imported: Import, found: entering.Findings) -> None:
    """Write down what was found in place of what was found before."""
    imported.lines.all().delete()
    lines = (
        ImportLine(
            imported=imported,
            position=position,
            sheet=line.sheet,
            number=line.number,
            name=line.name,
            does=line.does,
            changes=[asdict(change) for change in line.changes],
            errors=line.errors,
        )
        for position, line in enumerate(found.lines)
    )
    ImportLine.objects.bulk_create(lines, BATCH)


def _end(imported: Import, **values: object) -> None:
    """Give the claim back with the result, if it is still ours."""
    ours = Import.objects.filter(pk=imported.pk, state=imported.state, attempts=imported.attempts)
    if not ours.update(claimed_until=None, **values):
        raise _Overtaken
