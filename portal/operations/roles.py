"""Two database roles: one that owns the tables and migrates, one the portal works as.

The second owns nothing, so it can switch off no trigger, and may not change what is written once: histories,
whoever breaks into the portal.
"""

from collections.abc import Iterator

from django.db import connection
from psycopg import sql

APPEND_ONLY = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only_row' ORDER BY 1"
# Ours, not those of extensions.
OWNED = """
SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, c.oid::regclass::text
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'i', 'a'))
UNION ALL
SELECT 'FUNCTION', p.oid::regprocedure::text
FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
ORDER BY 1, 2
"""


def statements(owner: str, worker: str) -> Iterator[sql.Composable]:
    """What makes the two roles, hands every object to the owner and gives the worker what it needs.

    May be run again: after each upgrade, since new histories have no protection before.
    """
    names = {"owner": sql.Identifier(owner), "worker": sql.Identifier(worker)}
    names["database"] = sql.Identifier(connection.settings_dict["NAME"])
    there = {name for (name,) in rows("SELECT rolname FROM pg_roles")}
    for role in (owner, worker):
        if role not in there:
            yield sql.SQL("CREATE ROLE {role} LOGIN").format(role=sql.Identifier(role))
    if rows("SELECT current_user::text") != [(owner,)]:
        yield sql.SQL("GRANT {owner} TO CURRENT_USER").format(**names)
    yield from ownership(names)
    for text in RIGHTS:
        yield sql.SQL(text).format(**names)
    for (function,) in doors():
        for text in (
            "REVOKE ALL ON FUNCTION {name} FROM PUBLIC",
            "GRANT EXECUTE ON FUNCTION {name} TO {worker}",
        ):
            yield sql.SQL(text).format(name=quoted(function), **names)
    for (table,) in rows(APPEND_ONLY):
        text = "REVOKE UPDATE, DELETE, TRUNCATE ON TABLE {table} FROM {worker}"
        yield sql.SQL(text).format(table=quoted(table), **names)


RIGHTS = [
    "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {worker}",
    "GRANT USAGE ON SCHEMA public TO {worker}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {worker}",
    "GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA public TO {worker}",
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {worker}"
    ),
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT SELECT, USAGE ON SEQUENCES TO {worker}",
    "REVOKE INSERT, UPDATE, DELETE ON TABLE django_migrations FROM {worker}",
]


def doors() -> list[tuple[str, ...]]:
    """Functions that do with the owner's rights what the worker may not do freely."""
    return rows(
        "SELECT oid::regprocedure::text FROM pg_proc"
        " WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1"
    )


def ownership(names: dict[str, sql.Identifier]) -> Iterator[sql.Composable]:
    """Whoever runs this is a superuser, the owner, or creates roles and owns everything so far."""
    yield sql.SQL("ALTER DATABASE {database} OWNER TO {owner}").format(**names)
    yield sql.SQL("ALTER SCHEMA public OWNER TO {owner}").format(**names)
    for kind, name in rows(OWNED):
        text = "ALTER {kind} {name} OWNER TO {owner}"
        yield sql.SQL(text).format(kind=sql.SQL(kind), name=quoted(name), **names)


def quoted(name: str) -> sql.Composable:
    """A name as PostgreSQL itself wrote it, quotes included."""
    return sql.SQL(name)


def rows(query: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def too_mighty() -> list[str]:
    """The histories that the role we work as may change or owns; all of them for a superuser."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_trigger t ON t.tgrelid = c.oid"
            " WHERE t.tgname = 'append_only_row' AND (has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE')"
            " OR pg_has_role(c.relowner, 'MEMBER')) ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]
