"""Where contents lie: `ab/cd/<sha256>` under MEDIA_ROOT, readable by the portal alone."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


class TooLarge(Exception):
    """More came than may be kept."""


@dataclass(frozen=True)
class Arrival:
    """An upload on disk, not yet kept. `size` in bytes."""

    path: Path
    sha256: str
    size: int


def path_of(sha256: str) -> Path:
    """The place of a content."""
    return Path(settings.MEDIA_ROOT, sha256[:2], sha256[2:4], sha256)


@contextlib.contextmanager
def arrival(chunks: Iterable[bytes], limit: int) -> Iterator[Arrival]:
    """Stream an upload to disk, hashing; gone afterwards unless it was kept."""
    folder = Path(settings.MEDIA_ROOT, "incoming")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=folder)  # 0600
    path, digest, size = Path(name), hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise TooLarge
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())  # a receipt names the file: it must be there after a power cut
        yield Arrival(path, digest.hexdigest(), size)
    finally:
        path.unlink(missing_ok=True)


def keep(arrived: Arrival) -> None:
    """Move an arrival to its place at once; the same content lies there only once."""
    place = path_of(arrived.sha256)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    arrived.path.replace(place)
