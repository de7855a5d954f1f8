"""The folder where backups stand: their names, manifests and files, and which of them may go."""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from portal.operations.backup.contents import Table
from portal.operations.backup.server import BackupError

MANIFEST, DUMP, FILES, POOL = "manifest.json", "database.dump", "files.txt", "files"
FORMAT = 1
NAME = re.compile(r"\d{8}T\d{6}Z")
BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `missing`: uploads a row names but the storage did not have."""

    made_at: str
    version: str
    server: str
    migrations: dict[str, str]
    tables: dict[str, Table]
    dump_sha256: str
    files_sha256: str
    files: int
    bytes: int
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT


@dataclass(frozen=True)
class Backup:
    """A whole backup on its shelf."""

    folder: Path
    manifest: Manifest

    @property
    def dump(self) -> Path:
        return self.folder / DUMP

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest.made_at)

    def files(self) -> dict[str, int]:
        """SHA-256 and size in bytes of every upload."""
        lines = (self.folder / FILES).read_text().splitlines()
        return {sha256: int(size) for sha256, size in (line.split() for line in lines)}


@dataclass(frozen=True)
class Shelf:
    """The folder of all backups."""

    root: Path

    def path_of(self, sha256: str) -> Path:
        return self.root / POOL / sha256[:2] / sha256[2:4] / sha256

    def backups(self) -> list[Backup]:
        """The whole ones, oldest first."""
        folders = sorted(path for path in self.root.glob("*Z") if NAME.fullmatch(path.name))
        return [read(folder) for folder in folders if (folder / MANIFEST).is_file()]

    def find(self, name: str = "") -> Backup:
        """The backup of a name, or the newest. Raises BackupError when it is not there or not whole."""
        if not name:
            found = self.backups()
            if not found:
                raise BackupError(f"There is no backup in {self.root}.")
            return found[-1]
        folder = self.root / name
        if not NAME.fullmatch(name) or not folder.is_dir():
            raise BackupError(f"There is no backup {name} in {self.root}.")
        return read(folder)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Ours alone. Raises BackupError while another backup is being made."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.root / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BackupError("Another backup is being made in this folder. Wait for its end.") from error
            yield

    def forget_all_but(self, keep: int) -> list[str]:
        """Remove whole backups beyond the newest, half ones, and files that none names any more."""
        kept = {backup.name for backup in self.backups()[-keep:]}
        gone = [path for path in self.root.iterdir() if path.is_dir() and path.name not in kept | {POOL}]
        for folder in gone:
            shutil.rmtree(folder)
        named = {sha256 for backup in self.backups() for sha256 in backup.files()}
        for path in (self.root / POOL).glob("??/??/*"):
            if path.name not in named:
                path.unlink()
        return sorted(path.name for path in gone if NAME.fullmatch(path.name))


def read(folder: Path) -> Backup:
    """A whole backup. Raises BackupError for a half one and for a format we do not know."""
    try:
        document = json.loads((folder / MANIFEST).read_text())
    except FileNotFoundError as error:
        raise BackupError(f"{folder.name} is half a backup: it has no {MANIFEST}. Choose another.") from error
    if document.get("format") != FORMAT:
        raise BackupError(f"{folder.name} was made by another version of the portal.")
    document["tables"] = {name: Table(**table) for name, table in document["tables"].items()}
    return Backup(folder, Manifest(**document))


def write(folder: Path, manifest: Manifest) -> None:
    """The last step: from now on the folder is a backup."""
    draft = folder / "manifest.new"
    with draft.open("w") as file:
        json.dump(asdict(manifest), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / MANIFEST)


def name_now() -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"


def sha256_of(source: IO[bytes], target: IO[bytes] | None = None) -> str:
    """The hash of a stream, copied on the way when a target is given."""
    digest: Any = hashlib.sha256()
    while block := source.read(BLOCK):
        digest.update(block)
        if target:
            target.write(block)
    return str(digest.hexdigest())


def sha256_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return sha256_of(file)
