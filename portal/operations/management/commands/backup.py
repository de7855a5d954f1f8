"""`manage.py backup`: database and uploads at one moment, without stopping the portal."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.operations.backup import making
from portal.operations.backup.server import BackupError
from portal.operations.backup.shelf import Shelf
from portal.operations.management.shelves import add_folder, shelf_of


class Command(BaseCommand):
    help = "Backs up database and uploads at one moment into a folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_folder(parser)
        parser.add_argument("--keep", type=int, help="afterwards keep only so many of the newest backups")
        parser.add_argument(
            "--verify", nargs="?", const="", metavar="NAME", help="read a backup, the newest unless named"
        )
        parser.add_argument("--list", action="store_true", help="name the backups in the folder")

    def handle(self, *args: Any, **options: Any) -> None:
        where = shelf_of(options)
        try:
            if options["list"]:
                self.say(where)
            elif options["verify"] is not None:
                self.verify(where, options["verify"])
            else:
                self.make(where, options["keep"])
        except BackupError as error:
            raise CommandError(str(error)) from error

    def say(self, where: Shelf) -> None:
        for backup in where.backups():
            rows = sum(table.rows for table in backup.manifest.tables.values())
            self.stdout.write(f"{backup.name}  {rows} rows, {backup.manifest.files} uploads")

    def verify(self, where: Shelf, name: str) -> None:
        backup = where.find(name)
        if wrong := making.verify(where, backup):
            raise CommandError("\n".join(wrong))
        self.stdout.write(f"{backup.name} is whole.")

    def make(self, where: Shelf, keep: int | None) -> None:
        if keep is not None and keep < 1:
            raise CommandError("At least one backup is kept: --keep 1 or more.")
        backup = making.make(where)
        if keep:
            for name in where.forget_all_but(keep):
                self.stdout.write(f"{name} is removed.")
        self.stdout.write(f"{backup.name} is made in {where.root}.")
        if missing := backup.manifest.missing:
            raise CommandError(
                f"{len(missing)} uploads are named by rows but are not in the storage, {missing[0]} for one. "
                "Look for them in older backups."
            )
