from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.privacy import numbers
from portal.privacy.cipher import Unreadable


class Command(BaseCommand):
    help = (
        "Encrypt identity numbers again under the first key of IDENTITY_KEYS. It may be stopped and started"
        " again; old keys can be taken out when it reports that nothing is left."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="rows in one transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        try:
            while count := numbers.rotate(options["batch"]):
                total += count
                self.stdout.write(f"{total} numbers encrypted again")
        except Unreadable as error:
            raise CommandError(f"{error} Add the old key behind the first one and start again.") from error
        self.stdout.write(self.style.SUCCESS("Nothing is left under an old key."))
