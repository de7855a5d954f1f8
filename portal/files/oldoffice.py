"""Looks inside the compound files of older office programs (.doc, .xls, .ppt, and .wps, .et, .dps of WPS).

MS-CFB: a file system in a file. MS-XLS 2.4.28: what kind each sheet is, so that Excel 4 macros show.
"""

import io
import re
from pathlib import Path

import olefile

from portal.files.kinds import DOC, PPT, XLS, Kind
from portal.files.verdicts import ActiveContent, Damaged

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_ENTRIES = 2_000
MOST_BYTES = 64 * 1024 * 1024  # of one stream that is read
_MAIN = {"worddocument": DOC, "workbook": XLS, "book": XLS, "powerpoint document": PPT}
# Storages and streams of macros, of objects that another program opens, and of packed files.
_ACTIVE = re.compile(
    r"macros|_?vba.*|_vba_project(_cur)?|objectpool|\x01ole10native|\x01ole|mbd[0-9a-f]{8}|package|ocxname",
    re.IGNORECASE,
)
_LOCKED = {"encryptedpackage", "encryptioninfo", "\x06dataspaces"}
_DDE = re.compile(rb"\x13\s*\"?\s*DDE", re.IGNORECASE)  # a field that starts another program
_BOUNDSHEET, _FILEPASS, _END = 0x0085, 0x002F, 0x000A
_MACRO_SHEETS = {1, 6}


def kind_of_compound(path: Path) -> Kind | None:
    """The kind of an older office document; None where the compound file is something else.

    Raises Damaged (one with a password, too) or ActiveContent.
    """
    try:
        with olefile.OleFileIO(path) as compound:
            entries = compound.listdir(streams=True, storages=True)
            _refuse_entries(entries)
            found = next((row for row in entries if len(row) == 1 and row[0].lower() in _MAIN), None)
            if found is None:
                return None
            kind = _MAIN[found[0].lower()]
            _refuse_content(kind, _stream(compound, found))
            return kind
    except (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise Damaged from error  # whatever a broken file makes the reader raise


def _refuse_entries(entries: list[list[str]]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Damaged
    names = [name.lower() for row in entries for name in row]
    if _LOCKED.intersection(names):
        raise Damaged
    if any(_ACTIVE.fullmatch(name) for name in names):
        raise ActiveContent


def _stream(compound: olefile.OleFileIO, name: list[str]) -> bytes:
    if compound.get_size(name) > MOST_BYTES:
        raise Damaged
    content: bytes = compound.openstream(name).read()
    return content


def _refuse_content(kind: Kind, content: bytes) -> None:
    if kind is XLS:
        _refuse_sheets(content)
    elif kind is DOC:
        if len(content) < 12 or content[11] & 1:
            raise Damaged  # encrypted (MS-DOC 2.5.2, fEncrypted)
        if _DDE.search(content) or _DDE.search(content.replace(b"\0", b"")):
            raise ActiveContent


def _refuse_sheets(content: bytes) -> None:
    """The records of the workbook until its globals end."""
    records = io.BytesIO(content)
    while len(head := records.read(4)) == 4:
        number, size = int.from_bytes(head[:2], "little"), int.from_bytes(head[2:], "little")
        body = records.read(size)
        if number == _FILEPASS:
            raise Damaged
        if number == _BOUNDSHEET and len(body) > 5 and body[5] in _MACRO_SHEETS:
            raise ActiveContent
        if number == _END:
            return
