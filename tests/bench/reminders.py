"""A tick over many drafts, the rows it writes, and the mails that leave: see README.md.

Of the drafts, a twentieth falls due at this tick, nine twentieths were reminded before (a history that always
grows), and half belongs to rounds of which nothing is due.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.report import Figure, forget_peak, peak_megabytes, seconds, show
from tests.bench.world import world

ROWS = 1_000_000
MAILS = 10_000
TRIES = 3
ROOT = Path(__file__).resolve().parents[2]

# OFFSET 0 as in the portal: else PostgreSQL joins a million drafts with a history it misjudges, for minutes.
BARE = """
SELECT a.id, coalesce(m.user_id, a.person_id) AS holder, o.name, p.name, a.status_since
FROM intake_application a
JOIN catalog_round r ON r.id = a.round_id
LEFT JOIN organizations_organization o ON o.id = a.organization_id
LEFT JOIN organizations_membership m ON m.organization_id = o.id AND m.role IN ('owner', 'editor')
LEFT JOIN accounts_user mu ON mu.id = m.user_id AND mu.is_active
LEFT JOIN accounts_user p ON p.id = a.person_id AND p.is_active
WHERE a.status = 'draft' AND r.status = 'published' AND r.closes_at > %(now)s
AND r.closes_at - interval '1 day' <= %(now)s AND coalesce(mu.id, p.id) IS NOT NULL
AND NOT EXISTS (
    SELECT FROM inbox_reminder s WHERE s.kind = 'draft_closing' AND s.subject = a.id::text
    AND s.user_id = coalesce(m.user_id, a.person_id) AND s.deadline = r.closes_at AND s."offset" = '1d'
    OFFSET 0)
"""
WORKER = """
import django; django.setup()
from portal.inbox import delivery
while delivery.run():
    pass
"""


def main() -> int:
    """Seed, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.reminders", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help="drafts")
    rows = parser.parse_args().rows
    with world():
        from django.utils import timezone

        seed(rows)
        now = timezone.now()
        figures = [*finding(now, rows), *writing(now), *sending(min(MAILS, rows // 20))]
    return 0 if show(figures) else 1


def seed(rows: int) -> None:
    """The drafts, and what was said of them before."""
    from tests.bench import seeding

    took = seconds(lambda: _seed(rows, seeding))
    print(f"{rows:,} drafts and their history seeded in {took:.0f} s", file=sys.stderr)


def _seed(rows: int, seeding: Any) -> None:
    seeding.closing_in(24 * 60, rows // 2)
    before = seeding.closing_in(12, rows - rows // 2 - rows // 20)
    seeding.reminded(before, "1d")
    seeding.history(rows)
    seeding.closing_in(13, rows // 20)
    seeding.analyze()


def finding(now: datetime, rows: int) -> Iterator[Figure]:
    """The due set of one tick against one hand-written statement for the same rows."""
    from django.db import connection

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE, {"now": now})
            found.append(len(cursor.fetchall()))

    found: list[int] = []
    bare()
    due = found[-1]
    by_hand = median(seconds(bare) for _try in range(TRIES))
    assert looked_for(now) == due, (looked_for(now), due)
    portal = median(seconds(lambda: looked_for(now)) for _try in range(TRIES))
    ratio = portal / by_hand
    yield Figure(
        f"due set of a tick: {due:,} of {rows:,}",
        f"{portal:.2f} s",
        f"{by_hand:.2f} s bare SQL",
        f"{ratio:.2f}",
        "2.00",
        ratio <= 2,
    )


def looked_for(now: datetime) -> int:
    """How many rows the portal finds due, batch by batch as when it sends."""
    from portal.inbox import reminders
    from portal.inbox.workdays import Workdays

    count = 0
    for kind, source in reminders._sources.items():
        for found in source.sweeps(now, Workdays()):
            after, more = None, True
            while more:
                pairs = list(reminders.pending(kind, found, after)[: reminders.LOOK_AHEAD])
                count, after = count + len(pairs), pairs[-1] if pairs else None
                more = len(pairs) == reminders.LOOK_AHEAD
    return count


def writing(now: datetime) -> Iterator[Figure]:
    """The same tick in earnest: a reminder, a message and a delivery for each."""
    from portal.inbox import reminders
    from portal.inbox.models import Delivery

    forget_peak()
    before = peak_megabytes()
    took = seconds(lambda: reminders.run(now))
    count = Delivery.objects.count()
    speed = 3 * count / took
    what = f"rows into the outbox: {3 * count:,}"
    yield Figure(what, f"{speed:,.0f} rows/s", f"{took:.1f} s", "", "5,000 rows/s", speed >= 5000)
    grown = peak_megabytes() - before
    yield Figure("peak memory growth of the tick", f"{grown:.0f} MB", "", "", "50 MB", grown <= 50)


def sending(count: int) -> Iterator[Figure]:
    """Mails that one worker process hands to a server in another process."""
    from portal.inbox.models import Delivery

    kept = Delivery.objects.order_by("pk").values("pk")[:count]
    Delivery.objects.exclude(pk__in=kept).delete()
    with sink() as (port, answers):
        environment = os.environ | {"SMTP_URL": f"smtp://127.0.0.1:{port}"}
        took = seconds(
            lambda: subprocess.run([sys.executable, "-c", WORKER], env=environment, cwd=ROOT, check=True)
        )
    taken, first, last = answers()
    assert taken == count == Delivery.objects.filter(status="sent").count()
    speed = taken / (last - first)
    yield Figure(
        f"mails of one worker: {count:,}",
        f"{speed:,.0f} mails/s",
        f"{took:.1f} s",
        "",
        "300 mails/s",
        speed >= 300,
    )


@contextmanager
def sink() -> Iterator[tuple[int, Any]]:
    """The mail server's port, and afterwards what it counted."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.mail_sink"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert server.stdout
    lines: list[str] = []

    def answers() -> tuple[int, float, float]:
        count, first, last = lines[0].split()
        return int(count), float(first), float(last)

    yield int(server.stdout.readline()), answers
    lines.append(server.communicate()[0])


if __name__ == "__main__":
    sys.exit(main())
