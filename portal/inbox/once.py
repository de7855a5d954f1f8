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
            _statement(rows[0]._meta.db_table, fields, keys),
            [_column([*ordered.values()], field) for field in fields],
        )
        new = {tuple(found) for found in cursor.fetchall()}
    return [row for key, row in ordered.items() if key in new]


def _statement(table: str, fields: Sequence[Field], keys: Sequence[Field]) -> str:
    """The same text however many rows: an array for each column."""
    names = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields)
    key = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in keys)
    arrays = sql.SQL(", ").join(sql.SQL("%s::" + _type(field) + "[]") for field in fields)
    return (
        sql.SQL("INSERT INTO {} ({}) SELECT * FROM unnest({}) ON CONFLICT ({}) DO NOTHING RETURNING {}")
        .format(sql.Identifier(table), names, arrays, key, key)
        .as_string()
    )


def _type(field: Field) -> str:
    """The column's type without its length: a cast to that would cut what is too long, and not refuse it."""
    return str(field.db_type(connection)).partition("(")[0]


def _column(rows: Sequence[Model], field: Field) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in rows]


def _key(row: Model, keys: Sequence[Field]) -> tuple[Any, ...]:
    return tuple(getattr(row, field.attname) for field in keys)
