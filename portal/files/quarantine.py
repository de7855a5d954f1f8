"""The virus check: asked at the upload; where the scanner is down, the content waits in quarantine."""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.api.problems import Refused
from portal.files import scanner
from portal.files.models import StoredFile
from portal.files.storage import Arrival, Gone, Unavailable, place

logger = logging.getLogger(__name__)
Scan = StoredFile.Scan
BATCH = 50  # contents of one run; the clock starts the next
LONGEST_FINDING = 200


def check(arrived: Arrival) -> dict[str, Any]:
    """What the scanner says of an upload, as columns of its row. Raises Refused for an infected one."""
    if not scanner.configured():
        return {"scan": Scan.NONE}
    try:
        with arrived.path.open("rb") as content:
            found = scanner.infection(content)
    except scanner.Unreachable as error:
        logger.error("The virus scanner does not answer: %s", error)
        return {"scan": Scan.WAITING}
    if found:
        logger.warning("An upload was refused: %s.", found)
        raise Refused(
            _("The virus scanner found “%(name)s” in this file. Check your computer, then send a clean copy.")
            % {"name": found[:LONGEST_FINDING]}
        )
    return {"scan": Scan.CLEAN, "scanned_at": timezone.now()}


def renew(stored: StoredFile, checked: dict[str, Any]) -> None:
    """The same content came again and was checked now: it leaves quarantine when it is clean."""
    if checked.get("scan") == Scan.CLEAN:
        _write(stored, Scan.CLEAN, "", checked["scanned_at"])


def refuse(stored: StoredFile) -> None:
    """Raise Refused where nobody may read the content."""
    if stored.scan == Scan.WAITING:
        raise Refused(_("This file is still being checked for viruses. Try again in a few minutes."))
    if stored.scan == Scan.INFECTED:
        raise Refused(_("This file did not pass the virus check and is not given out. Upload a clean copy."))


def scan_waiting(now: datetime) -> int:
    """Check what waits, oldest first; how many got a verdict. Stops where the scanner is still down."""
    if not scanner.configured():
        return 0
    count = 0
    for pk in (
        StoredFile.objects.filter(scan=Scan.WAITING)
        .order_by("stored_at")
        .values_list("pk", flat=True)[:BATCH]
    ):
        try:
            count += _scan_one(pk, now)
        except (scanner.Unreachable, Unavailable) as error:
            logger.warning("Contents wait for their virus check: %s", error)
            break
    return count


@transaction.atomic
def _scan_one(pk: int, now: datetime) -> bool:
    waiting = StoredFile.objects.filter(pk=pk, scan=Scan.WAITING)
    stored = waiting.select_for_update(of=("self",), skip_locked=True).first()
    if stored is None:
        return False
    try:
        content = place().open(stored.sha256)
    except Gone:
        logger.error("Stored file %s is not there.", stored.sha256)
        return False
    with content:
        found = scanner.infection(content)
    if found:
        logger.error("Stored file %s is infected: %s.", stored.sha256, found)
    _write(stored, Scan.INFECTED if found else Scan.CLEAN, found, now)
    return True


def _write(stored: StoredFile, scan: str, finding: str, at: datetime) -> None:
    stored.scan, stored.finding, stored.scanned_at = scan, finding[:LONGEST_FINDING], at
    stored.save(update_fields=["scan", "finding", "scanned_at"])
