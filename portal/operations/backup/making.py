"""Making a backup while the portal works on.

One transaction sees the database at one moment; PostgreSQL's dump, the sums and the list of uploads all read
that moment. An upload is stored before the row that names it and stays for days after the last row is gone,
so every upload of that moment can be copied afterwards.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

import portal
from portal.files.storage import Gone, Unavailable, place
from portal.operations.backup import contents, server, shelf
from portal.operations.backup.server import BackupError
from portal.operations.backup.shelf import Backup, Manifest, Shelf


def make(where: Shelf) -> Backup:
    """A whole, new backup. Raises BackupError with a sentence; what was begun is then no backup."""
    with private(), where.locked(), server.connect() as database:
        database.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        database.read_only = True
        folder = where.root / shelf.name_now()
        folder.mkdir()
        manifest = fill(where, folder, database)
        shelf.write(folder, manifest)
    return Backup(folder, manifest)


@contextlib.contextmanager
def private() -> Iterator[None]:
    """What is written here is for its owner only."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def fill(where: Shelf, folder: Path, database: psycopg.Connection) -> Manifest:
    """Everything but the manifest, at the moment of the transaction that starts here."""
    snapshot = one(database, "SELECT pg_export_snapshot()")
    dump = folder / shelf.DUMP
    server.run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={dump}")
    uploads = contents.files(database)
    listed = folder / shelf.FILES
    listed.write_text("".join(f"{sha256} {size}\n" for sha256, size in uploads.items()))
    return Manifest(
        made_at=one(
            database, "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"+00:00\"')"
        ),
        version=portal.VERSION,
        server=one(database, "SHOW server_version"),
        migrations=contents.migrations(database),
        tables=contents.tables(database),
        dump_sha256=shelf.sha256_of_file(dump),
        files_sha256=shelf.sha256_of_file(listed),
        files=len(uploads),
        bytes=sum(uploads.values()),
        missing=[sha256 for sha256, size in uploads.items() if not copy(where, sha256, size)],
    )


def copy(where: Shelf, sha256: str, size: int) -> bool:
    """Have the upload on the shelf; False when the storage does not have it. Raises BackupError when it
    has another content, or does not answer.
    """
    target = where.path_of(sha256)
    if target.is_file() and target.stat().st_size == size:
        return True
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file, place().open(sha256) as source:
            if shelf.sha256_of(source, file) != sha256:
                raise BackupError(f"The upload {sha256} has another content than its name says.")
        Path(draft).replace(target)
    except Gone:
        return False
    except Unavailable as error:
        raise BackupError(f"The storage of uploads does not answer: {error}") from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(draft).unlink()
    return True


def one(database: psycopg.Connection, query: str) -> str:
    """The one value of a query."""
    row = database.execute(query).fetchone()
    assert row is not None
    return str(row[0])


def verify(where: Shelf, backup: Backup) -> list[str]:
    """What is wrong with a backup on its shelf, as sentences; every byte is read."""
    wrong = []
    if shelf.sha256_of_file(backup.dump) != backup.manifest.dump_sha256:
        wrong.append("The dump of the database is not the one that was made.")
    if shelf.sha256_of_file(backup.folder / shelf.FILES) != backup.manifest.files_sha256:
        wrong.append("The list of uploads is not the one that was made.")
    missing = set(backup.manifest.missing)
    for sha256 in backup.files().keys() - missing:
        path = where.path_of(sha256)
        if not path.is_file():
            wrong.append(f"The upload {sha256} is not there.")
        elif shelf.sha256_of_file(path) != sha256:
            wrong.append(f"The upload {sha256} has another content.")
    return wrong
