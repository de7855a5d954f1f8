"""Checking the history, in events a second: see README.md."""

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime
from itertools import batched
from typing import Any

from tests.bench.report import Figure, forget_peak, peak_megabytes, seconds, show
from tests.bench.world import world

EVENTS, EACH, A_SECOND, GROWN_MB = 1_000_000, 10, 50_000, 100
KINDS = ("submitted", "returned", "submitted", "accepted", "handed_over", "noted", "proposed", "approved",
         "decided", "letter_issued")  # fmt: skip
WORDS = {"note": "材料齐全，同意受理。", "letter": "嘉科〔2026〕12号", "points": 12, "hash": "5e" * 32}


def main() -> int:
    """Write so many events, ten an application, check them, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.history", description=__doc__)
    parser.add_argument("--rows", type=int, default=EVENTS, help="events")
    rows = parser.parse_args().rows
    with world():
        took = seconds(lambda: seed(rows))
        print(f"{rows:,} events written, {rows / took:,.0f} a second", file=sys.stderr)
        return 0 if show([*checked(rows)]) else 1


def seed(rows: int) -> None:
    """Copies of an application, each with a chain of its own, as the service writes it."""
    from django.utils import timezone

    from applications.intake.models import Application
    from tests.bench.applications import cast, key
    from tests.bench.seeding import analyze, copies

    made = cast()
    copies(made.draft, rows // EACH, id=key("chained", 0))
    subjects = Application.objects.exclude(pk__in=[made.model.pk, made.draft.pk, made.ready.pk]).only("pk")
    for some in batched(subjects.iterator(), 5_000):
        write(some, made.official, timezone.now())
    analyze()


def write(subjects: tuple[Any, ...], by: Any, at: datetime) -> None:
    """Ten events for each of them."""
    from applications.intake.models import ApplicationEvent
    from portal.history.services import record_many

    for kind in KINDS:
        payloads = {subject: WORDS | {"step": kind} for subject in subjects}
        record_many(
            ApplicationEvent, payloads, kind=kind, capacity=by, at=at, locked=True,
            from_status="submitted", to_status="accepted",
        )  # fmt: skip


def checked(rows: int) -> Iterator[Figure]:
    """The rate of the check and its memory, beside reading the same rows and doing nothing with them."""
    from django.db import connection

    from applications.intake.models import ApplicationEvent
    from portal.history.services import verify

    def read() -> None:
        with connection.chunked_cursor() as cursor:
            cursor.execute("SELECT * FROM intake_applicationevent ORDER BY subject_id, seq")
            while cursor.fetchmany(5_000):
                pass

    def check() -> None:
        found = [verdict for verdict in verify(ApplicationEvent.objects.all()) if not verdict.outcome.sound]
        assert found == [], found[:3]

    count = ApplicationEvent.objects.count()
    bare = seconds(read)
    forget_peak()
    before = peak_megabytes()
    took = seconds(check)
    grown = peak_megabytes() - before
    yield Figure(
        f"{count:,} events checked", f"{count / took:,.0f} a second", f"{count / bare:,.0f} read",
        f"{took / bare:.1f}", f"{A_SECOND:,} a second", count / took >= A_SECOND,
    )  # fmt: skip
    yield Figure("  memory", f"{grown:.0f} MB", "", "", f"{GROWN_MB} MB", grown <= GROWN_MB)


if __name__ == "__main__":
    raise SystemExit(main())
