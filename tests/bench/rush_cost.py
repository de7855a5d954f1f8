"""What one submission costs: statements, processor, waiting; how fast the bare database takes its rows."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.test import Client
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.bench.rush_people import Person

AT_ONCE = 8
UPDATE = "UPDATE intake_application SET changed_at = now(), revision = revision + 1 WHERE id = %s"
COUNT = """
SELECT table_name FROM information_schema.columns
WHERE table_schema = 'public' AND column_name = 'id' AND is_identity = 'YES'
"""
TEXT_KEYS = """
SELECT DISTINCT a.attname FROM pg_index i
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
JOIN pg_type t ON t.oid = a.atttypid
WHERE i.indrelid = %s::regclass AND i.indisunique AND t.typname IN ('varchar', 'text')
"""


class Watch:
    """Counts statements and the time spent in them."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], statement: str, *args: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(statement, *args)
        finally:
            self.seconds += time.perf_counter() - begun
            self.statements.append(statement)


@contextmanager
def watched() -> Iterator[Watch]:
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield watch


def one_by_one(people: list[Person]) -> tuple[list[float], list[float], list[float], list[int], list[str]]:
    """Submissions in this process, without a server: whole, processor and SQL in milliseconds, how many
    statements, and those of the last."""
    wall, cpu, in_sql, counts, last = [], [], [], [], list[str]()
    for person in people:
        client = Client()
        for pair in person.cookie.split("; "):
            name, _, value = pair.partition("=")
            client.cookies[name] = value
        with watched() as watch:
            begun, worked = time.perf_counter(), time.thread_time()
            answer = client.post(f"/applications/{person.application}/actions/submit/", {"declare": "yes"})
            wall.append((time.perf_counter() - begun) * 1000)
            cpu.append((time.thread_time() - worked) * 1000)
        assert answer.status_code in (200, 302), answer.status_code
        in_sql.append(watch.seconds * 1000)
        counts.append(len(watch.statements))
        last = watch.statements
    return wall, cpu, in_sql, counts, last


def rows_of(person: Person) -> dict[str, list[dict[str, Any]]]:
    """The rows that one submission adds, by table."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        tables = [name for (name,) in cursor.fetchall()]
        before = {}
        for table in tables:
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
            before[table] = cursor.fetchone()[0]
        one_by_one([person])
        found = {}
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t WHERE id > %s", [before[table]])
            if rows := [json.loads(text) for (text,) in cursor.fetchall()]:
                found[table] = rows
    return found


def bare(connect: Callable[[], psycopg.Connection], person: Person, seconds: float) -> float:
    """Transactions a second, each with the rows of one submission, by eight connections of bare psycopg."""
    rows = rows_of(person)
    with connect() as line:
        keys = {table: {name for (name,) in line.execute(TEXT_KEYS, [table])} for table in rows}
        others = [pk for (pk,) in line.execute("SELECT id FROM intake_application")]
    inserts = [insert(table, row, keys[table]) for table, found in rows.items() for row in found]
    done, end = [0] * AT_ONCE, time.monotonic() + seconds

    def work(number: int) -> None:
        mine = others[number::AT_ONCE]
        with connect() as line:
            line.execute("SET session_replication_role = replica")  # the applications are invented
            line.commit()
            while time.monotonic() < end:
                for statement, values in inserts:
                    line.execute(statement, values)
                line.execute(UPDATE, [mine[done[number] % len(mine)]])
                line.commit()
                done[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds


def insert(table: str, row: dict[str, Any], keys: set[str]) -> tuple[sql.Composed, list[Any]]:
    """The statement that inserts such a row again and again, and its values."""
    parts: list[sql.Composable] = []
    values: list[Any] = []
    columns = [name for name in row if name != "id"]
    for name in columns:
        value = row[name]
        if name in ("application_id", "subject_id"):
            parts.append(sql.SQL("gen_random_uuid()"))
        elif name in keys and value:
            parts.append(sql.SQL("left(md5(random()::text), {})").format(len(value)))
        else:
            parts.append(sql.Placeholder())
            values.append(Jsonb(value) if isinstance(value, dict | list) else value)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})")
    return statement.format(sql.Identifier(table), names, sql.SQL(", ").join(parts)), values
