"""The ground a demonstration stands on: its data folder, services and environment.

Prepared by `manage.py` before Django reads its settings, so nothing here needs them.
"""

import argparse
import json
import os
import secrets
import shutil
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.sandbox import services
from portal.sandbox.binaries import ensure_writable
from portal.sandbox.plans import SandboxError
from portal.ui.catalogs import compile_stale

BASE_DIR = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"


@dataclass(frozen=True)
class DataFolder:
    """What a demonstration keeps, by name."""

    root: Path

    @property
    def services(self) -> Path:
        return self.root / "services"

    @property
    def media(self) -> Path:
        return self.root / "media"

    @property
    def static(self) -> Path:
        return self.root / "static"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def accounts(self) -> Path:
        return self.root / "accounts.json"

    @property
    def state(self) -> Path:
        return self.root / "state.json"

    def read_state(self) -> dict[str, Any]:
        """What has been done: `made_on`, `reference`, `static`; empty before the world is complete."""
        return json.loads(self.state.read_text()) if self.state.is_file() else {}

    def note(self, **facts: Any) -> None:
        draft = self.state.with_suffix(".new")
        draft.write_text(json.dumps(self.read_state() | facts))
        draft.replace(self.state)

    def forget(self) -> None:
        """Remove all but the services, which are emptied when they start."""
        for folder in (self.media, self.static, self.logs):
            shutil.rmtree(folder, ignore_errors=True)
        for file in (self.accounts, self.state):
            file.unlink(missing_ok=True)

    def secret_key(self) -> str:
        """Signs cookies and links."""
        return self._kept("secret-key", 50)

    def identity_key(self) -> str:
        """Encrypts identity numbers."""
        return self._kept("identity-key", 32)

    def receipt_key(self) -> str:
        """Signs receipts."""
        return self._kept("receipt-key", 32)

    def _kept(self, name: str, size: int) -> str:
        """Random bytes in base64, generated once, readable by their owner only."""
        path = self.root / name
        if not path.is_file():
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(size))
        return path.read_text()


@dataclass(frozen=True)
class Ground:
    """A folder with running services."""

    folder: DataFolder
    services: services.Services


standing: list[Ground] = []  # at most the one that `manage.py` prepared for its command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="the web server's port (8000)")
    folder = BASE_DIR / ".sandbox"
    parser.add_argument("--data-dir", type=Path, default=folder, help="where it keeps its data (.sandbox)")
    parser.add_argument("--reset", action="store_true", help="forget the demonstration and make it anew")


def prepare(argv: list[str]) -> None:
    """Start the services and name everything in the environment, unless only help is asked for."""
    if {"-h", "--help"} & set(argv):
        os.environ.setdefault("DEBUG", "1")
        return
    parser = argparse.ArgumentParser(add_help=False)
    add_arguments(parser)
    options, _ = parser.parse_known_args(argv)
    try:
        refuse_taken(options.port)
        standing.append(start(DataFolder(options.data_dir.resolve()), options.port, options.reset))
    except SandboxError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped.")


def start(folder: DataFolder, port: int, reset: bool) -> Ground:
    ensure_writable(folder.root)
    complete = "made_on" in folder.read_state()
    running = services.claim(folder.services, empty=reset or not complete)
    if reset or not complete:
        folder.forget()
    for path in (folder.media, folder.static, folder.logs):
        path.mkdir(exist_ok=True)
    compile_stale()
    os.environ.update(environment(folder, port) | running.environment())
    return Ground(folder, running)


def refuse_taken(port: int) -> None:
    """A sentence when the web server could not listen."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            sentence = f"Port {port} cannot be used ({error}). Choose another one with --port."
            raise SandboxError(sentence) from error


def environment(folder: DataFolder, port: int) -> dict[str, str]:
    """The settings of a demonstration: production's, on this machine only and without HTTPS."""
    return {
        "DEBUG": "0",
        "DEMO": "1",
        "HTTPS": "0",
        "SECRET_KEY": folder.secret_key(),
        "IDENTITY_KEYS": folder.identity_key(),
        "RECEIPT_KEYS": folder.receipt_key(),
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "SITE_URL": f"http://{HOST}:{port}",
        "MEDIA_ROOT": str(folder.media),
        "STATIC_ROOT": str(folder.static),
        "DATABASE_POOL_SIZE": "0",
        "SMTP_URL": "",
    }
