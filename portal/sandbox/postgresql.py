"""The embedded PostgreSQL: laying out a cluster, the command that serves it, waiting for it."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from portal.sandbox import binaries
from portal.sandbox.account import Account, give
from portal.sandbox.plans import Child, SandboxError

NAME = "kechuang"  # of the database and of its owner
TIMEOUT_SECONDS = 30.0
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}
# A crash of the machine may cost the last moment, never the cluster.
LASTING = {"shared_buffers": "128MB", "synchronous_commit": "off"}
FLEETING = {
    "shared_buffers": "64MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


def initialize(account: Account | None, data: Path) -> None:
    """A cluster in UTF-8, ordered by code point; no password, since only the owner reaches the socket."""
    if (data / "PG_VERSION").is_file():
        wait_for_predecessor(data)
        return
    if data.exists():  # an initialization that was interrupted
        shutil.rmtree(data)
    give(account, data)
    program = binaries.postgres(account) / "initdb"
    where = ["-D", str(data), "-U", NAME, "--auth=trust", "--no-sync", "--no-instructions"]
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    result = subprocess.run(
        [str(program), *where, *locale],
        capture_output=True,
        text=True,
        cwd="/",
        env=ENVIRONMENT,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        check=False,
    )
    if result.returncode:
        shutil.rmtree(data, ignore_errors=True)
        raise SandboxError(f"PostgreSQL could not be set up in {data}: {result.stderr.strip()}")


def wait_for_predecessor(data: Path) -> None:
    """A server whose guardian was killed may still be shutting down."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(int((data / "postmaster.pid").read_text().split()[0]), 0)
        except (FileNotFoundError, IndexError, ProcessLookupError):
            return
        except PermissionError:  # the number belongs to somebody else by now
            return
        time.sleep(0.1)


def child(account: Account | None, data: Path, run: Path, log: Path, fleeting: bool) -> Child:
    """The server on a socket in the run folder; a fleeting one saves no data and stops at once."""
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(run),
        "timezone": "UTC",
        **(FLEETING if fleeting else LASTING),
    }
    argv = [str(binaries.postgres(account) / "postgres"), "-D", str(data)]
    for name, value in options.items():
        argv += ["-c", f"{name}={value}"]
    stop = signal.SIGQUIT if fleeting else signal.SIGINT
    return Child("PostgreSQL", argv, log, Path("/"), ENVIRONMENT, stop, account)


def is_ready(run: Path, create: bool) -> bool:
    """Whether our database answers; the one who started the server creates it."""
    database = "postgres" if create else NAME
    try:
        with psycopg.connect(host=str(run), user=NAME, dbname=database, autocommit=True) as connection:
            if create:
                create_database(connection)
    except psycopg.OperationalError:
        return False
    return True


def create_database(connection: psycopg.Connection) -> None:
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
        connection.execute(f"CREATE DATABASE {NAME}")
