"""`manage.py check_migrations`: may the new migrations run while people work?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from portal.operations import migration_check


class Command(BaseCommand):
    help = "Checks that migrations newer than the last release can run while the portal works."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--release", action="store_true", help="from now on all of them are released")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["release"]:
            loader = MigrationLoader(connection, replace_migrations=False)
            names = sorted(f"{step.app_label}.{step.name}" for step in migration_check.ours(loader))
            migration_check.RELEASED.write_text("".join(f"{name}\n" for name in names))
            self.stdout.write(f"{len(names)} migrations are released.")
        elif found := migration_check.check(migration_check.released()):
            raise CommandError("\n".join(str(finding) for finding in found))
        else:
            self.stdout.write("Every new migration can run while people work.")
