"""Looks for what a PDF would do by itself when it is opened: scripts, programs, attached files.

ISO 32000-2: an action names its kind under /S (12.6), a name may write any character as #xx (7.3.5), and
objects may lie compressed in object streams (7.5.7). Only what acts is looked for, so that a text about
JavaScript stays a text.
"""

import re
import zlib
from collections.abc import Iterator

from portal.files.verdicts import ActiveContent, Damaged, TooMuchInside

MAX_INFLATED = 64 * 1024 * 1024  # of all object streams together
_BLANK = rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*[\r\n])*"
_END = rb"(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])"
_ACTIONS = rb"(?:JavaScript|Launch|ImportData|SubmitForm|GoToE|RichMediaExecute|Rendition|Movie)"
_ACTS = re.compile(
    b"|".join(
        [
            rb"/S" + _BLANK + rb"/" + _ACTIONS + _END,
            rb"\bobj" + _BLANK + rb"/" + _ACTIONS + _END,  # the kind as an object of its own
            rb"/Subtype" + _BLANK + rb"/(?:RichMedia|FileAttachment|Screen|Movie)" + _END,
            rb"/(?:EF|EmbeddedFiles|XFA)"
            + _BLANK
            + rb"(?:<<|\[|[0-9]+"
            + _BLANK
            + rb"[0-9]+"
            + _BLANK
            + rb"R)",
            rb"/Type" + _BLANK + rb"/EmbeddedFile" + _END,
        ]
    )
)
# In an object stream nothing is text for readers: the bare name is enough.
_NAMES = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)" + _END)
_ENCRYPTED = re.compile(rb"/Encrypt" + _BLANK + rb"(?:<<|[0-9])")
_STREAM = re.compile(rb"stream\r?\n?")
_OBJECTS = re.compile(rb"/ObjStm" + _END + rb"|/First" + _BLANK + rb"[0-9]")
_FILTER = re.compile(rb"/(?:Filter|F)" + _BLANK + rb"(\[[^\]]*\]|/[A-Za-z0-9]+|[0-9]+[^/>]*R)")
_PREDICTOR = re.compile(rb"/Predictor" + _BLANK + rb"(?!1" + _END + rb")[0-9]")
_PAIRS = re.compile(rb"[\x00\t\n\x0c\r ]*[0-9]+[\x00\t\n\x0c\r ]+[0-9]+[\x00\t\n\x0c\r ]")
_PEEK = 256


def refuse_active(content: bytes) -> None:
    """Raise ActiveContent where the PDF acts, Damaged where it is encrypted, TooMuchInside for a bomb."""
    plain = _unescaped(content)
    _refuse(plain)
    room = MAX_INFLATED
    for start, head in _streams(content):
        declared = _declared(head)
        if not (declared or _PAIRS.match(_inflated(content[start : start + 4 * _PEEK], _PEEK))):
            continue
        objects = _unescaped(_inflated(memoryview(content)[start:], room + 1))
        if len(objects) > room or (declared and not objects):
            raise TooMuchInside if objects else Damaged
        room -= len(objects)
        _refuse(objects)
        if declared and _NAMES.search(objects):
            raise ActiveContent


def _refuse(objects: bytes) -> None:
    if _ACTS.search(objects):
        raise ActiveContent
    if _ENCRYPTED.search(objects):
        raise Damaged


def _unescaped(content: bytes) -> bytes:
    """Names as a reader takes them: /J#61vaScript is /JavaScript."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), content)


def _streams(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Where the bytes of each stream begin, and its dictionary."""
    for found in _STREAM.finditer(content):
        if not content.endswith(b"end", 0, found.start()):
            begin = max(0, content.rfind(b"obj", 0, found.start()))
            yield found.end(), _unescaped(content[begin : found.start()])


def _declared(head: bytes) -> bool:
    """Whether it says that it holds packed objects; Damaged where they are packed as no writer needs."""
    how = _FILTER.search(head)
    if not _OBJECTS.search(head) or how is None:
        return False  # unpacked objects were read with the whole file
    if how[1].strip(b"[] \t\r\n\x00\x0c") not in (b"/FlateDecode", b"/Fl") or _PREDICTOR.search(head):
        raise Damaged
    return True


def _inflated(packed: bytes | memoryview, most: int) -> bytes:
    """The first bytes it unpacks to, whatever lies behind its end; none where it is not deflated."""
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""
