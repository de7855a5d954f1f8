"""Looks at the files attached to a PDF: the data of an electronic invoice may be there, nothing else.

ISO 32000-2, 7.11.4: a file specification names its file under /F and /UF and holds it under /EF. A reader
opens what the name's ending says, so name and content both count. Electronic invoices carry their data as XML
(EN 16931 in PDF/A-3, the Chinese 数电票) or as a whole OFD (GB/T 33190).
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.parsers import expat

from portal.files.inflating import Content, inflated
from portal.files.kinds import OFD
from portal.files.packages import kind_of_package
from portal.files.verdicts import ActiveContent, Damaged, TooMuchInside

MAX_ATTACHED = 5 * 1024 * 1024  # of all attached files together, unpacked
MAX_FILES = 10
MAX_HOLDERS = 200  # places in a file that hold one: each is looked around
BLANK = rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*[\r\n])*"
END = rb"(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])"
_SPACE = rb"[\x00\t\n\x0c\r ]+"
_HOLDS = re.compile(rb"/EF" + BLANK + rb"(?:<<|\[|[0-9]+" + BLANK + rb"[0-9]+" + BLANK + rb"R)")
_PLACES = re.compile(
    rb"/EF" + BLANK + rb"<<((?:" + BLANK + rb"/(?:F|UF|DOS|Mac|Unix)" + _SPACE + rb"[0-9]+" + _SPACE
    + rb"[0-9]+" + _SPACE + rb"?R)+)" + BLANK + rb">>"
)  # fmt: skip
_PLACE = re.compile(rb"([0-9]+)" + _SPACE + rb"[0-9]+" + _SPACE + rb"?R")
_FILE_NAME = re.compile(
    rb"/(?:F|UF|DOS|Mac|Unix)"
    + BLANK
    + rb"(?:\(((?:[^()\\]|\\.|\\\r\n)*)\)|<([0-9A-Fa-f\s]*)>|(\(|<(?!<)|[0-9]+\s+[0-9]+\s+R))",
    re.DOTALL,
)
_OBJECT = re.compile(rb"[0-9]" + _SPACE + rb"[0-9]+" + _SPACE + rb"obj\b")
_TYPED = re.compile(rb"/Type" + BLANK + rb"/EmbeddedFile" + END + rb"|/EmbeddedFiles" + END)
_NAME = re.compile(
    r"[^\x00-\x1f\x7f/\\:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]+\.(?:xml|ofd)", re.IGNORECASE
)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
_LETTERS = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
_PACKED = re.compile(
    rb"/Filter" + BLANK + rb"(?:\[" + BLANK + rb"/FlateDecode" + BLANK + rb"\]|/FlateDecode)" + END
)
_OTHERWISE = re.compile(rb"/(?:Filter|DecodeParms|F|FFilter)" + END)
_HEAD = 4096  # bytes between `obj` and `stream`
_RUNS = re.compile(r"html|script|svg|iframe|object|embed|stylesheet|scriptlet", re.IGNORECASE)
_SCRIPTED = re.compile(r"w3\.org/(?:1999/xhtml|2000/svg|1999/XSL|1998/Math)", re.IGNORECASE)


def refuse_attached(content: Content, texts: Sequence[Content]) -> None:
    """Raise ActiveContent unless every attached file is a harmless XML or OFD that says so by its name.

    `texts`: where objects are written, with escapes of names undone; a name in doubt is refused.
    """
    places: set[int] = set()
    for text in texts:
        if not _HOLDS.search(text):
            continue
        found = list(_PLACES.finditer(text))
        if len(found) != len(_HOLDS.findall(text)):
            raise ActiveContent
        if len(found) > MAX_HOLDERS:
            raise TooMuchInside
        for holder in found:
            places.update(int(number) for number in _PLACE.findall(holder[1]))
            _refuse_names(_around(text, holder))
    if not places and any(_TYPED.search(text) for text in texts):
        raise ActiveContent  # held by nothing we know
    if len(places) > MAX_FILES:
        raise TooMuchInside
    room = MAX_ATTACHED
    for number in places:
        room -= _refuse_file(content, number, room)


def _around(text: Content, holder: re.Match[bytes]) -> bytes:
    """The object that holds the file, and a good piece of what lies beside it."""
    begins = [found.start() for found in _OBJECT.finditer(text, 0, holder.start())]
    ends = text.find(b"endobj", holder.end())
    begin = min(begins[-1] if begins else 0, max(0, holder.start() - _HEAD))
    end = max(ends if ends >= 0 else len(text), holder.end() + _HEAD)
    return _PLACES.sub(b" ", text[begin:end])


def _refuse_names(text: bytes) -> None:
    """Every name of a file that is written there; none, or one we cannot read, is refused."""
    names = list(_FILE_NAME.finditer(text))
    if not names or any(found[3] or not _NAME.fullmatch(_decoded(found[1], found[2])) for found in names):
        raise ActiveContent


def _decoded(literal: bytes | None, digits: bytes | None) -> str:
    """A text string as a reader takes it (7.9.2.2)."""
    if literal is not None:
        name = _ESCAPE.sub(
            lambda found: bytes([int(found[1], 8) & 255]) if found[1] else _LETTERS.get(found[2], found[2]),
            literal,
        )
    else:
        text = b"".join((digits or b"").split())
        name = bytes.fromhex((text + b"0" * (len(text) % 2)).decode())
    encoding = {b"\xfe\xff": "utf-16", b"\xef\xbb": "utf-8-sig"}.get(name[:2], "latin-1")
    try:
        return name.decode(encoding)
    except UnicodeDecodeError as error:
        raise Damaged from error


def _refuse_file(content: Content, number: int, room: int) -> int:
    """Every stream that is written under the number: an older one may be the one a reader takes."""
    used = 0
    for data in _written(content, number, room):
        used += len(data)
        if used > room:
            raise TooMuchInside
        refuse_unless_data(data)
    if not used:
        raise ActiveContent  # hidden from us
    return used


def _written(content: Content, number: int, room: int) -> Iterator[bytes]:
    start = re.compile(rb"(?<![0-9])0*%d" % number + _SPACE + rb"[0-9]+" + BLANK + rb"obj")
    for found in start.finditer(content):
        head, mark, _rest = content[found.end() : found.end() + _HEAD].partition(b"stream")
        if not mark or b"endobj" in head:
            raise ActiveContent
        begin = found.end() + len(head) + len(mark)
        begin += 2 if content[begin : begin + 2] == b"\r\n" else 1
        head = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes.fromhex(code[1].decode()), head)
        packed = _PACKED.search(head)
        if _OTHERWISE.search(_PACKED.sub(b"", head)):
            raise ActiveContent  # packed as no invoice is, or lying elsewhere
        if packed:
            yield _unpacked(content, begin, room)
        else:
            end = content.find(b"endstream", begin, begin + room + len("endstream"))
            yield content[begin : end if end >= 0 else begin + room + 1].rstrip(b"\r\n")


def _unpacked(content: Content, begin: int, room: int) -> bytes:
    """What a stream unpacks to; Damaged where it is not deflated."""
    data = inflated(content, begin, room + 1)
    if data is None:
        raise Damaged
    return data


def refuse_unless_data(data: bytes) -> None:
    """Raise ActiveContent for what is neither an OFD nor an XML that a browser could only show."""
    if data.startswith(b"PK\x03\x04"):
        with tempfile.NamedTemporaryFile() as copy:
            copy.write(data)
            copy.flush()
            if kind_of_package(Path(copy.name)) is not OFD:
                raise ActiveContent
        return
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse
    parser.ProcessingInstructionHandler = _refuse  # a style sheet that runs scripts
    parser.StartElementHandler = _refuse_page
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ActiveContent from error


def _refuse(*_declaration: object) -> None:
    raise ActiveContent


def _refuse_page(tag: str, _attributes: dict[str, str]) -> None:
    """Elements that a browser runs, by their namespace or by their bare name."""
    space, _blank, local = tag.rpartition(" ")
    if _SCRIPTED.search(space) or _RUNS.fullmatch(local):
        raise ActiveContent
