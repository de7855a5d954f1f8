"""`manage.py migrate`, which waits for a lock only a moment: everybody else waits behind it."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import OperationalError, connections

LOCK_SECONDS, STATEMENT_SECONDS = 5, 900


class Command(migrate.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--lock-seconds", type=int, default=LOCK_SECONDS, help="how long to wait for a lock (5)"
        )
        parser.add_argument(
            "--statement-seconds",
            type=int,
            default=STATEMENT_SECONDS,
            help="how long a statement may take (900)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        database = connections[options["database"]]
        limits = {
            "lock_timeout": f"{options['lock_seconds']}s",
            "statement_timeout": f"{options['statement_seconds']}s",
        }
        with database.cursor() as cursor:
            for name, value in limits.items():
                cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
        try:
            super().handle(*args, **options)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != "55P03":
                raise
            raise CommandError(
                f"Another transaction held a table for {options['lock_seconds']} seconds. The migration that "
                "met it changed nothing; run migrate again, best when fewer people work."
            ) from error
        finally:
            if not database.needs_rollback:
                with database.cursor() as cursor:
                    for name in limits:
                        cursor.execute(f"RESET {name}")
