"""The whole portal on this machine, with a world in it."""

import sys
import time
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any
from unicodedata import east_asian_width

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from applications.demo.ground import HOST, add_arguments, standing
from applications.demo.setting_up import set_up
from applications.demo.supervisor import Stopped, serve, stoppable
from portal.sandbox.plans import SandboxError

FRESH = timedelta(days=2)  # one round closes within 48 hours
STALE = (
    "This world was made on {made_on}, and its deadlines have moved into the past. "
    "Start with --reset to make it anew."
)
COLUMNS = ("role", "name", "email", "password", "organization", "department")


class Command(BaseCommand):
    help = "Runs the whole portal, its PostgreSQL and Redis included, with a demonstration world."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, port: int, reset: bool, **options: Any) -> None:
        if not standing:
            raise CommandError("Run it as `manage.py demo`.")
        ground, self.began = standing[0], time.monotonic()
        try:
            with stoppable():
                accounts = set_up(ground.folder, self.tell)
                self.tell("Starting web server, worker and clock")
                serve(ground, port, lambda: self.greet(port, accounts))
        except Stopped:
            self.stdout.write("Stopping.")
        except SandboxError as error:
            sys.exit(str(error))
        finally:
            ground.services.release()

    def tell(self, step: str) -> None:
        self.stdout.write(f"{time.monotonic() - self.began:6.1f} s  {step}")
        self.stdout.flush()

    def greet(self, port: int, accounts: list[dict[str, Any]]) -> None:
        folder = standing[0].folder
        self.stdout.write(table(accounts))
        made_on = date.fromisoformat(folder.read_state()["made_on"])
        if is_stale(made_on, timezone.localdate()):
            self.stdout.write(STALE.format(made_on=made_on))
        self.stdout.write(f"Ready: http://{HOST}:{port}")
        self.stdout.flush()


def is_stale(made_on: date, today: date) -> bool:
    """Whether a round that was about to close has closed by now."""
    return today - made_on >= FRESH


def table(accounts: list[dict[str, Any]]) -> str:
    """The accounts in columns; a Chinese character is two columns wide."""
    rows = [list(COLUMNS), *([str(account.get(name) or "") for name in COLUMNS] for account in accounts)]
    sizes = [max(map(width, column)) for column in zip(*rows, strict=True)]
    padded = (
        [cell + " " * (size - width(cell)) for cell, size in zip(row, sizes, strict=True)] for row in rows
    )
    return "\n".join("  ".join(row).rstrip() for row in padded)


def width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
