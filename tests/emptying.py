"""Emptying the database after tests with real commits, quicker than Django's TRUNCATE of every table.

Only tables that hold rows are emptied, triggers and foreign keys off. Content types and permissions stay:
nothing but migrations writes them, and making them again takes longer than most tests.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models.signals import post_migrate

KEPT = {"django_content_type", "auth_permission"}


def empty_quickly() -> None:
    """From now on for every test of this process."""
    DatabaseOperations.sql_flush = statements  # type: ignore[method-assign]  # what flush executes
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(
        create_permissions, dispatch_uid="django.contrib.auth.management.create_permissions"
    )


def statements(
    operations: DatabaseOperations, style: Any, tables: Sequence[str], **options: Any
) -> list[str]:
    """What empties the tables that hold rows. Sequences go on: no test may rely on a number."""
    names = [operations.quote_name(table) for table in sorted(set(tables) - KEPT)]
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        written = [name for (name,) in cursor.fetchall()]
    return [
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {name}" for name in written),
        "SET LOCAL session_replication_role = origin",
    ]
