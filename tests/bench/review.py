"""The workbench at a city's size: lists, answers, a case, many at once, export: see README.md."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median, quantiles
from typing import Any

from tests.bench.report import Figure, forget_peak, peak_megabytes, seconds, show
from tests.bench.world import world

SIZES, ROUNDS, TERMS, MANY = (10_000, 1_000_000), 500, 40, 1_000
LIST_MS, TEXT_MS, DETAIL_MS, QUERIES, A_SECOND, EXPORT_MB = 150, 300, 120, 12, 200, 50
TRIES = 20


def main() -> int:
    """Seed, measure, seed more, measure again, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.review", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES), help="applications, growing")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--terms", type=int, default=TERMS, help="words kept of each application")
    parser.add_argument("--many", type=int, default=MANY, help="applications accepted at once")
    options = parser.parse_args()
    figures: list[Figure] = []
    with world():
        os.environ["MFA_REQUIRED"] = "0"
        from tests.bench import review_world

        made, have = review_world.desk(options.rounds), 0
        for size in sorted(options.rows):
            more = (made, have, size - have, options.terms)
            took = seconds(lambda more=more: review_world.seed(*more))
            print(f"{size:,} applications over {options.rounds} rounds seeded, {took:.0f} s", file=sys.stderr)
            have = size
            figures += [*pages(made, size), *export(made, size)]
        figures += many(made, options.many)
    return 0 if show(figures) else 1


def pages(made: Any, size: int) -> Iterator[Figure]:
    """Every page with its 95th percentile, beside the bare SQL of its rows."""
    from tests.applications.intake.asking import signed_in

    client = signed_in(made.official)
    for what, address, goal, sql in stops(made):
        client.get(address)
        times = [seconds(partial(client.get, address)) * 1000 for _try in range(TRIES)]
        slow, bare = quantiles(times, n=20)[-1], median(ask(sql) for _try in range(5))
        yield Figure(
            f"{what}, {size:,}: p95",
            f"{slow:.0f} ms",
            f"{bare:.1f} ms bare SQL",
            f"{slow / max(bare, 0.1):.1f}",
            f"{goal} ms",
            slow <= goal,
        )
        if what.startswith("list"):
            count = min(queries(client, address) for _try in range(2))  # one may ask anew what is remembered
            yield Figure("  queries", str(count), "", "", str(QUERIES), count <= QUERIES)


def stops(made: Any) -> Iterator[tuple[str, str, int, str]]:
    """What is read, where, its goal in milliseconds, and the SQL of the same rows."""
    from django.utils import timezone

    from applications.review.workbench import KEYSET, VIEWS, queue
    from tests.bench.review_world import COMMON, RARE, SOME

    rows = queue(made.official)

    def sql(found: Any, *order: str) -> str:
        return bare_of(found.order_by(*(order or ("due_at", "id")))[:20])

    for view in VIEWS:
        found = rows.filter(view.condition(made.official, timezone.now()))
        yield f"list, view {view.key}", f"/workbench/?view={view.key}", LIST_MS, sql(found)
    for name, keys in KEYSET.orderings.items():
        order = [f"-{key.path}" if key.descending else key.path for key in keys]
        for view, found in (("check", rows.filter(status="submitted")), ("all", rows)):
            address = f"/workbench/?view={view}&ordering={name}"
            yield f"list, {view} by {name}", address, LIST_MS, sql(found, *order)
    round_ = made.rounds[len(made.rounds) // 2]
    of_round = sql(rows.filter(round=round_))
    yield "list, a round", f"/workbench/?view=all&round={round_}", LIST_MS, of_round
    yield "list, a status", "/workbench/?view=all&status=noticed", LIST_MS, sql(rows.filter(status="noticed"))
    number, firm = made.cast.model.number, made.cast.applicant.organization.name
    of_number, of_firm = rows.filter(number=number), rows.filter(organization__name=firm)
    yield "list, a number", f"/workbench/?view=all&q={number}", LIST_MS, sql(of_number)
    yield "list, a firm", f"/workbench/?view=all&q={firm}", LIST_MS, sql(of_firm)
    for word, how in ((RARE, "rare"), (SOME, "in one of 100"), (COMMON, "in all")):
        found = rows.filter(handed_in_text__terms__contains=[word])
        yield f"words, {how}", f"/workbench/?view=all&text={word}", TEXT_MS, sql(found)
    pk = made.cast.model.pk
    yield "a case", f"/workbench/{pk}/", DETAIL_MS, sql(rows.filter(pk=pk))


def bare_of(found: Any) -> str:
    """The query with its values in it, as PostgreSQL reads it."""
    from django.db import connection
    from psycopg import sql

    text, values = found.query.sql_with_params()
    connection.ensure_connection()
    words = [sql.Literal(value).as_string(connection.connection) for value in values]
    parts = text.split("%s")
    return "".join(part + word for part, word in zip(parts, [*words, ""], strict=True))


def ask(sql: str) -> float:
    """Milliseconds of the rows alone."""
    from django.db import connection

    def read() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            cursor.fetchall()

    return seconds(read) * 1000


def queries(client: Any, address: str) -> int:
    """How many the page takes when everything is warm."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def export(made: Any, size: int) -> Iterator[Figure]:
    """Up to 100,000 rows into a spreadsheet, and what it holds in memory meanwhile."""
    from applications.review.exports import queue_workbook
    from applications.review.workbench import queue
    from portal.ui.exports import spreadsheet_response

    rows = queue(made.official).order_by("due_at", "id")[:100_000]
    forget_peak()
    before = peak_megabytes()
    took = seconds(lambda: spreadsheet_response(queue_workbook(rows), "queue.xlsx"))
    grown = peak_megabytes() - before
    count = min(size, 100_000)
    rate = f"{count / took:,.0f} rows a second"
    yield Figure(
        f"export of {count:,}: memory", f"{grown:.0f} MB", "", rate, f"{EXPORT_MB} MB", grown <= EXPORT_MB
    )


def many(made: Any, count: int) -> Iterator[Figure]:
    """So many accepted at once, each through its service, beside the bare rows that this writes."""
    from django.utils import timezone

    from applications.intake.models import Application, Letter
    from applications.review import bulk
    from tests.bench.review_world import to_accept

    round_, before = to_accept(made, count), Letter.objects.count()
    rows = Application.objects.filter(round=round_, status="submitted")
    run = bulk.plan(bulk.WORKS["accept"], {}, rows, by=made.official)
    bulk.confirm(run.pk, by=made.official, at=timezone.now())
    took = seconds(bulk.work_all)
    done = bulk.counts(run)["done"]
    assert Letter.objects.count() - before == done > 0, bulk.counts(run)
    bare = seconds(bare_rows(round_, done))
    yield Figure(
        f"{done:,} accepted at once",
        f"{done / took:,.0f} a second",
        f"{done / bare:,.0f} bare SQL",
        f"{took / bare:.1f}",
        f"{A_SECOND} a second",
        done / took >= A_SECOND,
    )


def bare_rows(round_: Any, count: int) -> Callable[[], None]:
    """The status of each, an event and a letter, one statement each, committed one by one."""
    from django.db import connection

    from applications.intake.models import Application, Letter

    ids = list(Application.objects.filter(round=round_).values_list("pk", flat=True)[:count])
    letter = Letter.objects.order_by("-pk")[0]

    def write() -> None:
        with connection.cursor() as cursor:
            for n, pk in enumerate(ids):
                cursor.execute("UPDATE intake_application SET revision = revision + 1 WHERE id = %s", [pk])
                cursor.execute(
                    "INSERT INTO intake_letter"
                    " (application_id, kind, number, department_id, content, issued_at, issued_by_id)"
                    " SELECT %s, kind, %s, department_id, content, issued_at, issued_by_id"
                    " FROM intake_letter WHERE id = %s",
                    [pk, f"bare-{n}", letter.pk],
                )

    return write


if __name__ == "__main__":
    raise SystemExit(main())
