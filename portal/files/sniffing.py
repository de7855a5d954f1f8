"""What a file is, from its content alone."""

import re
import zipfile
from pathlib import Path

import puremagic

from portal.files.kinds import JPEG, PDF, PNG, Kind
from portal.files.packages import kind_of_package
from portal.files.pdfs import refuse_active
from portal.files.verdicts import ActiveContent, Damaged

_HEAD, _TAIL = 64 * 1024, 2 * 1024
_SIGNATURES = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"}
_ENDS = {PDF: b"%%EOF", PNG: b"IEND"}
_PACKAGE = b"PK\x03\x04"
# A browser that ignores the media type would run these.
_MARKUP = re.compile(rb"<!doctype\s+html|<html|<script|<svg|<iframe|<\?php", re.IGNORECASE)


def kind_of(path: Path) -> Kind | None:
    """The kind of the file; None where it is nothing the portal takes.

    Raises Damaged (a file cut short, too), TooMuchInside or ActiveContent.
    """
    head, tail = _ends(path)
    if head.startswith(_PACKAGE):
        return kind_of_package(path)
    kind = next((kind for kind, mark in _SIGNATURES.items() if head.startswith(mark)), None)
    if kind is None or kind.media_type not in _guesses(head):
        return None
    if kind in _ENDS and _ENDS[kind] not in tail:
        raise Damaged
    # The same bytes read as a second format are a trick, not a document.
    if _MARKUP.search(head[:2048]) or zipfile.is_zipfile(path):
        raise ActiveContent
    if kind is PDF:
        refuse_active(path)
    return kind


def _guesses(head: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(max(0, path.stat().st_size - _TAIL))
        return head, file.read()
