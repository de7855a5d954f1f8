"""A house of its own: PostgreSQL, Redis, workers and clocks as real processes, to be killed at will."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from redis import Redis

from portal.sandbox import binaries, postgresql, redis_server
from portal.sandbox.account import give, servant
from portal.sandbox.guardian import signal_on_death
from portal.sandbox.plans import Child
from portal.sandbox.services import remove, temporary_folder
from tests.portal.inbox.mail_server import MailServer

PATIENCE = 60.0
CELERY = [sys.executable, "-m", "celery", "--app", "tests.portal.inbox.hurried"]
WORKER = ["worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
SHELL = "import django; django.setup(); "
WAIT = "import portal.urls; print('ready', flush=True); input(); "
ROOT = Path(__file__).resolve().parents[3]


def wait_until(true: Callable[[], Any], what: str, seconds: float = PATIENCE) -> None:
    """Look again and again; whatever is not so in time fails the test."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"Never came: {what}"
        time.sleep(0.02)


class Process:
    """A process with its children in a group, so that a kill reaches all."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.start()

    def start(self) -> None:
        account = self.child.account
        identity: dict[str, Any] = (
            {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
        )
        with self.child.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.child.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.child.cwd,
                env=self.child.env,
                start_new_session=True,
                preexec_fn=signal_on_death(signal.SIGKILL),
                **identity,
            )

    def end(self, how: signal.Signals) -> None:
        """Signal the whole group and wait for the end."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        self.process.wait(PATIENCE)

    def kill(self) -> None:
        self.end(signal.SIGKILL)


class House:
    """Its database begins as a copy of the tests' own; every test may have it anew."""

    def __init__(self, folder: Path, source: dict[str, Any]) -> None:
        self.folder, self.workers = folder, list[Process]()
        account = servant()
        data, self.run = folder / "postgres", folder / "run"
        postgresql.initialize(account, data)
        for place in (folder / "redis", self.run):
            give(account, place)
        log = folder / "servers.log"
        server = postgresql.child(account, data, self.run, log, fleeting=True)
        # What was committed outlives the server, as in production.
        server.argv.extend(["-c", "synchronous_commit=on", "-c", "autovacuum=on"])
        self.redis = Process(redis_server.child(account, folder / "redis", self.run, log))
        self.postgres = Process(server)
        self.wait_for_database()
        self._load(source)

    def wait_for_database(self) -> None:
        wait_until(lambda: postgresql.is_ready(self.run, create=True), "PostgreSQL")

    def _load(self, source: dict[str, Any]) -> None:
        """The tables and first rows of the tests' own database, as the template of every test's."""
        programs = binaries.postgres(servant())
        place = ["--host", str(source["HOST"]), "--username", str(source["USER"])]
        dump = subprocess.run(
            [programs / "pg_dump", *place, f"{source['NAME']}_copy"], check=True, capture_output=True
        )
        with self.connect("postgres") as own:
            own.execute("CREATE DATABASE first")
        here = ["--host", str(self.run), "--username", postgresql.NAME, "--dbname", "first"]
        load = [programs / "psql", *here, "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1"]
        subprocess.run(load, input=dump.stdout, check=True, capture_output=True)

    def begin(self, mail: MailServer) -> None:
        """A database as at the beginning, and nobody at work."""
        self.mail = mail
        for server in (self.redis, self.postgres):
            if server.process.poll() is not None:
                server.start()
        self.wait_for_database()
        with self.connect("postgres") as own:
            own.execute(f"DROP DATABASE IF EXISTS {postgresql.NAME} WITH (FORCE)")
            own.execute(f"CREATE DATABASE {postgresql.NAME} TEMPLATE first")
        self.broker().flushall()

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": f"postgresql://{postgresql.NAME}@/{postgresql.NAME}?host={self.run}",
            "REDIS_URL": f"unix://{self.run / 'redis.sock'}",
            "SMTP_URL": self.mail.url,
            "DEBUG": "0",
        }

    def broker(self) -> "Redis[bytes]":
        return Redis(unix_socket_path=str(self.run / "redis.sock"))

    def connect(self, name: str = postgresql.NAME) -> psycopg.Connection:
        return psycopg.connect(host=str(self.run), user=postgresql.NAME, dbname=name, autocommit=True)

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows a statement answers."""
        with self.connect() as own:
            cursor = own.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def count(self, table: str, where: str = "true") -> int:
        found: int = self.sql(f"SELECT count(*) FROM {table} WHERE {where}")[0][0]
        return found

    def shell(self, code: str, patience: float = 2 * PATIENCE) -> str:
        """What a process of its own prints, with the portal set up."""
        done = subprocess.run(
            [sys.executable, "-c", SHELL + code],
            env=self.environment,
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
            timeout=patience,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def prepared(self, code: str) -> Callable[[], None]:
        """A process that has set up the portal and waits; call it to have the code run, and wait for that."""
        process = subprocess.Popen(
            [sys.executable, "-c", f"{SHELL}{WAIT}{code}"],
            env=self.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"

        def go() -> None:
            process.communicate(b"\n", PATIENCE)
            assert process.returncode == 0

        return go

    def drafts(self, count: int, hours: float) -> int:
        """As many old drafts in a round that closes in so many hours; the round's id."""
        code = f"from tests.bench import seeding; print(seeding.closing_in({hours}, {count}).pk)"
        return int(self.shell(code))

    def _celery(self, *arguments: str) -> Process:
        log = self.folder / f"{arguments[0]}.log"
        found = Process(Child(arguments[0], [*CELERY, *arguments], log, ROOT, self.environment))
        self.workers.append(found)
        return found

    def worker(self) -> Process:
        """A Celery worker with two processes; it begins with what fell due while none ran."""
        return self._celery(*WORKER)

    def beat(self) -> Process:
        """A clock."""
        schedule = self.folder / f"schedule-{len(self.workers)}"
        return self._celery("beat", "--pidfile=", "--schedule", str(schedule), "--max-interval", "1")

    def everybody_goes(self) -> None:
        while self.workers:
            self.workers.pop().kill()

    def logs(self) -> str:
        """What the processes said last."""
        return "\n".join(f"{log.name}\n{log.read_text()[-3000:]}" for log in self.folder.glob("*.log"))

    def claims_run_out(self) -> None:
        """What two minutes without any worker do."""
        ago = "{0} = {0} - interval '2 minutes'"
        self.sql(
            f"UPDATE inbox_delivery SET {ago.format('due_at')}, {ago.format('claimed_until')}"
            " WHERE status IN ('pending', 'sending')"
        )

    def close(self) -> None:
        self.everybody_goes()
        self.postgres.end(signal.SIGQUIT)
        self.redis.kill()

    def all_left(self) -> bool:
        return not self.count("inbox_delivery", "status IN ('pending', 'sending')")

    def verdict(self, people: int) -> None:
        """In-app exactly once; each mail once, twice only where an attempt stayed unknown; none forgotten."""
        assert self.count("inbox_message") == people
        assert self.sql("SELECT count(DISTINCT (recipient_id, url)) FROM inbox_message") == [(people,)]
        assert self.count("inbox_delivery") == people
        arrived = Counter(self.mail.ids)
        rows = self.sql("SELECT message_id, unknown, status FROM inbox_delivery")
        lost = [row for row in rows if row[2] != "sent"]
        assert not lost, lost
        assert {message_id for message_id, _unknown, _status in rows} == set(arrived)
        assert max(arrived.values()) <= 2
        known = {message_id for message_id, unknown, _status in rows if not unknown}
        assert [message_id for message_id in known if arrived[message_id] > 1] == []


@contextmanager
def house(source: dict[str, Any]) -> Iterator[House]:
    """A house that stands until the end of the block."""
    folder = temporary_folder("kc-house-")
    built = House(folder, source)
    try:
        yield built
    finally:
        built.close()
        remove(folder)
