"""A production server on the loopback, and clients that read its pages."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
TRIES, AT_ONCE, TRIES_AT_ONCE, WARM_UP = 60, 8, 15, 10
Send = tuple[str, str, bytes, dict[str, str]]  # method, address, body, headers


@dataclass(frozen=True)
class Stop:
    """A page: its goal in milliseconds, at most how many queries, and the SQL of its rows."""

    what: str
    address: str
    cookie: str
    goal: float
    sql: str
    queries: int = 0
    tries: int = TRIES
    posts: list[Send] = field(default_factory=list)

    def sends(self) -> Iterator[Send]:
        """What a client sends, time after time."""
        yield from self.posts
        while not self.posts:
            yield "GET", self.address, b"", {"Cookie": self.cookie}


@contextmanager
def server() -> Iterator[tuple[int, list[int]]]:
    """The portal behind gunicorn; its port and its processes."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--no-control-socket", "--worker-class", "gthread", "--workers", "2", "--threads", "8"]
    process = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield port, [int(pid) for pid in children]
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            fetch(http.client.HTTPConnection("127.0.0.1", port), ("GET", "/healthz", b"", {}))
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("gunicorn did not answer.")


def fetch(line: http.client.HTTPConnection, send: Send) -> float:
    """Milliseconds from asking to the last byte; a page that is not there is an error."""
    method, address, body, headers = send
    begun = time.perf_counter()
    line.request(method, address, body, headers)
    answer = line.getresponse()
    answer.read()
    place = answer.headers.get("Location", "")
    if answer.status != (302 if method == "POST" else 200) or "login" in place:
        raise RuntimeError(f"{address} answers {answer.status} {place}")
    return (time.perf_counter() - begun) * 1000


def client(port: int, sends: list[Send]) -> list[float]:
    """One client with one connection."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    return [fetch(line, send) for send in sends]
