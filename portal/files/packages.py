"""Looks inside the ZIP packages that office documents are, without trusting what they declare."""

import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from portal.files.kinds import DOCX, OFD, PPTX, XLSX, Kind
from portal.files.parts import XmlPart, is_archive, refuse_hidden, refuse_name
from portal.files.verdicts import ActiveContent, Damaged, TooMuchInside

MAX_ENTRIES = 5_000
MAX_UNPACKED = 400 * 1024 * 1024  # of a document with everything packed inside it
MAX_TYPES = 2 * 1024 * 1024  # of the list of parts
MAX_RATIO = 200  # sheets full of equal rows reach about 100
MAX_DEPTH = 2  # a drawing in a sheet in a document
_MAIN_PARTS = {
    "word/document.xml": (DOCX, b"wordprocessingml.document.main+xml"),
    "xl/workbook.xml": (XLSX, b"spreadsheetml.sheet.main+xml"),
    "ppt/presentation.xml": (PPTX, b"presentationml.presentation.main+xml"),
}
_BLOCK = 64 * 1024
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass
class Budget:
    """What a document and everything packed inside it may still unpack to."""

    entries: int = MAX_ENTRIES
    size: int = MAX_UNPACKED

    def take(self, entries: int = 0, size: int = 0) -> None:
        """Use some of it; TooMuchInside when it is used up."""
        self.entries -= entries
        self.size -= size
        if self.entries < 0 or self.size < 0:
            raise TooMuchInside


def kind_of_package(path: Path) -> Kind | None:
    """The kind of an office document; None where the package is something else.

    Raises Damaged, TooMuchInside or ActiveContent.
    """
    try:
        with zipfile.ZipFile(path) as package:
            _refuse_bomb(package)
            kind = _kind(package)
            if kind is not None:
                _unpack(package, Budget(), depth=0)
            return kind
    except _UNREADABLE as error:
        raise Damaged from error


def _refuse_bomb(package: zipfile.ZipFile) -> None:
    """By what it declares; what it holds is counted while unpacking."""
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, _BLOCK):
        raise TooMuchInside
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names):
        raise Damaged  # two readers would see two different documents


def _kind(package: zipfile.ZipFile) -> Kind | None:
    names = {entry.filename for entry in package.infolist()}
    if "OFD.xml" in names:
        return OFD
    if "[Content_Types].xml" not in names:
        return None
    with package.open("[Content_Types].xml") as part:
        types = part.read(MAX_TYPES)
    found = next((k for part, (k, mark) in _MAIN_PARTS.items() if part in names and mark in types), None)
    if found is None and b"macroEnabled" in types:
        raise ActiveContent
    return found


def _unpack(package: zipfile.ZipFile, budget: Budget, depth: int) -> None:
    """Read every entry to its end: lengths and checksums are true, and no part acts by itself."""
    budget.take(entries=len(package.infolist()))
    for entry in package.infolist():
        refuse_name(entry.filename)
        with package.open(entry) as part:
            _read(entry.filename, part, budget, depth)


def _read(name: str, part: IO[bytes], budget: Budget, depth: int) -> None:
    block = part.read(_BLOCK)
    refuse_hidden(block)
    if is_archive(block):
        _unpack_inner(part, block, budget, depth + 1)
        return
    xml = XmlPart(name) if name.lower().endswith((".xml", ".rels")) else None
    while block:
        budget.take(size=len(block))
        if xml:
            xml.feed(block)
        block = part.read(_BLOCK)
    if xml:
        xml.feed(b"", last=True)


def _unpack_inner(part: IO[bytes], block: bytes, budget: Budget, depth: int) -> None:
    """A package within a package: a table behind a chart. Any other archive is hidden content."""
    if depth > MAX_DEPTH or not block.startswith(b"PK"):
        raise ActiveContent
    with tempfile.TemporaryFile() as copy:
        while block:
            budget.take(size=len(block))
            copy.write(block)
            block = part.read(_BLOCK)
        with zipfile.ZipFile(copy) as inner:
            _refuse_bomb(inner)
            if "[Content_Types].xml" not in inner.namelist():
                raise ActiveContent
            _unpack(inner, budget, depth)
