"""Very many programs, rounds and clauses: real ones from the fixtures, crossed inside PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.models import Model, QuerySet
from django.utils import timezone

from programs.catalog import standing
from programs.catalog.filters import BY_DEADLINE
from programs.catalog.leading import LEADS, with_lead
from programs.catalog.models import FindableProgram, Program, Round
from programs.catalog.refreshing import keep_catalog
from programs.finding import results, suggesting
from programs.policies.models import Clause, FindableClause
from programs.search.matching import by_index, by_relevance, complete
from programs.search.models import Findable
from programs.search.queries import understood
from tests.bench.seeding import analyze, quoted
from tests.factories.catalog import RoundFactory

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
CLAUSES_EACH = 10
Bare = Callable[[], object]


def seed(have: int, wanted: int) -> None:
    """From `have` programs to `wanted`, with ten clauses for each."""
    if not have:
        reference = sorted((FIXTURES / "reference").glob("*.yaml"))
        call_command("loaddata", *map(str, reference), verbosity=0)
        call_command("import_programs", stdout=StringIO())
        Program.objects.update(status=Program.Status.PUBLISHED)
        RoundFactory(program=one())
        keep_catalog(timezone.now())
    with unindexed(FindableClause, FindableProgram):
        clauses(CLAUSES_EACH * wanted - Clause.objects.count())
        programs(wanted - Program.objects.count())
    standing.refresh_lapsed(timezone.now())
    analyze()


def programs(count: int) -> None:
    """Copies of all programs in turn, each with its clauses and a round of its own, in every phase."""
    last = Program.objects.order_by("-pk")[0].pk
    texts = ("title", "title_en")
    run(copying(Program, "slug", texts, count, last))
    run(
        "INSERT INTO catalog_program_clauses (program_id, clause_id)"
        f" SELECT p.id, link.clause_id FROM catalog_program p"
        f" JOIN catalog_program_clauses link ON link.program_id = {original('p.slug')} WHERE p.id > {last}"
    )
    findable(FindableProgram, "slug", last)
    rounds(last)


def rounds(last: int) -> None:
    """A round for every copy: half are over, the others open or coming; a tenth is open all year."""
    source = Round.objects.filter(status=Round.Status.PUBLISHED).order_by("pk")[0]
    names = columns_of(Round, "program_id", "name", "opens_at", "closes_at", "planned_closes_at")
    columns = ", ".join(map(quoted, names))
    kept = ", ".join(f"r.{quoted(name)}" for name in names)
    run(
        f"INSERT INTO catalog_round (program_id, name, opens_at, closes_at, {columns})"
        f" SELECT p.id, 'Copy', now() + (p.id % 400 - 300) * interval '1 day',"
        f" CASE WHEN p.id % 10 = 0 THEN NULL ELSE now() + (p.id % 400 - 255) * interval '1 day' END, {kept}"
        f" FROM catalog_program p, catalog_round r WHERE p.id > {last} AND r.id = {source.pk}"
    )


def clauses(count: int) -> None:
    """Copies of all clauses in turn with their terms."""
    last = Clause.objects.order_by("-pk")[0].pk
    run(copying(Clause, "number", ("heading", "heading_en"), count, last, "parent_id"))
    findable(FindableClause, "number", last)


def copying(model: type[Model], name: str, titles: tuple[str, ...], count: int, last: int, *no: str) -> str:
    """New rows from the originals in turn, each with the titles of another: no two are alike for long."""
    columns = columns_of(model, name, *titles, *no)
    kept = ", ".join([f"rest.{quoted(c)}" for c in columns] + [f"titled.{quoted(c)}" for c in titles])
    return (
        f"WITH source AS ({originals(model._meta.db_table, name)})"
        f" INSERT INTO {model._meta.db_table} ({name}, {', '.join(map(quoted, (*columns, *titles)))})"
        f" SELECT 'copy-' || ({last} + n) || '-' || rest.id || '-' || titled.id, {kept}"
        f" FROM generate_series(1, {count}) AS n JOIN source AS rest ON rest.turn = n % rest.of_all"
        " JOIN source AS titled ON titled.turn = (n + n / titled.of_all) % titled.of_all"
    )


def findable(model: type[Findable], name: str, last: int) -> None:
    """The terms of the copies: those of the titles with those of the rest, joined once for each pair.

    That the words of the title which was replaced still find the row is as if its texts had them.
    """
    of = model._meta.pk.related_model._meta.db_table
    table, key = model._meta.db_table, model._meta.pk.column
    copies = f"SELECT id, {original(name)} AS rest, {original(name, 4)} AS titled FROM {of} WHERE id > {last}"
    run(
        "CREATE TEMPORARY TABLE pairs AS SELECT rest, titled, t.title_terms, r.heading_terms,"
        " ARRAY(SELECT DISTINCT unnest(t.title_terms || r.terms) ORDER BY 1) AS terms"
        f" FROM (SELECT DISTINCT rest, titled FROM ({copies}) AS copies) AS pair"
        f" JOIN {table} t ON t.{key} = titled JOIN {table} r ON r.{key} = rest"
    )
    run(
        f"INSERT INTO {table} ({key}, title_terms, heading_terms, terms)"
        f" SELECT id, title_terms, heading_terms, terms FROM ({copies}) AS copies"
        " JOIN pairs USING (rest, titled) ORDER BY id"
    )
    run("DROP TABLE pairs")


@contextmanager
def unindexed(*models: type[Findable]) -> Iterator[None]:
    """Take the indexes of terms away and make them anew: sooner than row by row, and by two processes."""
    with connection.schema_editor() as editor:
        for model in models:
            for index in model._meta.indexes:
                editor.remove_index(model, index)
    yield
    with connection.schema_editor() as editor:
        for model in models:
            for index in model._meta.indexes:
                editor.add_index(model, index)


def originals(table: str, name: str) -> str:
    """The rows that are no copies, each with its turn, as SQL."""
    return (
        "SELECT *, row_number() OVER (ORDER BY id) - 1 AS turn, count(*) OVER () AS of_all"
        f" FROM {table} WHERE {name} NOT LIKE 'copy-%'"
    )


def original(name: str, part: int = 3) -> str:
    """The number of a copy's original, which stands in its name, as SQL."""
    return f"split_part({name}, '-', {part})::bigint"


def columns_of(model: type, *without: str) -> list[str]:
    return [f.column for f in model._meta.concrete_fields if f.column not in ("id", *without)]


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def one() -> Program:
    """A program to read."""
    return Program.objects.get(slug="innovation-service-subsidy")


ROW = (
    "SELECT p.*, d.*, r.* FROM catalog_program p JOIN catalog_standing s ON s.program_id = p.id"
    " JOIN accounts_department d ON d.id = p.department_id LEFT JOIN catalog_round r ON r.id = s.lead_id"
    " WHERE p.status = 'published'"
)
ORDER = " ORDER BY s.rank, s.nearness, p.id LIMIT 20"


def bare_list() -> None:
    read(ROW + ORDER)


def bare_filtered() -> None:
    read(f"{ROW} AND p.kind = 'subsidy' AND s.rank = 0{ORDER}")


def bare_searched(asked: str) -> Bare:
    """The rows of the list, searched: as SQL, its words understood before."""
    now = timezone.now()
    query = understood(asked)
    base = with_lead(Program.objects.published().select_related(*LEADS), now, settled=True)
    whole = complete(base, query).exists()
    found = by_relevance(base.search(query), query, whole=whole).order_by("-relevance", *BY_DEADLINE)
    return prepared([found[:20]])


def bare_search(asked: str) -> Bare:
    """The rows of the three groups of the search page."""
    return prepared(results.parts(understood(asked), timezone.now()))


def bare_suggestions(asked: str) -> Bare:
    """The rows under the search field."""
    return prepared(suggesting.parts(asked, timezone.now()))


def bare_program() -> None:
    """A program with all that belongs to it, in one row."""
    parts = (
        (
            "SELECT json_agg(x) FROM policies_clause x JOIN catalog_program_clauses l ON l.clause_id = x.id"
            " WHERE l.program_id = p.id"
        ),
        "SELECT json_agg(x) FROM catalog_round x WHERE x.program_id = p.id",
        (
            "SELECT json_agg(x) FROM catalog_condition x JOIN catalog_round r ON r.id = x.round_id"
            " WHERE r.program_id = p.id"
        ),
        (
            "SELECT json_agg(x) FROM catalog_requireddocument x JOIN catalog_round r ON r.id = x.round_id"
            " WHERE r.program_id = p.id"
        ),
    )
    columns = ", ".join(f"({part})" for part in parts)
    read(f"SELECT p.*, {columns} FROM catalog_program p WHERE p.slug = '{one().slug}'")


def prepared(querysets: list[QuerySet]) -> Bare:
    """The statements of querysets, ready to run again and again."""
    statements = [found.query.sql_with_params() for found in querysets]

    def run_all() -> None:
        with by_index(), connection.cursor() as cursor:
            for sql, values in statements:
                cursor.execute(sql, values)
                cursor.fetchall()

    return run_all


def read(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.fetchall()
