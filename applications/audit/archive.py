"""A ZIP that is written while it leaves: nothing of it is kept in memory or on a disk."""

import hashlib
import io
import zipfile
from collections.abc import Buffer, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from portal.files.storage import Gone

BLOCK = 256 * 1024
SUMS = "SHA256SUMS"  # as sha256sum -c reads it


@dataclass(frozen=True)
class Part:
    """A file of the archive: its path, what it is called, and its content or how to open it.

    `packed`: its content is compressed already. A content that the storage lost is named in MISSING.txt.
    """

    path: str
    label: str
    content: bytes | Callable[[], IO[bytes]]
    packed: bool = False

    def open(self) -> IO[bytes]:
        """The content to read from its beginning. Raises Gone and Unavailable."""
        return io.BytesIO(self.content) if isinstance(self.content, bytes) else self.content()


class _Sink(io.RawIOBase):
    """Takes what is written and hands it on."""

    def __init__(self) -> None:
        super().__init__()
        self._blocks: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        block = bytes(data)
        self._blocks.append(block)
        return len(block)

    def taken(self) -> bytes:
        """What was written since the last time."""
        found, self._blocks = b"".join(self._blocks), []
        return found


def stream(parts: Iterable[Part], at: datetime) -> Iterator[bytes]:
    """The archive in blocks, with the SHA-256 of every file in SHA256SUMS."""
    sink, sums, missing = _Sink(), list[str](), list[str]()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        for part in parts:
            try:
                content = part.open()
            except Gone:
                missing.append(part.path)
                continue
            digest = hashlib.sha256()
            with content, package.open(_entry(part, at), "w", force_zip64=True) as target:
                while block := content.read(BLOCK):
                    digest.update(block)
                    target.write(block)
                    yield sink.taken()
            sums.append(f"{digest.hexdigest()}  {part.path}\n")
        if missing:
            package.writestr(_entry(Part("MISSING.txt", "", b""), at), "\n".join(missing) + "\n")
        package.writestr(_entry(Part(SUMS, "", b""), at), "".join(sums))
    yield sink.taken()


def _entry(part: Part, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(part.path, at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_STORED if part.packed else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
