import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import IntegrityError

from portal.history.models import ChainedEvent
from portal.history.operations import append_only


@pytest.fixture
def table(db: None) -> str:
    """An append-only table with one row, gone with the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE probe (id int, note text, payload jsonb, salt text)")
        cursor.execute(append_only("probe").sql)
        cursor.execute("""INSERT INTO probe VALUES (1, 'a', '{"x": 1}', 's')""")
    return "probe"


def run(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE probe SET note = 'b'",
        "UPDATE probe SET payload = NULL, salt = ''",
        "DELETE FROM probe",
        "TRUNCATE probe",
    ],
)
def test_postgresql_refuses_every_change(table, statement):
    with pytest.raises(IntegrityError, match="probe is append-only"):
        run(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE probe SET payload = NULL, salt = '', note = 'b'",
        "UPDATE probe SET payload = NULL",
        "UPDATE probe SET payload = '{}', salt = ''",
        "DELETE FROM probe",
        "TRUNCATE probe",
    ],
)
def test_the_erasing_path_empties_payloads_and_nothing_else(table, statement):
    with pytest.raises(IntegrityError, match="probe is append-only"):
        run("SET LOCAL kechuang.erasing = 'on'", statement)
    run("SET LOCAL kechuang.erasing = 'on'", "UPDATE probe SET payload = NULL, salt = ''")


def test_the_operation_can_be_undone(table):
    run(append_only("probe").reverse_sql, "DELETE FROM probe")


def test_every_history_in_the_portal_is_append_only(db):
    histories = {m._meta.db_table for m in apps.get_models() if issubclass(m, ChainedEvent)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only_row'")
        guarded = {table for (table,) in cursor.fetchall()}
    assert histories
    assert histories <= guarded
