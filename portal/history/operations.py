"""A migration operation; the migration depends on `("history", "0001_initial")`."""

from django.db.migrations.operations import RunSQL


def append_only(table: str) -> RunSQL:
    """Make PostgreSQL refuse UPDATE, DELETE and TRUNCATE on the table, whoever asks."""
    forwards = f"""
        CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION history_append_only();
        CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION history_append_only();
    """
    backwards = f"""
        DROP TRIGGER append_only_row ON {table};
        DROP TRIGGER append_only_truncate ON {table};
    """
    return RunSQL(forwards, backwards)
