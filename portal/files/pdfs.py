"""Looks for what a PDF would do by itself when it is opened: scripts, programs, films.

ISO 32000-2: an action names its kind under /S (12.6), a name may write any character as #xx (7.3.5), and
objects may lie compressed in object streams (7.5.7). Only what acts is looked for, so that a text about
JavaScript stays a text. What is attached is looked at in `attached`.
"""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from portal.files.attached import BLANK, END, refuse_attached
from portal.files.unlocking import unlocked
from portal.files.verdicts import ActiveContent, Damaged, TooMuchInside

MAX_INFLATED = 64 * 1024 * 1024  # of all object streams together
_ACTIONS = rb"(?:JavaScript|Launch|ImportData|SubmitForm|GoToE|RichMediaExecute|Rendition|Movie)"
_ACTS = re.compile(
    b"|".join(
        [
            rb"/S" + BLANK + rb"/" + _ACTIONS + END,
            rb"\bobj" + BLANK + rb"/" + _ACTIONS + END,  # the kind as an object of its own
            rb"/Subtype" + BLANK + rb"/(?:RichMedia|FileAttachment|Screen|Movie)" + END,
            rb"/(?:RF|XFA)" + BLANK + rb"(?:<<|\[|[0-9]+" + BLANK + rb"[0-9]+" + BLANK + rb"R)",
        ]
    )
)
# In an object stream nothing is text for readers: the bare name is enough.
_NAMES = re.compile(rb"/(?:JavaScript|Launch|RichMedia)" + END)
_ENCRYPTED = re.compile(rb"/Encrypt" + BLANK + rb"(?:<<|[0-9])")
_STREAM = re.compile(rb"stream\r?\n?")
_OBJECTS = re.compile(rb"/ObjStm" + END + rb"|/First" + BLANK + rb"[0-9]")
_FILTER = re.compile(rb"/(?:Filter|F)" + BLANK + rb"(\[[^\]]*\]|/[A-Za-z0-9]+|[0-9]+[^/>]*R)")
_PREDICTOR = re.compile(rb"/Predictor" + BLANK + rb"(?!1" + END + rb")[0-9]")
_PAIRS = re.compile(rb"[\x00\t\n\x0c\r ]*[0-9]+[\x00\t\n\x0c\r ]+[0-9]+[\x00\t\n\x0c\r ]")
_PEEK = 256


def refuse_active(path: Path) -> None:
    """Raise ActiveContent where the PDF acts, Damaged where a password opens it, TooMuchInside for a bomb.

    One that is only locked against changes opens for everybody and is looked at as it opens.
    """
    content = path.read_bytes()
    if _ENCRYPTED.search(plain := _unescaped(content)):
        _refuse(plain)
        content = unlocked(path)
    _refuse_content(content)


def _refuse_content(content: bytes) -> None:
    texts = [_unescaped(content)]
    _refuse(texts[0])
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
        texts.append(objects)
    refuse_attached(content, texts)


def _refuse(objects: bytes) -> None:
    if _ACTS.search(objects):
        raise ActiveContent


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
