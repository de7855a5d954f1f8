"""Disks, uploads and backups."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from portal.files.models import StoredFile
from portal.files.storage import Gone, Unavailable, place
from portal.operations.backup.server import BackupError
from portal.operations.backup.shelf import Shelf
from portal.operations.doctor.findings import Finding, ok, problem, warning

LEAST_BYTES, LEAST_SHARE = 5 * 1024**3, 0.1
OLDEST_BACKUP = timedelta(hours=36)
SAMPLES = 20


def disk() -> Iterator[Finding]:
    """Uploads arrive on the disk even where S3 keeps them."""
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        yield problem("disk", f"MEDIA_ROOT cannot be written: {error}", "Give it to the portal's user.")
        return
    usage = shutil.disk_usage(folder)
    free = f"{usage.free / 1024**3:.0f} GB are free"
    if usage.free < LEAST_BYTES:
        yield problem("disk", f"Only {free}.", "Make room, or move uploads to S3 (FILES_URL).")
    elif usage.free < LEAST_SHARE * usage.total:
        yield warning("disk", f"Only {free}.", "Make room before it is full.")
    else:
        yield ok("disk", free)


def uploads() -> Iterator[Finding]:
    """The newest uploads are where they belong."""
    lost = []
    for sha256 in StoredFile.objects.order_by("-pk").values_list("sha256", flat=True)[:SAMPLES]:
        try:
            place().open(sha256).close()
        except Gone:
            lost.append(sha256)
        except Unavailable as error:
            yield problem("uploads", f"The storage does not answer: {error}", "Look at FILES_URL.")
            return
    if lost:
        yield problem(
            "uploads", f"{len(lost)} of the newest are gone, {lost[0]} for one.", "See the backups."
        )
    else:
        yield ok("uploads", "the newest are there")


def static_files() -> Iterator[Finding]:
    if settings.STATIC_MANIFEST and not Path(settings.STATIC_ROOT, "staticfiles.json").is_file():
        yield problem("static", "Pages have no style.", "Run `manage.py collectstatic --no-input`.")


def backups() -> Iterator[Finding]:
    if not settings.BACKUP_DIR:
        yield problem(
            "backups", "There is no place for them.", "Set BACKUP_DIR and run `manage.py backup` daily."
        )
        return
    try:
        newest = Shelf(Path(settings.BACKUP_DIR)).find()
    except BackupError as error:
        yield problem("backups", str(error), "Run `manage.py backup`, then daily.")
        return
    age = datetime.now(UTC) - newest.made_at
    if age > OLDEST_BACKUP:
        yield problem("backups", f"The newest is {age.days} days old.", "See why `manage.py backup` fails.")
    elif newest.manifest.missing:
        yield problem("backups", f"{newest.name} lacks uploads.", "Look for them in older backups.")
    else:
        yield ok("backups", f"{newest.name} is the newest; a restore proves it")
