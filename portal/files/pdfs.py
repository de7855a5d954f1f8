"""Looks for what a PDF would do by itself when it is opened: scripts, programs, films.

ISO 32000-2: an action names its kind under /S (12.6), a name may write any character as #xx (7.3.5), and
objects may lie compressed in object streams (7.5.7). Only what acts is looked for, so that a text about
JavaScript stays a text. What is attached is looked at in `attached`. The file is mapped, never read into
memory: it may have hundreds of megabytes.
"""

import mmap
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from portal.files.attached import BLANK, END, refuse_attached
from portal.files.inflating import Content, inflated
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
_BLOCK = 1024 * 1024
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_SPLIT = re.compile(rb"#[0-9A-Fa-f]?\Z")  # an escape that goes on in the next block


def refuse_active(path: Path) -> None:
    """Raise ActiveContent where the PDF acts, Damaged where a password opens it, TooMuchInside for a bomb.

    One that is only locked against changes opens for everybody and is looked at as it opens.
    """
    with ExitStack() as open_files:
        content = open_files.enter_context(_mapped(path))
        text = open_files.enter_context(_unescaped_copy(content, path.parent))
        _refuse(text)
        if _ENCRYPTED.search(text):
            opened = open_files.enter_context(unlocked(path))
            content = open_files.enter_context(_mapped(opened))
            text = open_files.enter_context(_unescaped_copy(content, path.parent))
            _refuse(text)
        _refuse_content(content, text)


@contextmanager
def _mapped(path: Path) -> Iterator[mmap.mmap]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        yield content


@contextmanager
def _unescaped_copy(content: mmap.mmap, folder: Path) -> Iterator[mmap.mmap]:
    """The whole with its escapes undone, in a file without a name."""
    with tempfile.TemporaryFile(dir=folder) as copy:
        rest = b""
        for begin in range(0, len(content), _BLOCK):
            block = rest + content[begin : begin + _BLOCK]
            cut = _SPLIT.search(block, max(0, len(block) - 2))
            rest = cut[0] if cut else b""
            copy.write(_unescaped(block.removesuffix(rest)))
        copy.write(rest)
        copy.flush()
        with mmap.mmap(copy.fileno(), 0, access=mmap.ACCESS_READ) as text:
            yield text


def _refuse_content(content: mmap.mmap, text: mmap.mmap) -> None:
    texts: list[Content] = [text]
    room = MAX_INFLATED
    for start, head in _streams(content):
        declared = _declared(head)
        if not (declared or _PAIRS.match(inflated(content, start, _PEEK) or b"")):
            continue
        objects = _unescaped(inflated(content, start, room + 1) or b"")
        if len(objects) > room or (declared and not objects):
            raise TooMuchInside if objects else Damaged
        room -= len(objects)
        _refuse(objects)
        if declared and _NAMES.search(objects):
            raise ActiveContent
        texts.append(objects)
    refuse_attached(content, texts)


def _refuse(objects: Content) -> None:
    if _ACTS.search(objects):
        raise ActiveContent


def _unescaped(content: bytes) -> bytes:
    """Names as a reader takes them: /J#61vaScript is /JavaScript."""
    return _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), content)


def _streams(content: mmap.mmap) -> Iterator[tuple[int, bytes]]:
    """Where the bytes of each stream begin, and its dictionary: what was written since the last object or
    stream began."""
    begin = 0
    for found in _STREAM.finditer(content):
        if content[max(0, found.start() - 3) : found.start()] != b"end":
            begin = max(begin, content.rfind(b"obj", begin, found.start()))
            yield found.end(), _unescaped(content[begin : found.start()])
        begin = found.start()


def _declared(head: bytes) -> bool:
    """Whether it says that it holds packed objects; Damaged where they are packed as no writer needs."""
    how = _FILTER.search(head)
    if not _OBJECTS.search(head) or how is None:
        return False  # unpacked objects were read with the whole file
    if how[1].strip(b"[] \t\r\n\x00\x0c") not in (b"/FlateDecode", b"/Fl") or _PREDICTOR.search(head):
        raise Damaged
    return True
