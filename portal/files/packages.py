"""Looks inside the ZIP packages that office documents are, without trusting what they declare."""

import zipfile
import zlib
from pathlib import Path

from portal.files.kinds import DOCX, OFD, XLSX, Kind

MAX_ENTRIES = 5_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200  # sheets full of equal rows reach about 100
_MAIN_PARTS = {
    "word/document.xml": (DOCX, b"wordprocessingml.document.main+xml"),
    "xl/workbook.xml": (XLSX, b"spreadsheetml.sheet.main+xml"),
}
_BLOCK = 64 * 1024


class Damaged(Exception):
    """The package cannot be read to its end."""


class TooMuchInside(Exception):
    """The package would unpack to far more than a document needs."""


class ActiveContent(Exception):
    """The package holds macros or an XML document type, which no document we take needs."""


def kind_of_package(path: Path) -> Kind | None:
    """The kind of an office document; None where the package is something else."""
    try:
        with zipfile.ZipFile(path) as package:
            kind = _kind(package)
            if kind is not None:
                _unpack(package)
            return kind
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Damaged from error


def _kind(package: zipfile.ZipFile) -> Kind | None:
    entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, _BLOCK):
        raise TooMuchInside
    names = {entry.filename for entry in entries}
    if "OFD.xml" in names:
        return OFD
    if "[Content_Types].xml" not in names:
        return None
    types = package.read("[Content_Types].xml")
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ActiveContent
    return next((k for part, (k, mark) in _MAIN_PARTS.items() if part in names and mark in types), None)


def _unpack(package: zipfile.ZipFile) -> None:
    """Read every entry to its end: lengths and checksums are true, and no XML names a document type."""
    total = 0
    for entry in package.infolist():
        with package.open(entry) as part:
            head = b""
            while block := part.read(_BLOCK):
                head = head or block
                total += len(block)
                if total > MAX_UNPACKED:
                    raise TooMuchInside
            if entry.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in head:
                raise ActiveContent
