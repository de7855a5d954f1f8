"""`manage.py restore`: a backup into the configured database and storage."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal.operations.backup import restoring
from portal.operations.backup.server import BackupError
from portal.operations.management.shelves import add_folder, shelf_of


class Command(BaseCommand):
    help = "Restores a backup into the empty database that DATABASE_URL names, and compares every row."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", default="", help="which backup; the newest unless named")
        add_folder(parser)
        parser.add_argument("--overwrite", action="store_true", help="the database may hold something")
        parser.add_argument("--no-input", action="store_true", help="do not ask before overwriting")

    def handle(self, *args: Any, **options: Any) -> None:
        where, database = shelf_of(options), connection.settings_dict["NAME"]
        if options["overwrite"] and not options["no_input"]:
            answer = input(f"Everything in the database {database} will be lost. Type its name to go on: ")
            if answer != database:
                raise CommandError("Nothing was changed.")
        try:
            backup = where.find(options["name"])
            restoring.restore(where, backup, options["overwrite"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        manifest = backup.manifest
        self.stdout.write(
            f"{backup.name} is restored: {len(manifest.tables)} tables and {manifest.files} uploads are the "
            f"same. Run `manage.py migrate`, then `manage.py database_roles --apply`, then start the portal."
        )
