import io

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def new_migration(tmp_path, monkeypatch, settings):
    """A migration that takes a lock on a busy table."""
    package = tmp_path / "next_release"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "0001_initial.py").write_text(
        "from django.db import migrations\n"
        "class Migration(migrations.Migration):\n"
        "    operations = [migrations.RunSQL('ALTER TABLE api_idempotentreply ADD COLUMN x int',"
        " 'ALTER TABLE api_idempotentreply DROP COLUMN x')]\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"demo": "next_release"}


@pytest.mark.exhaustive
def test_migration_does_not_let_everybody_wait_behind_it(new_migration):
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as reader:
        reader.execute("SELECT count(*) FROM api_idempotentreply")
        with pytest.raises(CommandError, match="held a table for 1 seconds"):
            call_command("migrate", "demo", lock_seconds=1, stdout=io.StringIO())
    call_command("migrate", "demo", stdout=io.StringIO())
    call_command("migrate", "demo", "zero", stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)
