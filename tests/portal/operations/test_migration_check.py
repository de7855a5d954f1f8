"""Migrations that would stop the portal or take something from under the release that still runs."""

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    DeleteModel,
    Migration,
    RemoveField,
    RenameField,
    RunPython,
    RunSQL,
    SeparateDatabaseAndState,
)
from django.db.migrations.loader import MigrationLoader
from django.db.models import Q

from portal.operations import migration_check
from portal.operations.migration_rules import (
    CONSTRAINT,
    DEFAULT,
    INDEX,
    REWRITE,
    STOP_USING,
    TWO_STEPS,
    UNIQUE,
    findings,
    reason_of,
)

pytestmark = pytest.mark.django_db
CHECK = models.CheckConstraint(condition=Q(size__gt=0), name="size_positive")
REASON = "the table holds forty rows in every city"


@pytest.fixture(scope="module")
def state(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return MigrationLoader(connection).project_state()


def migration(*operations, **attributes):
    made = type("Migration", (Migration,), {"operations": list(operations), **attributes})
    return made("9999_next", "files")


def sentences(state, *operations):
    return [finding.sentence.split(": ")[-1] for finding in findings(migration(*operations), state, set())]


def add(field):
    return AddField("storedfile", "more", field)


def reference(to, **options):
    return models.ForeignKey(to, models.CASCADE, null=True, related_name="kept", **options)


@pytest.mark.parametrize(
    ("operation", "sentence"),
    [
        (RemoveField("storedfile", "media_type"), STOP_USING),
        (RenameField("storedfile", "media_type", "kind"), STOP_USING),
        (DeleteModel("StoredFile"), STOP_USING),
        (add(models.IntegerField(default=1)), DEFAULT),
        (add(models.CharField(max_length=9)), DEFAULT),
        (add(models.IntegerField(null=True, db_index=True)), INDEX),
        (add(models.IntegerField(null=True, unique=True)), UNIQUE),
        (AlterField("storedfile", "size", models.BigIntegerField()), REWRITE),
        (AlterField("storedfile", "scanned_at", models.DateTimeField()), REWRITE),
        (AlterField("storedfile", "media_type", models.CharField("media type", max_length=50)), REWRITE),
        (AlterField("storedfile", "stored_by", models.ForeignKey("accounts.User", models.PROTECT)), REWRITE),
        (AlterField("storedfile", "stored_by", reference("files.StoredFile")), REWRITE),
        (AddIndex("storedfile", models.Index(fields=["size"], name="by_size")), INDEX),
        (AddConstraint("storedfile", CHECK), CONSTRAINT),
        (SeparateDatabaseAndState([RemoveField("storedfile", "size")]), STOP_USING),
    ],
)
def test_locking_or_destructive_operation_is_refused(state, operation, sentence):
    assert sentences(state, operation) == [sentence]


@pytest.mark.parametrize(
    "operation",
    [
        add(models.IntegerField(null=True)),
        add(models.IntegerField(default=1, db_default=1)),
        AlterField("storedfile", "media_type", models.CharField("media type", max_length=200)),
        AlterField("storedfile", "size", models.PositiveIntegerField("size of the content")),
        AlterField("storedfile", "stored_by", reference("accounts.User", verbose_name="by")),
        AddIndexConcurrently("storedfile", models.Index(fields=["size"], name="by_size")),
        AddConstraintNotValid("storedfile", CHECK),
        RunPython(RunPython.noop),
    ],
)
def test_what_lets_everybody_work_on_is_fine(state, operation):
    assert sentences(state, operation) == []


def test_table_made_since_the_last_release_may_be_changed_at_will(state):
    made = CreateModel(
        "Shelf", [("id", models.BigAutoField(primary_key=True)), ("size", models.IntegerField())]
    )
    index = AddIndex("shelf", models.Index(fields=["size"], name="shelf_by_size"))
    assert sentences(state, made, index, RemoveField("shelf", "size")) == []


def test_tables_and_data_change_in_two_migrations(state):
    assert sentences(state, RunPython(RunPython.noop), add(models.IntegerField(null=True))) == [TWO_STEPS]


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("CREATE INDEX by_size ON files_storedfile (size)", "require-concurrent-index-creation"),
        ("ALTER TABLE files_storedfile DROP COLUMN size", "ban-drop-column"),
        ("ALTER TABLE files_storedfile ADD CONSTRAINT c CHECK (size > 0)", "constraint-missing-not-valid"),
    ],
)
def test_sql_of_our_own_is_read_too(statement, rule):
    found = list(migration_check.squawk(migration(RunSQL(["SELECT 1", (statement, None)]))))
    assert [finding.sentence.split(":")[0] for finding in found] == [rule]


def test_function_and_trigger_are_fine():
    sql = "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$"
    assert list(migration_check.squawk(migration(RunSQL(sql)))) == []


@pytest.mark.parametrize(("reason", "counts"), [(REASON, True), ("", False), ("ok", False)])
def test_reason_in_words_lets_a_migration_pass(reason, counts):
    assert bool(reason_of(migration(safe_because=reason))) is counts


def test_every_new_migration_can_run_while_people_work():
    assert migration_check.check(migration_check.released()) == []


@pytest.fixture
def next_release(tmp_path, monkeypatch, settings):
    """An app whose next migration takes a column away."""

    def write(reason):
        package = tmp_path / f"of_files_{len(reason)}"
        package.mkdir()
        (package / "__init__.py").write_text("")
        (package / "0001_initial.py").write_text(
            "from django.db import migrations, models\n"
            "class Migration(migrations.Migration):\n"
            f"    safe_because = {reason!r}\n"
            "    operations = [migrations.RunSQL('ALTER TABLE files_storedfile DROP COLUMN size')]\n"
        )
        monkeypatch.syspath_prepend(tmp_path)
        settings.MIGRATION_MODULES = {"demo": package.name}

    return write


@pytest.mark.parametrize("reason", ["", REASON])
def test_command_judges_what_is_not_released(next_release, reason):
    next_release(reason)
    if reason:
        call_command("check_migrations")
    else:
        with pytest.raises(CommandError, match=r"demo\.0001_initial: ban-drop-column"):
            call_command("check_migrations")
