"""The way back, into an empty database; and the comparison of every row and every upload with the backup."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from portal.files.storage import Arrival, Gone, place
from portal.history.models import ChainedEvent
from portal.history.services import verify as verify_chain
from portal.operations.backup import contents, making, server, shelf
from portal.operations.backup.server import BackupError
from portal.operations.backup.shelf import Backup, Shelf


def restore(where: Shelf, backup: Backup, overwrite: bool = False) -> None:
    """Put the backup into the configured database and storage, and check that everything is there.

    Raises BackupError with a sentence: for a damaged backup, a database that is not empty (unless it may be
    overwritten), one that somebody is connected to, and anything that differs afterwards.
    """
    if wrong := making.verify(where, backup):
        raise BackupError("This backup is damaged. " + " ".join(wrong[:5]))
    refuse_newer(backup)
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's wrapper has it
    make_empty(overwrite)
    server.run(
        "pg_restore", "--no-owner", "--no-privileges", "--no-comments", "--single-transaction",
        "--exit-on-error", str(backup.dump),
    )  # fmt: skip
    for sha256, size in backup.files().items():
        if sha256 not in backup.manifest.missing:
            bring_back(where.path_of(sha256), sha256, size)
    if wrong := list(differences(backup)):
        raise BackupError("The restored portal differs from the backup. " + " ".join(wrong[:5]))


def refuse_newer(backup: Backup) -> None:
    """A newer portal's tables are nothing this one can read."""
    ours = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    unknown = [f"{app}.{name}" for app, name in backup.manifest.migrations.items() if (app, name) not in ours]
    if unknown:
        raise BackupError(f"A newer portal made this backup ({unknown[0]}). Install that version first.")


def make_empty(overwrite: bool) -> None:
    """An empty schema, or BackupError."""
    with server.connect() as database:
        if not database.execute(contents.TABLES).fetchone():
            return
        if not overwrite:
            raise BackupError("The database is not empty. Name an empty one, or say --overwrite.")
        others = database.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        ).fetchone()
        if others and others[0]:
            raise BackupError("Somebody is connected to this database. Stop web servers and workers first.")
        database.execute("DROP SCHEMA public CASCADE")
        database.execute("CREATE SCHEMA public")


def bring_back(source: Path, sha256: str, size: int) -> None:
    """Give the storage a copy; it takes that copy over."""
    folder = Path(settings.MEDIA_ROOT, "incoming")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as draft, source.open("rb") as content:
        shelf.sha256_of(content, draft)
    try:
        place().keep(Arrival(Path(draft.name), sha256, size))
    finally:
        Path(draft.name).unlink(missing_ok=True)


def differences(backup: Backup) -> Iterator[str]:
    """What the portal lacks or has changed since the backup, as sentences."""
    with server.connect() as database:
        found = contents.tables(database)
    for name in sorted(found.keys() | backup.manifest.tables.keys()):
        if found.get(name) != backup.manifest.tables.get(name):
            yield f"The table {name} differs."
    for sha256 in backup.files().keys() - set(backup.manifest.missing):
        if not is_stored(sha256):
            yield f"The upload {sha256} differs."
    if is_migrated():
        yield from broken_chains()


def is_migrated() -> bool:
    """Whether the tables are those that this version reads."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def is_stored(sha256: str) -> bool:
    """Whether the storage has this content, read to its end."""
    try:
        with place().open(sha256) as content:
            return shelf.sha256_of(content) == sha256
    except Gone:
        return False


def broken_chains() -> Iterator[str]:
    """Histories whose events do not follow from one another."""
    for model in apps.get_models():
        if issubclass(model, ChainedEvent):
            verdicts = verify_chain(model._default_manager.all())
            if not all(verdict.outcome.sound for verdict in verdicts):
                yield f"The history in {model._meta.db_table} does not verify."
