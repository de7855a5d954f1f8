"""`manage.py database_roles`: the SQL that separates who owns the tables from who works with them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction

from portal.operations.roles import statements


class Command(BaseCommand):
    help = (
        "Prints the SQL that makes a role which owns the tables and one the portal works as; "
        "--apply runs it. Run it again after each upgrade."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--owner", default="kechuang_owner", help="owns the tables and migrates")
        parser.add_argument("--worker", default="kechuang_app", help="the portal works as this one")
        parser.add_argument("--apply", action="store_true", help="run it, in one transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["owner"] == options["worker"]:
            raise CommandError("Name two different roles.")
        connection.ensure_connection()
        texts = [
            text.as_string(connection.connection) for text in statements(options["owner"], options["worker"])
        ]
        if not options["apply"]:
            self.stdout.write("".join(f"{text};\n" for text in texts))
            return
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for text in texts:
                    cursor.execute(text)
        except DatabaseError as error:
            raise CommandError(
                f"Nothing was changed: {str(error).strip()}. Work as a superuser or as the owner."
            ) from error
        self.stdout.write(
            f"{options['owner']} owns the tables, {options['worker']} works with them. Give each a password "
            "(\\password in psql), migrate as the first, and name the second in DATABASE_URL."
        )
