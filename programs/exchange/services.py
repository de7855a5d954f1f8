"""Spreadsheets in: kept, looked through by a worker, then entered as a whole by order of who uploaded them.

What is entered has to be exactly what was looked at.
"""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.api.problems import Refused
from portal.files.lines import Does
from portal.files.models import StoredFile
from portal.files.names import clean_name
from portal.files.services import store
from portal.files.storage import Unavailable
from portal.inbox.hints import hint
from programs.exchange.models import Import, Table
from programs.exchange.reading import read
from programs.exchange.tables import BOOKS, require

WORK = "programs.exchange.tasks.work"
State = Import.State


@transaction.atomic
def upload(table: Table, file: UploadedFile, *, by: User) -> Import:
    """Keep a file and have it looked through. Refused where the table is not theirs or the file is none."""
    require(table, by)
    stored = store(file, by)
    if stored.scan != StoredFile.Scan.WAITING:  # else the worker says what is wrong, once it is checked
        try:
            read(stored, BOOKS[table], headers_only=True)
        except Unavailable as error:
            sentence = _("This file cannot be fetched at the moment. Try again in a few minutes.")
            raise Refused(sentence) from error
    hint(WORK)
    return Import.objects.create(table=table, file=stored, name=clean_name(file.name or ""), by=by)


@transaction.atomic
def order(import_id: int, seen: str, *, by: User) -> Import:
    """Have a file entered as a whole. Refused where a line is wrong or the effect is not the one `seen`."""
    imported = Import.objects.select_for_update(of=("self",), no_key=True).get(pk=import_id)
    if sentence := refusal(imported, seen, by):
        raise Refused(sentence)
    imported.state, imported.attempts, imported.rows_done, imported.trouble = State.ENTERING, 0, 0, ""
    imported.save(update_fields=["state", "attempts", "rows_done", "trouble"])
    hint(WORK)
    return imported


def refusal(imported: Import, seen: str, by: User) -> str:
    """Why a file cannot be entered now, or ""."""
    if imported.by_id != by.pk:
        return _("Who uploaded a file enters it: %(person)s.") % {"person": imported.by}
    if imported.applied_at:
        return _("This file is entered already. Upload it again to see what it would change now.")
    if imported.state == State.ENTERING:
        return _("This file is being entered.")
    if imported.state != State.LOOKED or imported.digest != seen:
        return _("Something changed in between. Look through the file again, then enter it.")
    if imported.lines.filter(does=Does.WRONG).exists():
        return _("Nothing is entered while a line is wrong. Correct the file and upload it again.")
    return ""
