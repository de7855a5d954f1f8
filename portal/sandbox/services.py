"""PostgreSQL and Redis of our own, on sockets only their owner can reach."""

import fcntl
import os
import shutil
import socket
import tempfile
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from portal.sandbox import binaries, postgresql, redis_server
from portal.sandbox.account import Account, can_reach, give, servant
from portal.sandbox.holding import Guardian, hold
from portal.sandbox.plans import Plan, SandboxError

TIMEOUT_SECONDS = 30.0
PATIENCE_SECONDS = 5.0
SOCKET_PATH_BYTES = 107  # the kernel's limit
ADVICE = "Choose another folder, work as an ordinary user, or name servers by DATABASE_URL and REDIS_URL."


@dataclass(frozen=True)
class Services:
    """Running services; they stop when the last holder has let go."""

    run: Path
    guardian: Guardian | None
    held: socket.socket | None = None

    @property
    def database_url(self) -> str:
        return f"postgresql://{postgresql.NAME}@/{postgresql.NAME}?host={quote(str(self.run), safe='')}"

    @property
    def redis_url(self) -> str:
        return f"unix://{self.run / 'redis.sock'}"

    def environment(self) -> dict[str, str]:
        """The variables settings read."""
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}

    def release(self) -> None:
        """Let go, and wait for the end when nobody else holds on."""
        if self.guardian:
            self.guardian.release()
        if self.held:
            self.held.close()


def share(folder: Path) -> Services:
    """The services on this data folder: those that run already, or new ones."""
    binaries.ensure_writable(folder)
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        if (lock := take_lock(folder)) is not None:
            return start(folder, lock)
        run = last_run(folder)
        if run and (held := hold(run / "control")):
            return when_ready(Services(run, None, held), folder)
        time.sleep(0.1)
    raise SandboxError(f"Another process uses {folder} and does not let it go.")


def claim(folder: Path, empty: bool = False) -> Services:
    """New services on this data folder, for us alone; emptied first when asked."""
    binaries.ensure_writable(folder)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (lock := take_lock(folder)) is None:
        if time.monotonic() > deadline:
            raise SandboxError(f"Another process is already running on {folder}. Stop it first.")
        time.sleep(0.1)
    if empty:
        for name in ("postgres", "redis"):
            shutil.rmtree(reachable_folder(servant(), folder) / name, ignore_errors=True)
    return start(folder, lock)


def passing(folder: Path) -> Services:
    """New services without durability in an empty folder, which goes when they stop."""
    return start(folder, take_lock(folder), fleeting=True)


def temporary_folder(prefix: str) -> Path:
    """A new folder at a short path that the servers' account can enter."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=short_root()))
    folder.chmod(0o711)
    return folder


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
    try:
        run, plan = prepare(servant(), folder, fleeting)
        guardian = Guardian(plan, inherit=() if lock is None else (lock,))
    except OSError as error:
        sentence = f"PostgreSQL and Redis cannot be set up in {folder}: {error}. {ADVICE}"
        raise SandboxError(sentence) from error
    finally:
        if lock is not None:
            os.close(lock)
    return when_ready(Services(run, guardian), folder)


def prepare(account: Account | None, folder: Path, fleeting: bool) -> tuple[Path, Plan]:
    data = reachable_folder(account, folder)
    postgresql.initialize(account, data / "postgres")
    give(account, data / "redis")
    run = make_run_folder(account, folder)
    children = [
        postgresql.child(account, data / "postgres", run, folder / "postgres.log", fleeting),
        redis_server.child(account, data / "redis", run, folder / "redis.log"),
    ]
    return run, Plan(children, control=run / "control", remove=(run, folder) if fleeting else (run,))


def reachable_folder(account: Account | None, folder: Path) -> Path:
    """The folder itself, or its stand-in that the unprivileged account can reach."""
    if can_reach(account, folder):
        return folder
    return binaries.STATE / sha256(str(folder.resolve()).encode()).hexdigest()[:16]


def remove(folder: Path) -> None:
    """Remove a data folder with its stand-in; nothing may run on it."""
    stand_in = reachable_folder(servant(), folder)
    for path in {folder, stand_in}:
        shutil.rmtree(path, ignore_errors=True)


def make_run_folder(account: Account | None, folder: Path) -> Path:
    """A new folder for the sockets, noted in the data folder."""
    if previous := last_run(folder):
        shutil.rmtree(previous, ignore_errors=True)
    run = temporary_folder("kc-run-")
    give(account, run)
    (folder / "run").write_text(str(run))
    return run


def last_run(folder: Path) -> Path | None:
    try:
        return Path((folder / "run").read_text())
    except FileNotFoundError:
        return None


def short_root() -> Path:
    """The folder for temporary files, unless sockets in it would be too long or out of reach."""
    root = Path(tempfile.gettempdir())
    fits = len(os.fsencode(root / "kc-run-12345678" / ".s.PGSQL.5432.lock")) < SOCKET_PATH_BYTES
    return root if fits and can_reach(servant(), root) else Path("/tmp")  # noqa: S108 - only private folders in it


def when_ready(services: Services, folder: Path) -> Services:
    """The services once their database answers."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        if services.guardian and services.guardian.process.poll() is not None:
            break
        if postgresql.is_ready(services.run, create=services.guardian is not None):
            return services
        time.sleep(0.05)
    services.release()
    raise SandboxError(f"The embedded PostgreSQL or Redis did not start; {folder / '*.log'} say why.")
