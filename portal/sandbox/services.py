"""PostgreSQL and Redis of our own, on sockets only their owner can reach."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import psycopg

from portal.sandbox import binaries
from portal.sandbox.account import Account, can_reach, give, servant
from portal.sandbox.plans import Child, Guardian, Plan, SandboxError, hold

NAME = "kechuang"  # of the database and of its owner
TIMEOUT_SECONDS = 30.0
SOCKET_PATH_BYTES = 107  # the kernel's limit
LASTING = {"shared_buffers": "64MB"}
FLEETING = {
    "shared_buffers": "64MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True)
class Services:
    """Running services; they stop when the last holder has let go."""

    run: Path
    guardian: Guardian | None
    held: socket.socket | None = None

    @property
    def database_url(self) -> str:
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.run), safe='')}"

    @property
    def redis_url(self) -> str:
        return f"unix://{self.run / 'redis.sock'}"

    def environment(self) -> dict[str, str]:
        """The variables settings read."""
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}

    def release(self) -> None:
        """Let go; waits for the end when nobody else holds on."""
        if self.guardian:
            self.guardian.release()
        if self.held:
            self.held.close()


def share(folder: Path) -> Services:
    """The services on this data folder: those that run already, or new ones."""
    binaries.writable(folder)
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        lock = take_lock(folder)
        if lock is not None:
            return start(folder, lock)
        run = last_run(folder)
        held = hold(run / "control") if run else None
        if run and held:
            services = Services(run, None, held)
            wait_until_ready(services)
            return services
        time.sleep(0.1)
    raise SandboxError(f"Another process uses {folder} and does not let it go.")


def claim(folder: Path) -> Services:
    """New services on this data folder, for us alone."""
    binaries.writable(folder)
    deadline = time.monotonic() + 5
    while (lock := take_lock(folder)) is None:
        if time.monotonic() > deadline:
            raise SandboxError(f"Another process is already running on {folder}. Stop it first.")
        time.sleep(0.1)
    return start(folder, lock)


def passing() -> Services:
    """New services without durability, whose data goes when they stop."""
    folder = Path(tempfile.mkdtemp(prefix="kc-", dir=short_root()))
    folder.chmod(0o711)
    return start(folder, None, fleeting=True)


def take_lock(folder: Path) -> int | None:
    """The folder's lock as an open descriptor; None when somebody has it."""
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def start(folder: Path, lock: int | None, fleeting: bool = False) -> Services:
    """Lay out the cluster where there is none, and run both servers under a guardian that keeps the lock."""
    account = servant()
    try:
        data = data_folder(account, folder)
        initialize(account, data / "postgres")
        give(account, data / "redis")
        run = make_run_folder(account, folder)
        remove = (run, folder) if fleeting else (run,)
        settings = FLEETING if fleeting else LASTING
        children = [
            postgres_child(
                account, data, run, folder, settings, signal.SIGQUIT if fleeting else signal.SIGINT
            ),
            redis_child(account, data, run, folder),
        ]
        plan = Plan(children, control=run / "control", remove=remove)
        guardian = Guardian(plan, inherit=(lock,) if lock is not None else ())
    finally:
        if lock is not None:
            os.close(lock)
    services = Services(run, guardian)
    wait_until_ready(services, log=folder / "postgres.log")
    return services


def data_folder(account: Account | None, folder: Path) -> Path:
    """The folder itself, or one that the unprivileged account can reach."""
    if can_reach(account, folder):
        return folder
    return binaries.STATE / sha256(str(folder.resolve()).encode()).hexdigest()[:16]


def initialize(account: Account | None, data: Path) -> None:
    """A new cluster: UTF-8, compared by code point, no password since only the owner reaches the socket."""
    if (data / "PG_VERSION").is_file():
        wait_for_predecessor(data)
        return
    if data.exists():  # an initialization that was interrupted
        shutil.rmtree(data)
    give(account, data)
    command = [
        binaries.postgres(account) / "initdb",
        "-D",
        data,
        "-U",
        NAME,
        "--auth=trust",
        "--encoding=UTF8",
    ]
    options = [
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-sync",
        "--no-instructions",
    ]
    result = subprocess.run(
        [*map(str, command), *options],
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C"},
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        check=False,
    )
    if result.returncode:
        raise SandboxError(f"PostgreSQL could not be set up in {data}: {result.stderr.strip()}")


def wait_for_predecessor(data: Path) -> None:
    """A server whose guardian was killed may still be shutting down."""
    deadline = time.monotonic() + 10
    while (data / "postmaster.pid").exists() and time.monotonic() < deadline:
        pid = int((data / "postmaster.pid").read_text().split()[0])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)


def make_run_folder(account: Account | None, folder: Path) -> Path:
    """A new folder for the sockets, its path short enough for the kernel, noted in the data folder."""
    if (previous := last_run(folder)) is not None:
        shutil.rmtree(previous, ignore_errors=True)
    run = Path(tempfile.mkdtemp(prefix="kc-run-", dir=short_root()))
    give(account, run)
    (folder / "run.json").write_text(json.dumps(str(run)))
    return run


def last_run(folder: Path) -> Path | None:
    try:
        return Path(json.loads((folder / "run.json").read_text()))
    except (OSError, ValueError):
        return None


def short_root() -> Path:
    """The folder for temporary files, unless sockets in it would be too long or out of reach."""
    root = Path(tempfile.gettempdir())
    fits = len(os.fsencode(root / "kc-run-12345678" / ".s.PGSQL.5432.lock")) < SOCKET_PATH_BYTES
    return root if fits and can_reach(servant(), root) else Path("/tmp")  # noqa: S108 - private folders are made in it


def postgres_child(
    account: Account | None,
    data: Path,
    run: Path,
    folder: Path,
    settings: dict[str, str],
    stop: signal.Signals,
) -> Child:
    options = {"listen_addresses": "", "unix_socket_directories": str(run), "timezone": "UTC", **settings}
    argv = [str(binaries.postgres(account) / "postgres"), "-D", str(data / "postgres")]
    for name, value in options.items():
        argv += ["-c", f"{name}={value}"]
    environment = {"PATH": os.defpath, "LC_ALL": "C"}
    return Child("PostgreSQL", argv, folder / "postgres.log", Path("/"), environment, stop, account)


def redis_child(account: Account | None, data: Path, run: Path, folder: Path) -> Child:
    options = {
        "port": "0",
        "unixsocket": str(run / "redis.sock"),
        "unixsocketperm": "700",
        "dir": str(data / "redis"),
        "save": "",
        "appendonly": "no",
    }
    argv = [str(binaries.redis(account))]
    for name, value in options.items():
        argv += [f"--{name}", value]
    environment = {"PATH": os.defpath, "LC_ALL": "C"}
    return Child("Redis", argv, folder / "redis.log", Path("/"), environment, signal.SIGTERM, account)


def wait_until_ready(services: Services, log: Path | None = None) -> None:
    """Returns when the database exists and answers; the first holder makes it."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    database = "postgres" if services.guardian else NAME
    reason = ""
    while time.monotonic() < deadline:
        if services.guardian and services.guardian.process.poll() is not None:
            break
        try:
            with psycopg.connect(
                host=str(services.run), user=NAME, dbname=database, autocommit=True
            ) as connection:
                if services.guardian:
                    make_database(connection)
                return
        except psycopg.OperationalError as error:
            reason = str(error).strip()
            time.sleep(0.05)
    services.release()
    raise SandboxError(f"The embedded PostgreSQL did not start{f' (see {log})' if log else ''}: {reason}")


def make_database(connection: psycopg.Connection) -> None:
    exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone()
    if not exists:
        connection.execute(f"CREATE DATABASE {NAME}")
