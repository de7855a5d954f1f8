"""Who qualifies: one rule set over many organizations, many programs for one organization. See README.md."""

import argparse
import sys
from collections.abc import Iterator
from statistics import median, quantiles
from typing import Any

from tests.bench.report import Figure, seconds, show
from tests.bench.world import world

ORGANIZATIONS, PROGRAMS = 1_000_000, 1_000
TRIES, READS = 5, 100
RATIO, P95 = 1.3, 50
YEAR = 2025
TESTS = (
    {"fact": "kind", "op": "equals", "value": "firm"},
    {"fact": "registered_region", "op": "within", "value": "310000"},
    {"fact": "founded_on", "op": "older_than", "value": {"years": 1}},
    {"fact": "revenue", "op": "at_most", "value": "200000000"},
    {"fact": "rd_intensity", "op": "at_least", "value": "3"},
    {"fact": "qualifications", "op": "holds", "value": ["hitech", "st_sme"]},
)
BY_HAND = """
SELECT kind = 'firm' AND registered_region LIKE '31%%' AND founded_on <= %(year_ago)s
    AND y.revenue <= 200000000
    AND 100 * y.rd_expense >= 3 * NULLIF(GREATEST(y.revenue, 0), 0)
    AND (EXISTS (SELECT FROM facts_qualification q WHERE q.organization_id = c.organization_id
            AND q.kind IN ('hitech', 'st_sme') AND q.withdrawn_at IS NULL
            AND q.holds_from <= %(today)s AND (q.holds_to IS NULL OR q.holds_to >= %(today)s))
        OR CASE WHEN c.qualifications_listed_on IS NOT NULL THEN FALSE END) AS verdict, count(*)
FROM facts_currentfacts c
LEFT JOIN facts_yearlyfigures y ON y.organization_id = c.organization_id AND y.year = %(last)s
GROUP BY 1
"""
FACTS = """
INSERT INTO facts_currentfacts (organization_id, kind, registered_region, tax_region, founded_on, industry,
    qualifications_listed_on)
SELECT id, (ARRAY['firm', 'firm', 'institute', NULL])[1 + id %% 4],
    (ARRAY['310114', '310106', '330106', '310115', '220503'])[1 + id %% 5], '310114',
    date '2010-01-01' + (hashint8(id) & 8191) %% 6300, (ARRAY['39', '65', '73'])[1 + id %% 3],
    CASE WHEN id %% 3 > 0 THEN date '2026-01-01' END
FROM organizations_organization WHERE id > %(first)s
ON CONFLICT DO NOTHING
"""
FIGURES = """
INSERT INTO facts_yearlyfigures (organization_id, year, revenue, rd_expense, staff, total_assets)
SELECT id, year, (hashint8(id + year) & 1048575) * 300, (hashint8(id - year) & 1048575) * 15,
    id %% 500, 5000000
FROM organizations_organization, generate_series(%(last)s - 1, %(last)s) AS year
WHERE id > %(first)s AND id %% 10 <> 3
ON CONFLICT DO NOTHING
"""
QUALIFICATIONS = """
INSERT INTO facts_qualification (organization_id, kind, holds_from, holds_to, origin, stated_at, source,
    number, issuer, evidence_name)
SELECT id, (ARRAY['hitech', 'st_sme', 'tenant'])[1 + id %% 3], date '2024-01-01',
    date '2026-06-01' + (id %% 700)::int, 'register', now(), '', '', '', ''
FROM organizations_organization WHERE id > %(first)s AND id %% 4 = 0
ON CONFLICT DO NOTHING
"""
CONDITIONS = """
INSERT INTO catalog_condition (program_id, position, sentence, sentence_en, test)
SELECT id, position, 'x', '', CASE position
    WHEN 1 THEN jsonb_build_object('fact', 'rd_intensity', 'op', 'at_least', 'value', (id / 100.0)::text)
    WHEN 2 THEN jsonb_build_object('fact', 'revenue', 'op', 'at_least', 'value', id::text)
    WHEN 3 THEN jsonb_build_object('fact', 'founded_on', 'op', 'older_than', 'value',
        jsonb_build_object('days', id))
    ELSE jsonb_build_object('fact', 'staff', 'op', 'between', 'value', jsonb_build_array('1', id::text))
    END
FROM catalog_program, generate_series(1, 4) AS position
"""


def main() -> int:
    """Seed, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.eligibility", description=__doc__)
    parser.add_argument("--organizations", type=int, default=ORGANIZATIONS)
    parser.add_argument("--programs", type=int, default=PROGRAMS)
    asked = parser.parse_args()
    with world():
        organization = None

        def work() -> None:
            nonlocal organization
            organization = seed(asked.organizations, asked.programs)

        took = seconds(work)
        print(f"{asked.organizations:,} organizations seeded in {took:.0f} s", file=sys.stderr)
        found = [*over_all(asked.organizations), *for_one(organization, asked.programs)]
    return 0 if show(found) else 1


def seed(organizations: int, programs: int) -> Any:
    """Organizations with facts, two years of figures and qualifications, some of each missing; programs with
    four tests each, none like another. One of the organizations."""
    from django.db import connection

    from tests.bench.seeding import analyze, copies
    from tests.factories.catalog import ProgramFactory
    from tests.factories.facts import on_file, qualification, right

    first = on_file(**{f"{key}_{YEAR}": 10_000_000 for key in ("revenue", "rd_expense", "total_cost")})
    qualification(first)
    right(first)
    copies(first, organizations, uscc="'H' || lpad(n::text, 17, '0')")
    program = ProgramFactory(status="published")
    copies(program, programs - 1, slug="'copy-' || n")
    with connection.cursor() as cursor:
        for statement in (FACTS, FIGURES, QUALIFICATIONS):
            cursor.execute(statement, {"first": first.pk, "last": YEAR})
        cursor.execute(CONDITIONS)
    analyze()
    return first


def over_all(count: int) -> Iterator[Figure]:
    """The verdicts of one rule set, counted by SQL of the engine and by SQL written by hand."""
    from django.db import connection
    from django.db.models import Count
    from django.utils import timezone

    from programs.eligibility.calendar import back
    from programs.eligibility.context import Context
    from programs.eligibility.querying import judged

    today = timezone.localdate()
    context = Context(today, YEAR + 1)
    params = {"today": today, "year_ago": back(today, years=1), "last": YEAR}

    def engine() -> dict[bool | None, int]:
        rows = judged(TESTS, context).order_by().values_list("verdict")
        return dict(rows.annotate(count=Count("pk")))

    def by_hand() -> dict[bool | None, int]:
        with connection.cursor() as cursor:
            cursor.execute(BY_HAND, params)
            return dict(cursor.fetchall())

    assert engine() == by_hand(), (engine(), by_hand())
    pairs = [(seconds(engine), seconds(by_hand)) for _try in range(TRIES)]
    ours, hand = (median(column) for column in zip(*pairs, strict=True))
    yield Figure(
        f"one rule set over {count:,}",
        f"{ours:.2f} s",
        f"{hand:.2f} s by hand",
        f"{ours / hand:.2f}",
        f"{RATIO} × by hand",
        ours / hand <= RATIO,
    )


def for_one(organization: Any, programs: int) -> Iterator[Figure]:
    """Reading the file of one and judging it for all programs."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from portal.facts.reading import read
    from programs.screening.judging import Judged, screen

    def work() -> list[Judged]:
        now = timezone.now()
        found = screen(read(organization, timezone.localdate(now)), now)
        assert [judged.verdict for judged in found]
        return found

    assert len(work()) >= programs
    times = [seconds(work) * 1000 for _read in range(READS)]
    tail = quantiles(times, n=20)[-1]
    yield Figure(f"one organization, {programs:,} programs", f"{median(times):.0f} ms")
    yield Figure("  p95", f"{tail:.0f} ms", "", "", f"{P95} ms", tail <= P95)
    with CaptureQueriesContext(connection) as captured:
        work()
    yield Figure("  queries", str(len(captured)))


if __name__ == "__main__":
    sys.exit(main())
