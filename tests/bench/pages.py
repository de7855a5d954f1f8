"""Pages as a signed-in official and as an applicant, at 10,000 and at 100,000 applications: see README.md.

The server is the production one, on the loopback: gunicorn with two processes of eight threads. Each page is
read by one warm client and by eight at once; beside it stands the bare SQL of the same rows.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles

from tests.bench.clients import AT_ONCE, TRIES_AT_ONCE, WARM_UP, Send, Stop, client, server
from tests.bench.report import Figure, seconds, show
from tests.bench.world import world

SIZES = (10_000, 100_000)


def main() -> int:
    """Seed, measure, seed more, measure again, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES), help="applications, growing")
    sizes = parser.parse_args().rows
    figures, tails = [], {}
    with world():
        os.environ.update({"MFA_REQUIRED": "0", "DATABASE_POOL_SIZE": "8"})
        from tests.bench import applications, stops

        made, have = applications.cast(), 0
        for size in sizes:
            took = seconds(lambda have=have, size=size: applications.seed(made, have, size - have))
            print(f"{size:,} applications seeded, the last in {took:.0f} s", file=sys.stderr)
            have = size
            with server() as (port, pids):
                for stop in stops.stops(made, size):
                    found = Measured(stop, port, pids)
                    figures += found.figures(size, sizes[0], tails.get(stop.what))
                    tails.setdefault(stop.what, found.p95)
    return 0 if show(figures) else 1


class Measured:
    """What one page took."""

    def __init__(self, stop: Stop, port: int, pids: list[int]) -> None:
        self.stop = stop
        sends = stop.sends()
        warm = min(WARM_UP, stop.tries)
        client(port, [next(sends) for _ in range(warm)])
        before = memory(pids)
        self.alone = client(port, [next(sends) for _ in range(stop.tries)])
        self.grown = memory(pids) - before
        # Eight exports of everything at once are nobody's day.
        self.together = at_once(port, sends) if stop.tries > 1 else []
        self.p95 = quantiles(self.alone, n=20)[-1] if len(self.alone) > 1 else self.alone[0]
        self.bare = median(bare(stop.sql) for _ in range(5))

    def figures(self, size: int, first_size: int, tail: float | None) -> Iterator[Figure]:
        """Goals hold at the first size; at the next the tail may be twice as long (of an export: per row)."""
        stop, middle, first = self.stop, median(self.alone), size == first_size
        passed = middle <= stop.goal if first else None
        yield Figure(
            f"{stop.what}, {size:,}",
            f"{middle:.0f} ms",
            f"{self.bare:.1f} ms bare SQL",
            f"{middle / max(self.bare, 0.1):.1f}",
            f"{stop.goal:.0f} ms" if first else "",
            passed,
        )
        limit = 2 * (tail or 0) * (size / first_size if stop.tries == 1 else 1)
        goal, met = (f"{limit:.0f} ms", self.p95 <= limit) if tail else ("", None)
        yield Figure("  p95", f"{self.p95:.0f} ms", "", "", goal, met)
        if self.together:
            eight = f"{median(self.together):.0f} ms, p95 {quantiles(self.together, n=20)[-1]:.0f} ms"
            yield Figure("  eight at once", eight)
        if stop.queries and first:
            count = queries(stop)
            yield Figure("  queries", str(count), "", "", str(stop.queries), count <= stop.queries)
        if stop.tries == 1 and first:
            yield Figure("  memory growth", f"{self.grown:.0f} MB", "", "", "50 MB", self.grown <= 50)


def at_once(port: int, sends: Iterator[Send]) -> list[float]:
    """Milliseconds of eight clients at the same time."""
    batches = [[next(sends) for _ in range(TRIES_AT_ONCE)] for _ in range(AT_ONCE)]
    with get_context("spawn").Pool(AT_ONCE) as pool:
        found = pool.starmap(client, [(port, batch) for batch in batches])
    return [one for times in found for one in times]


def memory(pids: list[int]) -> float:
    """Megabytes that the server's processes have held at most."""
    texts = [Path(f"/proc/{pid}/status").read_text() for pid in pids]
    return sum(int(text.split("VmHWM:")[1].split()[0]) for text in texts) / 1024


def bare(sql: str) -> float:
    """Milliseconds of the rows alone."""
    from django.db import connection

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            cursor.fetchall()

    return seconds(ask) * 1000


def queries(stop: Stop) -> int:
    """How many the page takes when everything is warm."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client(headers={"Cookie": stop.cookie})
    browser.get(stop.address)
    with CaptureQueriesContext(connection) as captured:
        browser.get(stop.address)
    return len(captured)


if __name__ == "__main__":
    sys.exit(main())
