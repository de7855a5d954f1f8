"""The real stack for the rush: PostgreSQL with its default durability, Redis, gunicorn, worker and clock,
each a process that can be killed."""

import asyncio
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from portal.sandbox import postgresql, redis_server
from portal.sandbox.account import give, servant
from portal.sandbox.plans import Child
from portal.sandbox.pytest_plugin import ENVIRONMENT
from portal.sandbox.services import remove, temporary_folder
from tests.bench.clients import wait_for
from tests.portal.inbox.house import Process, wait_until
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")


class House:
    """The servers of one rush."""

    def __init__(self, folder: Path) -> None:
        self.folder, account = folder, servant()
        data, self.run = folder / "postgres", folder / "run"
        postgresql.initialize(account, data)
        for place in (folder / "redis", self.run):
            give(account, place)
        log = folder / "servers.log"
        server = postgresql.child(account, data, self.run, log, fleeting=False)
        server.argv.extend(["-c", "synchronous_commit=on"])
        self.redis = Process(redis_server.child(account, folder / "redis", self.run, log))
        self.postgres = Process(server)
        wait_until(lambda: postgresql.is_ready(self.run, create=True), "PostgreSQL")
        self.web: Process | None = None
        self.others: list[Process] = []
        self.port = 0
        self.limit = 0.0  # transactions a second of the bare database, once measured

    @property
    def environment(self) -> dict[str, str]:
        """What the compose file sets, on these sockets."""
        metrics = self.folder / "metrics"
        metrics.mkdir(exist_ok=True)
        return (
            os.environ
            | ENVIRONMENT
            | {
                "DATABASE_URL": f"postgresql://{postgresql.NAME}@/{postgresql.NAME}?host={self.run}",
                "REDIS_URL": f"unix://{self.run / 'redis.sock'}",
                "MEDIA_ROOT": str(self.folder / "media"),
                "METRICS_DIR": str(metrics),
                "DATABASE_POOL_SIZE": "8",
                "REMEMBER_SECONDS": "10",
            }
        )

    def connect(self) -> psycopg.Connection:
        """A connection of our own."""
        return psycopg.connect(host=str(self.run), user=postgresql.NAME, dbname=postgresql.NAME)

    def start_web(self, processes: int) -> None:
        """The command of the image, with so many processes."""
        self.port = self.port or free_port()
        argv = [sys.executable, "-m", "gunicorn", "portal.wsgi:application"]
        argv += ["--bind", f"127.0.0.1:{self.port}", "--no-control-socket", "--worker-class", "gthread"]
        argv += ["--workers", str(processes), "--threads", "8"]
        log = self.folder / "web.log"
        self.web = Process(Child("gunicorn", argv, log, ROOT, self.environment))
        try:
            wait_for(self.port)
        except RuntimeError:
            print(log.read_text()[-3000:])
            raise
        time.sleep(2)  # every process has loaded the portal

    def stop_web(self) -> None:
        if self.web:
            self.web.end(signal.SIGTERM)
            self.web = None

    def start_others(self) -> None:
        """Worker and clock, as in the compose file."""
        celery = [sys.executable, "-m", "celery", "--app", "portal"]
        schedule = str(self.folder / "beat-schedule")
        for arguments in (
            ["worker", "--concurrency", "2", "--loglevel", "WARNING"],
            ["beat", "--pidfile=", "--schedule", schedule, "--loglevel", "WARNING"],
        ):
            log = self.folder / f"{arguments[0]}.log"
            child = Child(arguments[0], [*celery, *arguments], log, ROOT, self.environment)
            self.others.append(Process(child))

    def web_processes(self) -> list[int]:
        """The processes that answer requests."""
        assert self.web
        pid = self.web.process.pid
        with suppress(FileNotFoundError):
            return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return []

    async def kill_web(self, count: int | None = None) -> None:
        """SIGKILL to web processes; the master starts others."""
        for pid in self.web_processes()[:count]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    async def restart_postgres(self) -> None:
        """As an operator restarts it: connections are cut. Started by this thread: it ends with its own."""
        await asyncio.to_thread(self.postgres.end, signal.SIGINT)
        self.postgres.start()

    async def restart_redis(self, seconds: float) -> None:
        """Killed, and back after a while."""
        self.redis.kill()
        await asyncio.sleep(seconds)
        self.redis.start()

    def close(self) -> None:
        self.stop_web()
        for process in self.others:
            process.kill()
        self.postgres.end(signal.SIGQUIT)
        self.redis.kill()


def cpu_seconds(pids: list[int]) -> float:
    """User and system time of processes so far."""
    total = 0
    for pid in pids:
        with suppress(FileNotFoundError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / TICKS


@contextmanager
def house() -> Iterator[House]:
    """A house that stands until the end of the block; this process has the portal set up on it."""
    folder = temporary_folder("kc-rush-")
    built = House(folder)
    try:
        (folder / "media").mkdir()
        os.environ.update(built.environment | {"LOG_LEVEL": "WARNING", "DATABASE_POOL_SIZE": "0"})
        _set_up()
        os.environ["LOG_LEVEL"] = "INFO"
        yield built
    finally:
        built.close()
        remove(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _set_up() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
