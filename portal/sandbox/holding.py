"""Holding on to a guardian."""

import contextlib
import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from portal.sandbox.plans import Plan, SandboxError


class Guardian:
    """A running guardian, held by this process until `release()` or its death."""

    def __init__(self, plan: Plan, inherit: tuple[int, ...] = ()) -> None:
        process = subprocess.Popen(
            [sys.executable, "-I", str(Path(__file__).with_name("guardian.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=inherit,
            start_new_session=True,
        )
        assert process.stdin
        assert process.stdout
        self.process, self.grip, self.events = process, process.stdin, process.stdout
        self.grip.write(plan.as_line())
        self.grip.flush()
        first = self.next_event()
        if "started" not in first:
            self.release()
            raise SandboxError(str(first.get("failed", "The guardian process ended at once.")))
        self.children: dict[str, int] = first["started"]

    def next_event(self) -> dict[str, Any]:
        """The guardian's next word; empty when it has ended."""
        line = self.events.readline()
        return json.loads(line) if line else {}

    def release(self) -> None:
        """Let go and wait until everything has stopped; returns at once when others hold on."""
        with contextlib.suppress(BrokenPipeError):
            self.grip.close()
        self.process.wait()
        self.events.close()


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
