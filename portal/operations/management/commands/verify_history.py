"""`manage.py verify_history`: has anybody rewritten what happened?"""

import json
from argparse import ArgumentParser
from collections import Counter
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.history.models import ChainedEvent
from portal.history.services import Outcome, verify
from portal.operations import anchors
from portal.operations.models import Anchor

NAMED = 20  # events that are named one by one


class Command(BaseCommand):
    help = (
        "Checks every chain of events and every daily anchor: names what was altered, is missing or was "
        "moved, and counts what was erased under the privacy law. Ends with 1 when something is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchors", action="store_true", help="print the anchors, to compare with the mails"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["anchors"]:
            days = Anchor.objects.order_by("day").values_list("day", "events", "hash")
            self.stdout.write(json.dumps([[str(day), events, text] for day, events, text in days], indent=1))
            return
        begun, found, wrong = perf_counter(), Counter[Outcome](), list[str]()
        for model in anchors.histories():
            wrong += self._examined(model, found)
        took = perf_counter() - begun
        wrong += [f"The anchor of {day} does not fit." for day in anchors.broken()]
        events, rate = found.total(), found.total() / max(took, 0.001)
        self.stdout.write(
            f"{len(anchors.histories())} histories with {events:,} events ({rate:,.0f} a second) and "
            f"{Anchor.objects.count()} anchors; {found[Outcome.ERASED]:,} erased under the privacy law."
        )
        if wrong:
            more = len(wrong) - NAMED
            raise CommandError("\n".join(wrong[:NAMED] + ([f"and {more} more"] if more > 0 else [])))
        self.stdout.write("All of it verifies.")

    def _examined(self, model: type[ChainedEvent], found: Counter[Outcome]) -> list[str]:
        """Count the outcomes of a history; what is wrong in it, in words."""
        table, wrong = model._meta.db_table, []
        for verdict in verify(model._default_manager.all()):
            found[verdict.outcome] += 1
            if not verdict.outcome.sound:
                wrong.append(f"{table}: event {verdict.seq} of {verdict.subject}: {verdict.outcome}.")
        return wrong
