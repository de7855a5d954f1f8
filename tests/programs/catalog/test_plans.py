"""At a few thousand rows the database reads indexes, not tables."""

import pytest
from django.db import connection
from django.utils import timezone

from programs.catalog.filters import BY_DEADLINE
from programs.catalog.leading import with_lead
from programs.catalog.models import Program, Round
from programs.catalog.standing import refresh_lapsed
from programs.policies.models import Clause
from programs.search.matching import complete
from programs.search.queries import understood
from tests.bench.seeding import copies
from tests.factories.catalog import ProgramFactory, RoundFactory
from tests.factories.policies import ClauseFactory

COUNT = 3000


@pytest.fixture
def many(transactional_db: None) -> None:
    """Thousands of programs with a round and of clauses, one of each about something else."""
    round_ = RoundFactory(program=ProgramFactory(title="创新服务补贴", clauses=[]), conditions=[])
    program, clause = round_.program, ClauseFactory(heading="服务补贴", summary="费用。")
    copies(program, COUNT, slug="'copy-' || n")
    copies(clause, COUNT, number="'copy-' || n")
    with connection.cursor() as cursor:
        for table, row, of in (
            ("catalog_findableprogram", program, "catalog_program"),
            ("policies_findableclause", clause, "policies_clause"),
        ):
            key = "program_id" if "program" in table else "clause_id"
            cursor.execute(
                f"INSERT INTO {table} ({key}, title_terms, heading_terms, terms)"
                f" SELECT o.id, f.title_terms, f.heading_terms, f.terms FROM {of} o, {table} f"
                f" WHERE o.id <> f.{key} AND f.{key} = %s",
                [row.pk],
            )
        first = Program.objects.order_by("pk")[1].pk
    copies(round_, COUNT, program_id=f"{first - 1} + n", closes_at="source.closes_at + n * interval '1 hour'")
    ProgramFactory(title="揭榜挂帅", clauses=[])
    ClauseFactory(heading="揭榜挂帅")
    refresh_lapsed(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@pytest.mark.django_db(transaction=True)
def test_lists_and_searches_read_indexes(many: None) -> None:
    assert Round.objects.count() == COUNT + 1
    led = with_lead(Program.objects.published(), timezone.now(), settled=True).order_by(*BY_DEADLINE)[:20]
    plan = led.explain()
    assert "standing_in_order" in plan
    assert "Sort" not in plan.replace("Incremental Sort", "")
    assert "Seq Scan on catalog_program" not in plan
    asked = understood("揭榜")
    for rows, index in (
        (Program.objects.published(), "program_terms"),
        (Clause.objects.all(), "clause_terms"),
    ):
        plan = complete(rows, asked).order_by().explain()
        assert index in plan
        assert "Seq Scan on catalog_findable" not in plan
        assert "Seq Scan on policies_findable" not in plan
    titled = Program.objects.filter(findable__title_terms__contains=["揭榜"]).order_by().explain()
    assert "program_titles" in titled
