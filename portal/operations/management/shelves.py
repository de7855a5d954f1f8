"""Which folder of backups a command means."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from portal.operations.backup.shelf import Shelf


def add_folder(parser: ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, help="where backups are kept (BACKUP_DIR)")


def shelf_of(options: dict[str, Any]) -> Shelf:
    folder = options["folder"] or settings.BACKUP_DIR
    if not folder:
        raise CommandError("Name the folder of backups: --folder, or BACKUP_DIR in the environment.")
    return Shelf(Path(folder).resolve())
