"""What a guardian is asked to run, and the hold on it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from portal.sandbox.account import Account


class SandboxError(Exception):
    """A sentence for the person at the terminal."""


@dataclass(frozen=True)
class Child:
    """One process: its output goes to `log`, `stop` is the signal it ends cleanly on."""

    name: str
    argv: list[str]
    log: Path
    cwd: Path
    env: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    stop: signal.Signals = signal.SIGTERM
    account: Account | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "argv": self.argv,
            "log": str(self.log),
            "cwd": str(self.cwd),
            "env": self.env,
            "stop": self.stop.name,
            "account": asdict(self.account) if self.account else None,
        }


@dataclass(frozen=True)
class Plan:
    """Children in the order of their start, and folders to remove when all have stopped."""

    children: list[Child]
    control: Path | None = None
    remove: tuple[Path, ...] = ()

    def as_line(self) -> bytes:
        document = {
            "children": [child.as_json() for child in self.children],
            "control": str(self.control) if self.control else None,
            "remove": [str(folder) for folder in self.remove],
        }
        return json.dumps(document).encode() + b"\n"


class Guardian:
    """A running guardian, held by this process until `release()` or its death."""

    def __init__(self, plan: Plan, inherit: tuple[int, ...] = ()) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(Path(__file__).with_name("guardian.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=inherit,
            start_new_session=True,
        )
        assert self.process.stdin
        self.process.stdin.write(plan.as_line())
        self.process.stdin.flush()
        first = self.next_event()
        if "started" not in first:
            raise SandboxError(str(first.get("failed", "The guardian process ended at once.")))
        self.children: dict[str, int] = first["started"]

    def next_event(self) -> dict[str, Any]:
        """The guardian's next word; empty when it has ended."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        return json.loads(line) if line else {}

    def release(self) -> None:
        """Let go and wait until everything has stopped, unless somebody else holds on."""
        assert self.process.stdin and self.process.stdout
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def hold(control: Path) -> socket.socket | None:
    """A connection that keeps the guardian at this control socket running; None when there is none."""
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(2)
    try:
        connection.connect(str(control))
        if connection.recv(16):
            connection.settimeout(None)
            return connection
    except OSError:
        pass
    connection.close()
    return None
