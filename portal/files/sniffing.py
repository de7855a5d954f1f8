"""What a file is, from its content alone."""

import re
import zipfile
from pathlib import Path

import puremagic

from portal.files import limited, oldoffice
from portal.files.invoices import read_invoice
from portal.files.kinds import HEIC, INVOICE, JPEG, PDF, PNG, Kind
from portal.files.packages import kind_of_package
from portal.files.pdfs import refuse_active
from portal.files.verdicts import ActiveContent, Damaged, TooMuchInside

_HEAD, _TAIL = 64 * 1024, 2 * 1024
_SIGNATURES = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"}
_ENDS = {PDF: b"%%EOF", PNG: b"IEND"}
_PACKAGE = b"PK\x03\x04"
# ISO 23008-12: a box "ftyp" at the beginning names the brand.
_HEIC = re.compile(rb".{4}ftyp(?:hei[cxms]|hev[cmx]|mif1|msf1)", re.DOTALL)
_XML = re.compile(rb"\s*<\?xml|\s*<EInvoice|\xff\xfe<\0|\xfe\xff\0<")
_LARGE = 8 * 1024 * 1024  # from here on a PDF is looked into in a process of its own
_SECONDS = 60
_VERDICTS = (Damaged, TooMuchInside, ActiveContent)
# A browser that ignores the media type would run these.
_MARKUP = re.compile(rb"<!doctype\s+html|<html|<script|<svg|<iframe|<\?php", re.IGNORECASE)


def kind_of(path: Path) -> Kind | None:
    """The kind of the file; None where it is nothing the portal takes.

    Raises Damaged (a file cut short, too), TooMuchInside or ActiveContent.
    """
    head, tail = _ends(path)
    if head.startswith(_PACKAGE):
        return kind_of_package(path)
    if head.startswith(oldoffice.MARK):
        return oldoffice.kind_of_compound(path)
    if _XML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return INVOICE if read_invoice(path) else None
    kind = next((kind for kind, mark in _SIGNATURES.items() if head.startswith(mark)), None)
    if kind is None and _HEIC.match(head):
        kind = HEIC
    elif kind is None or kind.media_type not in _guesses(head):
        return None
    if kind in _ENDS and _ENDS[kind] not in tail:
        raise Damaged
    # The same bytes read as a second format are a trick, not a document.
    if _MARKUP.search(head[:2048]) or zipfile.is_zipfile(path):
        raise ActiveContent
    if kind is PDF:
        _look_into(path)
    return kind


def _look_into(path: Path) -> None:
    """A large file may take long, by chance or on purpose: in a process that ends in time."""
    if path.stat().st_size < _LARGE:
        refuse_active(path)
        return
    try:
        limited.run(__name__, path, seconds=_SECONDS)
    except limited.Failed as failed:
        raise (_VERDICTS[failed.code - 1] if 0 < failed.code <= len(_VERDICTS) else Damaged) from failed


def child(path: str) -> int:
    """Look into a PDF; which verdict, counted from 1, or 0."""
    try:
        refuse_active(Path(path))
    except _VERDICTS as verdict:
        return _VERDICTS.index(type(verdict)) + 1
    return 0


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
