"""The catalog as anybody reads it, at 1,000, 10,000 and 100,000 programs: see README.md.

There are ten clauses for every program. Each page is read by one warm client; beside it stands the bare SQL
of the same rows in the same run.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median, quantiles
from urllib.parse import urlencode

from tests.bench.clients import TRIES, WARM_UP, client, server
from tests.bench.report import Figure, seconds, show
from tests.bench.world import world

SIZES = (1_000, 10_000, 100_000)
GOAL_SIZE = 10_000  # the size for which the goals in milliseconds are set
P95, QUERIES, SEARCH_RATIO, GROWTH = 120, 8, 3, 2
ASKED = "检测设备补贴"
Bare = Callable[[], object]


@dataclass(frozen=True)
class Page:
    """A page, the work of the database alone for its rows, and whether it is a search."""

    what: str
    address: str
    bare: Bare
    searches: bool = False


def main() -> int:
    """Seed, measure, seed more, measure again, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.catalog", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES), help="programs, growing")
    sizes = parser.parse_args().rows
    figures: list[Figure] = []
    tails: dict[str, float] = {}
    with world():
        os.environ.update({"DATABASE_POOL_SIZE": "8", "API_RATE_ANONYMOUS": "1000000"})
        from tests.bench import programs

        have = 0
        for size in sizes:
            took = seconds(lambda have=have, size=size: programs.seed(have, size))
            print(
                f"{size:,} programs and {10 * size:,} clauses seeded, the last in {took:.0f} s",
                file=sys.stderr,
            )
            have = size
            with server() as (port, _):
                for page in pages():
                    figures += measured(page, port, size, tails)
    return 0 if show(figures) else 1


def pages() -> list[Page]:
    """What is read, with the bare queries of the same rows."""
    from tests.bench import programs

    asked, common = urlencode({"q": ASKED}), urlencode({"q": "企业"})
    return [
        Page("list", "/programs/", programs.bare_list),
        Page("list, filtered", "/programs/?kind=subsidy&phase=open", programs.bare_filtered),
        Page("list, searched", f"/programs/?{asked}", programs.bare_searched(ASKED)),
        Page("list, common word", f"/programs/?{common}", programs.bare_searched("企业")),
        Page("search", f"/search/?{asked}", programs.bare_search(ASKED), True),
        Page("search, common word", f"/search/?{common}", programs.bare_search("企业"), True),
        Page("suggestions", f"/search/suggestions/?{asked}", programs.bare_suggestions(ASKED)),
        Page("suggestions, pinyin", "/search/suggestions/?q=chuangx", programs.bare_suggestions("chuangx")),
        Page("program", f"/programs/{programs.one().slug}/", programs.bare_program),
    ]


def measured(page: Page, port: int, size: int, tails: dict[str, float]) -> Iterator[Figure]:
    """The figures of a page; the first size's tail is remembered."""
    send = ("GET", page.address, b"", {})
    first = client(port, [send])[0]
    client(port, [send] * WARM_UP)
    times = client(port, [send] * TRIES)
    middle, tail = median(times), quantiles(times, n=20)[-1]
    bare = median(seconds(page.bare) * 1000 for _ in range(7))
    ratio, judged = middle / max(bare, 0.1), page.searches and size == GOAL_SIZE
    yield Figure(
        f"{page.what}, {size:,}",
        f"{middle:.0f} ms",
        f"{bare:.1f} ms bare SQL",
        f"{ratio:.1f}",
        f"{SEARCH_RATIO} × bare" if judged else "",
        ratio <= SEARCH_RATIO if judged else None,
    )
    yield tail_of(page, tail, size, tails)
    yield Figure("  first read", f"{first:.0f} ms")
    count = queries(page)
    yield Figure("  queries", str(count), "", "", str(QUERIES), count <= QUERIES)


def tail_of(page: Page, tail: float, size: int, tails: dict[str, float]) -> Figure:
    """The 95th percentile: a limit at one size, and not more than twice the smallest size's at any other."""
    limit = GROWTH * tails[page.what] if page.what in tails else None
    tails.setdefault(page.what, tail)
    goals = [P95] if size == GOAL_SIZE else []
    if limit and size > GOAL_SIZE:
        goals.append(limit)
    goal = min(goals, default=None)
    return Figure(
        "  p95", f"{tail:.0f} ms", "", "", f"{goal:.0f} ms" if goal else "", tail <= goal if goal else None
    )


def queries(page: Page) -> int:
    """How many the page takes when everything is warm."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client()
    browser.get(page.address)
    with CaptureQueriesContext(connection) as captured:
        browser.get(page.address)
    return sum(not row["sql"].startswith(("BEGIN", "SET LOCAL", "COMMIT")) for row in captured)


if __name__ == "__main__":
    sys.exit(main())
