"""What a guardian is asked to run."""

import json
import os
import signal
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from portal.sandbox.account import Account


class SandboxError(Exception):
    """A sentence for the person at the terminal."""


@dataclass(frozen=True)
class Child:
    """One process: its output is appended to `log`, `stop` is the signal it ends cleanly on."""

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
