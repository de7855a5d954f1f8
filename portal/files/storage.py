"""Where contents lie, by their SHA-256: on a disk or, where FILES_URL names one, in S3-compatible storage.

Nothing here is public: a content leaves only through `portal.files.services.file_response`.
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings

PIECES = "pieces"  # the folder of what is still on its way


class TooLarge(Exception):
    """More came than may be kept."""


class Gone(Exception):
    """A content that a row names is not there."""


class Unavailable(Exception):
    """The storage does not answer; nothing was kept or lost."""


@dataclass(frozen=True)
class Arrival:
    """An upload on disk, not yet kept. `size` in bytes."""

    path: Path
    sha256: str
    size: int


class Place(Protocol):
    """Somewhere contents are kept. Raises Gone and Unavailable."""

    def keep(self, arrived: Arrival) -> None:
        """Take an arrival over; the same content lies there only once."""

    def open(self, sha256: str) -> IO[bytes]:
        """A content to read from its beginning, in blocks."""

    def remove(self, sha256: str) -> None:
        """Take a content away; one that is gone already is no error."""

    def names(self) -> Iterator[str]:
        """The SHA-256 of every content."""

    def keep_piece(self, upload: str, offset: int, path: Path) -> None:
        """Take over a piece of a file that is still on its way."""

    def open_piece(self, upload: str, offset: int) -> IO[bytes]:
        """A piece to read from its beginning, in blocks."""

    def remove_pieces(self, upload: str) -> None:
        """Take every piece of an upload away."""


class Disk:
    """`ab/cd/<sha256>` under MEDIA_ROOT, readable by the portal alone."""

    def keep(self, arrived: Arrival) -> None:
        place = path_of(arrived.sha256)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        arrived.path.replace(place)

    def open(self, sha256: str) -> IO[bytes]:
        try:
            return path_of(sha256).open("rb")
        except FileNotFoundError as error:
            raise Gone(sha256) from error

    def remove(self, sha256: str) -> None:
        path_of(sha256).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        hexes = "[0-9a-f]" * 2
        for path in Path(settings.MEDIA_ROOT).glob(f"{hexes}/{hexes}/*"):
            yield path.name

    def keep_piece(self, upload: str, offset: int, path: Path) -> None:
        place = _piece(upload, offset)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.replace(place)

    def open_piece(self, upload: str, offset: int) -> IO[bytes]:
        try:
            return _piece(upload, offset).open("rb")
        except FileNotFoundError as error:
            raise Gone(upload) from error

    def remove_pieces(self, upload: str) -> None:
        shutil.rmtree(_piece(upload, 0).parent, ignore_errors=True)


def _piece(upload: str, offset: int) -> Path:
    return Path(settings.MEDIA_ROOT, PIECES, upload, str(offset))


def path_of(sha256: str) -> Path:
    """The place of a content on the disk."""
    return Path(settings.MEDIA_ROOT, sha256[:2], sha256[2:4], sha256)


def place() -> Place:
    """Where this portal keeps its contents."""
    return _bucket(settings.FILES_URL) if settings.FILES_URL else Disk()


@lru_cache(maxsize=4)
def _bucket(url: str) -> Place:
    from portal.files.objects import Bucket  # boto3 takes half a second: only where it is used

    return Bucket(url)


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
