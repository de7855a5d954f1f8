"""`manage.py check_history`: has anybody rewritten what happened?"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.history.services import Outcome, verify
from portal.operations import anchors
from portal.operations.models import Anchor


class Command(BaseCommand):
    help = "Checks every chain of events and every daily anchor; ends with 1 when something was changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchors", action="store_true", help="print the anchors, to compare with the mails"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["anchors"]:
            days = Anchor.objects.order_by("day").values_list("day", "events", "hash")
            self.stdout.write(json.dumps([[str(day), events, text] for day, events, text in days], indent=1))
            return
        wrong = [f"The anchor of {day} does not fit." for day in anchors.broken()]
        for model in anchors.histories():
            broken = sum(found.outcome == Outcome.BROKEN for found in verify(model._default_manager.all()))
            if broken:
                wrong.append(f"{broken} events in {model._meta.db_table} do not verify.")
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write(
            f"{len(anchors.histories())} histories and {Anchor.objects.count()} anchors verify."
        )
