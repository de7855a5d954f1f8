"""Runs web server, worker and clock until somebody stops them or one of them ends."""

import os
import selectors
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from urllib.error import HTTPError
from urllib.request import urlopen

from applications.demo.ground import BASE_DIR, HOST, DataFolder, Ground
from portal.sandbox.holding import Guardian
from portal.sandbox.plans import Child, Plan, SandboxError

READY_SECONDS = 60.0
WEB_THREADS = "8"
WORKER_THREADS = "2"
GUNICORN = [sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--no-control-socket"]
GUNICORN += ["--worker-class", "gthread"]
# Politely: people wait for pages, nobody for these.
CELERY = ["nice", sys.executable, "-m", "celery", "--app", "portal"]
ALONE = ["--without-gossip", "--without-mingle"]


class Stopped(Exception):
    """Ctrl-C or SIGTERM."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Inside, both signals raise Stopped, once."""

    def stop(number: int, frame: FrameType | None) -> None:
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def children(folder: DataFolder, port: int) -> list[Child]:
    """The three processes; each keeps its own connections to the database."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_POOL_SIZE"}
    address = f"{HOST}:{port}"
    schedule = str(folder.root / "beat-schedule")
    commands = {
        "web server": [*GUNICORN, "--bind", address, "--threads", WEB_THREADS],
        "worker": [*CELERY, "worker", "--pool", "threads", "--concurrency", WORKER_THREADS, *ALONE],
        "clock": [*CELERY, "beat", "--pidfile=", "--schedule", schedule],
    }
    return [
        Child(name, argv, folder.logs / f"{name.replace(' ', '-')}.log", BASE_DIR, environment)
        for name, argv in commands.items()
    ]


def serve(ground: Ground, port: int, when_ready: Callable[[], None]) -> None:
    """Returns never: raises Stopped, or SandboxError with a sentence about what ended."""
    guardian = Guardian(Plan(children(ground.folder, port)))
    try:
        wait_until_ready(ground, guardian, port)
        when_ready()
        while True:
            refuse_ended(ground, guardian, timeout=None)
    finally:
        guardian.release()


def wait_until_ready(ground: Ground, guardian: Guardian, port: int) -> None:
    deadline, answer = time.monotonic() + READY_SECONDS, "no answer"
    while time.monotonic() < deadline:
        refuse_ended(ground, guardian, timeout=0.1)
        try:
            with urlopen(f"http://{HOST}:{port}/readyz", timeout=5):
                return
        except HTTPError as error:
            answer = error.read().decode()
        except OSError:
            continue
    raise SandboxError(f"The portal did not get ready within a minute ({answer}); see {ground.folder.logs}.")


def refuse_ended(ground: Ground, guardian: Guardian, timeout: float | None) -> None:
    """Raises when a process of either guardian has ended; None waits for that."""
    with selectors.DefaultSelector() as selector:
        for each in (guardian, ground.services.guardian):
            if each:
                selector.register(each.events, selectors.EVENT_READ, each)
        for key, _ in selector.select(timeout):
            event = key.data.next_event()
            name, code = event.get("ended", "process that watches over the others"), event.get("code")
            how = signal.Signals(-code).name if code and code < 0 else f"code {code}"
            where = f"see {ground.folder.logs} and {ground.folder.services}"
            raise SandboxError(f"The {name} ended unexpectedly ({how}); everything was stopped; {where}.")
