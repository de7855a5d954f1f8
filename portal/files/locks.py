"""Keeping and deleting the same content take turns."""

from django.db import connection


def hold(sha256: str) -> None:
    """Until the end of the transaction nobody else keeps or deletes this content."""
    key = int(sha256[:15], 16)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
