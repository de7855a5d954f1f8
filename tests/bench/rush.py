"""The last hour before a deadline, on the real stack: see README.md.

Half-filled drafts are opened, saved, given a file, looked through and handed in: seven tenths of the
applicants before the last hour, three tenths in it, one tenth in its last ten minutes; an hour takes a
minute. In the middle web processes and Redis are killed and PostgreSQL is restarted. Then complete drafts
are handed in as fast as they are taken, by one, two and four processes.
"""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from statistics import median, quantiles
from typing import Any

from tests.bench.report import Figure, show

APPLICANTS, SECONDS = 2_000, 300
HOUR = 60.0  # seconds that stand for the last hour; a sixth of them for the last ten minutes
GRACE_MINUTES = 1
LATE, IN_GRACE = 0.02, 0.01  # of the applicants: come after the deadline, without and with a check before it
RATE, STEADY = 40, 20  # submissions a second, and for how many seconds
PDF = 200_000  # bytes of an uploaded file
WARM_UP = 16  # submissions for each process
PROCESSES = 2  # as in the compose file
GOAL_P95, GOAL_STATEMENTS, GOAL_CPU = 1000.0, 15, 25.0
SHOWN = ("open a part", "autosave", "upload", "check", "submit", "receipt")


def main() -> int:
    """Build the house, rush, audit, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rush", description=__doc__)
    parser.add_argument("--applicants", type=int, default=APPLICANTS)
    parser.add_argument("--seconds", type=int, default=SECONDS, help="from the first page to the deadline")
    parser.add_argument("--steady", type=int, default=STEADY, help="seconds of each measurement afterwards")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="what to measure")
    parser.add_argument("--calm", action="store_true", help="kill nothing")
    options = parser.parse_args()
    from tests.bench.rush_house import house

    with house() as built:
        figures = [figure for part in options.parts for figure in PARTS[part](built, options)]
    return 0 if show(figures) else 1


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def rushed(built: Any, options: Any) -> list[Figure]:
    """The rush itself, with its audit."""
    from django.utils import timezone

    from programs.catalog.models import Round
    from tests.bench import rush_people
    from tests.bench.rush_audit import audit
    from tests.bench.rush_browser import Record

    begun = time.monotonic()
    round_ = rush_people.rush_round(timezone.now() + timedelta(days=1), GRACE_MINUTES)
    people = rush_people.half_filled(round_, options.applicants)
    say(f"{len(people):,} applicants made in {time.monotonic() - begun:.0f} s")
    built.start_web(PROCESSES)
    built.start_others()
    record = Record(closes_after=float(options.seconds))
    closes_at = timezone.now() + timedelta(seconds=options.seconds)
    Round.objects.filter(pk=round_.pk).update(closes_at=closes_at)
    record.begun = time.monotonic()
    asyncio.run(crowd(built, people, record, options))
    time.sleep(1)
    figures = [*latencies(record), *audit(round_.pk, record)]
    built.stop_web()
    return figures


async def crowd(built: Any, people: list[Any], record: Any, options: Any) -> None:
    """Everybody at once, each at their own time, and what goes wrong."""
    from tests.bench.rush_browser import Browser, clerk

    fixed, seconds = random.Random(6), options.seconds
    pdf = b"%PDF-1.4\n" + fixed.randbytes(PDF) + b"\n%%EOF\n"
    tasks = [] if options.calm else [disturb(built, record, seconds)]
    for person, submits in zip(people, arrivals(len(people), float(seconds), fixed), strict=True):
        starts = max(0.0, min(submits, seconds) - fixed.uniform(5, 60))
        own = pdf[:20] + person.application.encode() + pdf[20:]
        browser = Browser(built.port, person, record)
        tasks.append(clerk(browser, random.Random(fixed.random()), starts, submits, own, submits > seconds))
    await asyncio.gather(*tasks)


def arrivals(count: int, seconds: float, fixed: random.Random) -> list[float]:
    """When each hands in, in seconds from the beginning."""
    hour = min(HOUR, seconds / 2)
    found = []
    for number in range(count):
        share = number / count
        if share < LATE + IN_GRACE:
            found.append(seconds + fixed.uniform(0.2, 5))
        elif share < 0.1:
            found.append(seconds - fixed.uniform(0.3, hour / 6))
        elif share < 0.3:
            found.append(seconds - fixed.uniform(hour / 6, hour))
        else:
            found.append(fixed.uniform(5, seconds - hour))
    fixed.shuffle(found)
    return found


async def disturb(built: Any, record: Any, seconds: int) -> None:
    """What goes wrong, each at its share of the time."""
    plan: list[tuple[float, str, Callable[[], Any]]] = [
        (0.35, "one web process is killed", lambda: built.kill_web(1)),
        (0.50, "Redis is killed, and back after five seconds", lambda: built.restart_redis(5)),
        (0.65, "PostgreSQL is restarted", built.restart_postgres),
        (0.88, "all web processes are killed", built.kill_web),
    ]
    for share, what, act in plan:
        await asyncio.sleep(max(0.0, share * seconds - record.now()))
        say(f"{record.now():5.0f} s: {what}")
        await act()


def latencies(record: Any) -> Iterator[Figure]:
    """How long each kind of request took, and how many submissions came in the busiest seconds."""
    for what in SHOWN:
        taken = sorted(sample.ms for sample in record.samples if sample.what == what)
        if len(taken) > 1:
            yield Figure(f"rush: {what}, {len(taken):,} times", percentiles(taken))
    moments = sorted(sample.at for sample in record.samples if sample.what == "submit")
    best = max((sum(at <= other < at + 5 for other in moments) / 5 for at in moments), default=0)
    yield Figure("rush: submissions a second, busiest five seconds", f"{best:.1f}/s")


def percentiles(taken: list[float]) -> str:
    parts = quantiles(taken, n=100, method="inclusive")
    return f"p50 {parts[49]:.0f} ms, p95 {parts[94]:.0f} ms, p99 {parts[98]:.0f} ms"


def costs(built: Any, options: Any) -> Iterator[Figure]:
    """One submission: statements, processor, waiting; and the limit of the database."""
    from django.utils import timezone

    from tests.bench import rush_people
    from tests.bench.rush_cost import bare, one_by_one

    round_ = rush_people.rush_round(timezone.now() + timedelta(days=1))
    people = rush_people.complete(round_, 65)
    one_by_one(people[:14])
    wall, cpu, in_sql, counts, last = one_by_one(people[14:64])
    for statement in last:
        say(f"  {' '.join(statement.split())[:150]}")
    whole, worked, sql = median(wall), median(cpu), median(in_sql)
    yield Figure("one submission: whole, in this process", f"{whole:.1f} ms")
    yield Figure(
        "  Python (processor)", f"{worked:.1f} ms", goal=f"{GOAL_CPU:.0f} ms", passed=worked <= GOAL_CPU
    )
    yield Figure("  SQL (statements and commit, as waited for)", f"{sql:.1f} ms")
    yield Figure("  other waiting", f"{max(0.0, whole - worked - sql):.1f} ms")
    usual, most = median(counts), max(counts)
    told = f"{usual:.0f} (now and then {most}: what a process remembers is read again)"
    yield Figure("  SQL statements", told, goal=str(GOAL_STATEMENTS), passed=usual <= GOAL_STATEMENTS)
    built.limit = bare(built.connect, people[64], options.steady / 2)
    yield Figure("limit: the same rows by bare psycopg, eight connections", f"{built.limit:.0f}/s")


def grown(built: Any, options: Any) -> Iterator[Figure]:
    """Submissions a second by one, two and four processes, as fast as taken; then at a steady rate."""
    from django.utils import timezone

    from tests.bench import rush_people

    round_ = rush_people.rush_round(timezone.now() + timedelta(days=1))
    # More than can be handed in: four measurements, and before each the first of every thread.
    people = iter(rush_people.complete(round_, options.steady * (RATE + 3 * 2 * RATE) + 9 * WARM_UP))
    for processes in (1, 2, 4):
        yield measured(built, people, processes, options.steady)
    yield from steady(built, people, options.steady)


def measured(built: Any, people: Iterator[Any], processes: int, seconds: int) -> Figure:
    """As fast as sixteen people at once are served."""
    record, used = run(built, people, processes, lambda r: closed(built.port, people, r, seconds))
    taken = [sample.ms for sample in record.samples if sample.what == "submit"]
    rate = len(taken) / max(sample.at + sample.ms / 1000 for sample in record.samples)
    ratio = f"{built.limit / rate:.1f}" if rate and built.limit else ""
    each = used / max(1, len(taken)) * 1000
    what = f"as fast as taken, {processes} processes: {each:.0f} ms of web processor each"
    return Figure(what, f"{rate:.1f}/s, {percentiles(taken)}", f"{built.limit:.0f}/s bare", ratio)


def steady(built: Any, people: Iterator[Any], seconds: int) -> Iterator[Figure]:
    """At the rate of the goal."""
    record, _used = run(built, people, PROCESSES, lambda r: paced(built.port, people, r, seconds))
    taken = [sample.ms for sample in record.samples if sample.what == "submit"]
    p95 = quantiles(taken, n=100, method="inclusive")[94]
    whole = max(sample.at + sample.ms / 1000 for sample in record.samples if sample.what == "submit")
    rate = len(taken) / whole
    yield Figure(
        f"{RATE} a second for {seconds} s: answered",
        f"{rate:.1f}/s",
        goal=f"{RATE}/s",
        passed=rate >= 0.95 * RATE,
    )
    yield Figure("  how long", percentiles(taken), goal=f"p95 {GOAL_P95:.0f} ms", passed=p95 <= GOAL_P95)


def run(built: Any, people: Iterator[Any], processes: int, work: Callable[[Any], Any]) -> tuple[Any, float]:
    """Serve with so many warm processes; what happened, and the processor time they used."""
    from tests.bench.rush_browser import Record
    from tests.bench.rush_house import cpu_seconds

    built.start_web(processes)
    asyncio.run(warm(built.port, people, processes * WARM_UP))
    pids = built.web_processes()
    record, before = Record(), cpu_seconds(pids)
    asyncio.run(work(record))
    used = cpu_seconds(pids) - before
    built.stop_web()
    return record, used


async def warm(port: int, people: Iterator[Any], count: int) -> None:
    """The first of each thread is slow: it is not measured."""
    from tests.bench.rush_browser import Browser, Record

    record = Record()
    await asyncio.gather(*(Browser(port, next(people), record).submit(look=False) for _ in range(count)))


async def closed(port: int, people: Iterator[Any], record: Any, seconds: int, at_once: int = 16) -> None:
    from tests.bench.rush_browser import Browser

    async def line() -> None:
        while record.now() < seconds:
            browser = Browser(port, next(people), record)
            await browser.submit(look=False)
            browser.leave()

    await asyncio.gather(*(line() for _ in range(at_once)))


async def paced(port: int, people: Iterator[Any], record: Any, seconds: int) -> None:
    from tests.bench.rush_browser import Browser, until

    async def one(person: Any, moment: float) -> None:
        await until(record, moment)
        browser = Browser(port, person, record)
        await browser.submit(look=False)
        browser.leave()

    await asyncio.gather(*(one(next(people), n / RATE) for n in range(RATE * seconds)))


PARTS: dict[str, Callable[[Any, Any], Iterable[Figure]]] = {"rush": rushed, "cost": costs, "growth": grown}

if __name__ == "__main__":
    sys.exit(main())
