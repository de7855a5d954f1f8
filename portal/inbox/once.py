"""Rows that must exist exactly once: inserted together, those already there are left alone."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from psycopg import sql


def insert_new[Row: Model](rows: Sequence[Row], unique: Sequence[str]) -> list[Row]:
    """Insert the rows that are not there yet and answer those (without primary key), in order of the key.

    `unique` names the fields of a unique constraint. A row that another transaction is inserting is waited
    for. Rows are inserted in order of the key, so that two callers never wait for each other in a ring.
    """
    if not rows:
        return []
    fields = [field for field in rows[0]._meta.concrete_fields if not field.primary_key]
    keys = [field for field in fields if field.name in unique]
    ordered = {_key(row, keys): row for row in sorted(rows, key=lambda row: _key(row, keys))}
    with connection.cursor() as cursor:
        cursor.execute(
            _statement(rows[0]._meta.db_table, fields, keys, len(ordered)),
            [value for row in ordered.values() for value in _values(row, fields)],
        )
        new = {tuple(found) for found in cursor.fetchall()}
    return [row for key, row in ordered.items() if key in new]


def _statement(table: str, fields: Sequence[Field], keys: Sequence[Field], count: int) -> str:
    names = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields)
    key = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in keys)
    row = sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(fields)))
    return (
        sql.SQL("INSERT INTO {} ({}) VALUES {} ON CONFLICT ({}) DO NOTHING RETURNING {}")
        .format(sql.Identifier(table), names, sql.SQL(", ").join([row] * count), key, key)
        .as_string()
    )


def _values(row: Model, fields: Sequence[Field]) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]


def _key(row: Model, keys: Sequence[Field]) -> tuple[Any, ...]:
    return tuple(getattr(row, field.attname) for field in keys)
