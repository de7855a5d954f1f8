"""`manage.py messages`: update, check or compile the catalogs of the apps."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.ui import catalogs


class Command(BaseCommand):
    """Collects translatable strings into the catalogs; needs neither gettext nor a database."""

    help = "Update the message catalogs of all apps or of those named; --check them; --compile them."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Labels and the two modes."""
        parser.add_argument("labels", nargs="*", help="labels of apps; all when none is given")
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--check", action="store_true", help="change nothing, fail on a gap")
        mode.add_argument("--compile", action="store_true", help="write the .mo files that are out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the three."""
        try:
            apps = catalogs.app_folders(options["labels"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["compile"]:
            self.stdout.write(f"{len(catalogs.compile_stale())} catalogs compiled.")
        elif options["check"]:
            self.check_catalogs(catalogs.problems(apps))
        else:
            for label, missing in catalogs.update(apps).items():
                self.stdout.write(f"{label}: {missing} to translate" if missing else f"{label}: complete")

    def check_catalogs(self, problems: list[str]) -> None:
        """List what is wrong and fail."""
        for problem in problems:
            self.stdout.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} problems in the catalogs.")
        self.stdout.write("Catalogs are complete.")
