"""The role that the portal works as in production, tried with a real second role."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from applications.intake.models import ApplicationEvent
from portal.history.services import Outcome, erase, verify
from portal.operations.roles import rows, too_mighty
from tests.factories.intake import decided, submitted

pytestmark = pytest.mark.django_db


def roles():
    """Names of this test's own: roles belong to the whole server."""
    name = connection.settings_dict["NAME"]
    return {"owner": f"{name}_owner", "worker": f"{name}_worker"}


@pytest.fixture
def application():
    return submitted()


@pytest.fixture
def as_worker(application):
    """From here on we work as the portal does in production."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        call_command("database_roles", **roles(), apply=True, stdout=io.StringIO())
        cursor.execute(f"SET LOCAL SESSION AUTHORIZATION {roles()['worker']}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")


def refused(statement):
    """What PostgreSQL says to it."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(caught.value)


def test_portal_works_as_the_second_role(application, as_worker):
    assert decided(application, "accept").status == "accepted"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE intake_applicationevent SET kind = 'approved'",
        "DELETE FROM intake_applicationevent",
        "TRUNCATE intake_applicationevent",
        "UPDATE organizations_organizationevent SET payload = NULL, salt = ''",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('intake', '0099', now())",
    ],
)
def test_what_is_written_once_stays(as_worker, statement):
    assert "permission denied" in refused(statement)


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE intake_applicationevent DISABLE TRIGGER ALL",
        "ALTER TABLE intake_applicationevent ADD COLUMN more text",
        "DROP TABLE intake_applicationevent",
        "DROP FUNCTION history_append_only() CASCADE",
    ],
)
def test_protection_cannot_be_switched_off(as_worker, statement):
    assert "must be owner" in refused(statement) or "permission denied" in refused(statement)


def test_erasing_goes_through_the_one_function(application, as_worker):
    events = ApplicationEvent.objects.filter(subject=application)
    assert erase(events) == len(events) > 0
    assert {verdict.outcome for verdict in verify(events.all())} == {Outcome.ERASED}


@pytest.mark.exhaustive
def test_every_door_is_open_to_the_worker_and_to_nobody_else(as_worker):
    may = "SELECT has_function_privilege(oid, 'EXECUTE'), has_function_privilege('public', oid, 'EXECUTE')"
    found = rows(f"{may} FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace")
    assert set(found) == {(True, False)}


@pytest.mark.exhaustive
def test_the_one_function_erases_nothing_but_histories(as_worker):
    assert "holds no history" in refused("SELECT history_erase('accounts_user'::regclass, '{1}')")


def test_every_history_is_protected(as_worker):
    protected = rows("SELECT count(*) FROM pg_trigger WHERE tgname = 'append_only_row'")
    assert protected[0][0] >= 3
    assert too_mighty() == []


def test_owner_of_the_tables_is_too_mighty():
    assert "intake_applicationevent" in too_mighty()


def test_sql_is_printed_unless_it_is_applied():
    printed = io.StringIO()
    call_command("database_roles", **roles(), stdout=printed)
    assert (
        f'REVOKE UPDATE, DELETE, TRUNCATE ON TABLE intake_applicationevent FROM "{roles()["worker"]}";'
        in printed.getvalue()
    )
    assert rows(f"SELECT 1 FROM pg_roles WHERE rolname = '{roles()['worker']}'") == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("role", ["owner", "superuser"])
def test_it_may_be_run_again(as_worker, role):
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")
        if role == "owner":
            cursor.execute(f"SET LOCAL SESSION AUTHORIZATION {roles()['owner']}")
    call_command("database_roles", **roles(), apply=True, stdout=io.StringIO())


def test_one_role_is_not_enough():
    with pytest.raises(CommandError, match="two different roles"):
        call_command("database_roles", owner="kechuang", worker="kechuang")
