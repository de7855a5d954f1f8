"""What-if answers and the audience of a round over many organizations: see README.md.

`figures(organizations)` measures in a world that is seeded already; alone: `python -m
tests.bench.eligibility_whatif --organizations N`.
"""

import argparse
import sys
from collections.abc import Iterator
from statistics import median
from typing import Any

from tests.bench.report import Figure, forget_peak, peak_megabytes, seconds, show
from tests.bench.world import world

ORGANIZATIONS = 1_000_000
TRIES = 5
YEAR = 2025
TESTS = (
    {"fact": "registered_region", "op": "within", "value": "310000"},
    {"fact": "rd_intensity", "op": "at_least", "value": "3", "year": -1},
    {"fact": "staff", "op": "at_least", "value": "10", "year": -1},
)


def main() -> int:
    """Seed, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.eligibility_whatif", description=__doc__)
    parser.add_argument("--organizations", type=int, default=ORGANIZATIONS)
    count = parser.parse_args().organizations
    with world():
        took = seconds(lambda: seed(count))
        print(f"{count:,} organizations seeded in {took:.0f} s", file=sys.stderr)
        found = [*figures(count)]
    return 0 if show(found) else 1


def seed(count: int) -> None:
    """Organizations with an owner, facts of today and figures of last year; a tenth have none."""
    from django.db import connection

    from tests.bench.seeding import analyze, copies, reached_at_any_hour
    from tests.factories.facts import on_file
    from tests.factories.organizations import OrganizationFactory, member

    source = OrganizationFactory()
    on_file(source, **{f"{key}_{YEAR}": 10_000_000 for key in ("revenue", "rd_expense", "total_assets")})
    owner = member(source)
    copies(source, count, uscc="'H' || lpad(n::text, 17, '0')")
    copies(owner.user, count, email="'owner-' || n || '@firm.example'")
    with connection.cursor() as cursor:
        cursor.execute(SEED, {"source": source.pk, "user": owner.user.pk, "year": YEAR})
        for statement in FIGURES.split(";"):
            cursor.execute(statement, {"source": source.pk, "year": YEAR})
    reached_at_any_hour()
    analyze()


SEED = """
INSERT INTO organizations_membership (organization_id, user_id, role, created_at)
SELECT o.id, %(user)s + o.id - %(source)s, 'owner', now()
FROM organizations_organization o WHERE o.id > %(source)s
"""
FIGURES = """
INSERT INTO facts_currentfacts (organization_id, kind, registered_region, tax_region, founded_on, industry)
SELECT id, 'firm', (ARRAY['310114', '310106', '310115', '310101', '330106'])[1 + id %% 5], '310114',
    date '2010-01-01' + (id %% 5000)::int, (ARRAY['39', '65', '73', '35', '51'])[1 + id %% 7 %% 5]
FROM organizations_organization WHERE id > %(source)s;
INSERT INTO facts_yearlyfigures
    (organization_id, year, revenue, rd_expense, staff, total_assets)
SELECT id, %(year)s, 1000000 + hashint8(id) %% 1000 * 10000 + 10000000,
    (1000000 + hashint8(id + 7) %% 1000 * 1000) %% 900000, 5 + id %% 300, 5000000
FROM organizations_organization WHERE id > %(source)s AND id %% 10 <> 3
"""


def round_for(tests: tuple[Any, ...]) -> Any:
    """A round with these tests."""
    from tests.programs.screening.whatif_world import round_of

    return round_of(*tests, published_at=None, published_by=None, status="draft", budget=10**9)


def figures(count: int) -> Iterator[Figure]:
    """Both measurements, over what is seeded."""
    round_ = round_for(TESTS)
    yield answer(round_, count)
    yield from audience(round_, count)


def answer(round_: Any, count: int) -> Figure:
    """The admin, who sees every organization, changes two numbers."""
    from django.http import QueryDict

    from programs.screening.whatif import asked
    from programs.screening.whatif_access import Subject
    from programs.screening.whatif_groups import breakdowns
    from tests.factories.accounts import UserFactory, capacity
    from tests.programs.screening.whatif_world import thresholds

    admin = capacity(UserFactory(admin=True), "admin")
    intensity, staff = thresholds(round_)

    def work() -> None:
        data = QueryDict(f"{intensity.address}=2&{staff.address}=20")
        question = asked(Subject(round_.program, round_), admin, data)[1]
        assert question.counts.all.total > count * 0.9
        assert question.chart
        breakdowns(question)

    work()
    took = median(seconds(work) for _try in range(TRIES))
    return Figure(f"what-if answer over {count:,}", f"{took:.2f} s", "", "", "1 s", took <= 1)


def audience(round_: Any, count: int) -> Iterator[Figure]:
    """The service push: who was told, the message, its place in the collected e-mail."""
    from django.utils import timezone

    from portal.inbox.models import DigestEntry, Message
    from programs.screening import push
    from programs.screening.models import Notified
    from tests.factories.catalog import administrator

    push.ask(round_, administrator())
    forget_peak()
    before = peak_megabytes()
    took = seconds(lambda: push.tell_audiences(timezone.now()))
    told = Notified.objects.count()
    messages = Message.objects.filter(kind=push.KIND).count()
    rows = told + messages + DigestEntry.objects.count()
    speed = rows / took
    what = f"audience into the outbox: {rows:,} rows for {told:,} of {count:,}"
    yield Figure(what, f"{speed:,.0f} rows/s", f"{took:.1f} s", "", "20,000 rows/s", speed >= 20_000)
    grown = peak_megabytes() - before
    yield Figure("peak memory growth of the push", f"{grown:.0f} MB", "", "", "50 MB", grown <= 50)


if __name__ == "__main__":
    sys.exit(main())
