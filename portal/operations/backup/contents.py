"""What a database holds, in figures that two databases can be compared by."""

from dataclasses import dataclass

import psycopg
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

TABLES = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    " AND NOT relispartition ORDER BY relname"
)
# The sum does not depend on the order of rows; a row that differs in one character changes it.
SUM = "SELECT count(*), coalesce(sum(hashtextextended(row_::text, 0)::numeric), 0)::text FROM {} row_"


@dataclass(frozen=True)
class Table:
    """The rows of a table and the sum of their hashes."""

    rows: int
    sum: str


def tables(database: psycopg.Connection) -> dict[str, Table]:
    """Every table of the portal's schema; many rows take a while."""
    names = [name for (name,) in database.execute(TABLES)]
    found = {}
    for name in names:
        row = database.execute(sql.SQL(SUM).format(sql.Identifier("public", name))).fetchone()
        assert row is not None
        found[name] = Table(*row)
    return found


def migrations(database: psycopg.Connection) -> dict[str, str]:
    """The newest migration of each app."""
    table = sql.Identifier(MigrationRecorder.Migration._meta.db_table)
    query = sql.SQL("SELECT app, max(name) FROM {} GROUP BY app ORDER BY app").format(table)
    return dict(database.execute(query).fetchall())


def files(database: psycopg.Connection) -> dict[str, int]:
    """Every upload the database knows: SHA-256 and size in bytes."""
    return dict(database.execute("SELECT sha256, size FROM files_storedfile ORDER BY sha256").fetchall())
