"""The paragraphs of a DOCX with the numbers Word would draw (ECMA-376 part 1, 17).

Runs in the confined process only (`programs.sources.child`). A document type declaration, which is how XML
explodes, was refused when the file was taken in and is refused here again.
"""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers import expat

from programs.sources.numbering import Level, Lists

MOST_BYTES = 40 * 1024 * 1024  # of one part
Line = tuple[str, bool]  # a paragraph; whether Word numbers it in a way that could not be told
Handler = Callable[[str, dict[str, str]], None]


class Hostile(Exception):
    """A part that no word processor writes."""


def pages_of(path: Path) -> list[list[Line]]:
    """Paragraphs by page, as far as Word noted where its pages broke when it last drew them."""
    with zipfile.ZipFile(path) as package:
        numbers = Numbers()
        for part, reader in (("word/numbering.xml", numbers.numbering), ("word/styles.xml", numbers.styles)):
            if part in package.namelist():
                parse(_part(package, part), reader)
        body = Body(numbers)
        parse(_part(package, "word/document.xml"), body.start, body.end, body.text)
    return [page for page in body.pages if page]


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        content = part.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Hostile
    return content


def parse(
    content: bytes,
    start: Handler,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Feed a part to its handlers, names without their prefixes."""

    def refuse(*_declaration: Any) -> None:
        raise Hostile

    def local(name: str) -> str:
        return name.rpartition(":")[2]

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, found: start(
        local(tag), {local(name): value for name, value in found.items()}
    )
    if end:
        parser.EndElementHandler = lambda tag: end(local(tag))
    if text:
        parser.CharacterDataHandler = text
    parser.Parse(content, True)


class Numbers:
    """The lists of a document and which styles number their paragraphs."""

    def __init__(self) -> None:
        self.lists = Lists()
        self.of_style: dict[str, dict[str, str]] = {}  # style: {"numId", "ilvl", "basedOn"}
        self._abstract: dict[int, Level] = {}
        self._list = self._style = ""
        self._level = Level()
        self._depth = 0

    def numbering(self, tag: str, values: dict[str, str]) -> None:
        """word/numbering.xml"""
        value = values.get("val", "")
        if tag == "abstractNum":
            self._abstract = self.lists.abstract.setdefault(values.get("abstractNumId", ""), {})
            self._list = ""
        elif tag == "num":
            self._list = values.get("numId", "")
        elif tag == "abstractNumId":
            self.lists.of_list[self._list] = value
        elif tag in ("lvl", "lvlOverride"):
            self._depth = _figure(values.get("ilvl", "0"))
            self._level = Level()
            if not self._list:  # what a list overrides but its start is left as its model says
                self._abstract[self._depth] = self._level
        elif tag == "startOverride":
            self.lists.restarts[self._list, self._depth] = _figure(value)
        elif tag == "start":
            self._level.start = _figure(value)
        elif tag == "numFmt":
            self._level.format = value
        elif tag == "lvlText":
            self._level.text = value

    def styles(self, tag: str, values: dict[str, str]) -> None:
        """word/styles.xml"""
        if tag == "style":
            self._style = values.get("styleId", "")
        elif tag in ("numId", "ilvl", "basedOn"):
            self.of_style.setdefault(self._style, {})[tag] = values.get("val", "")

    def place(self, style: str, own: dict[str, str]) -> tuple[str, int] | None:
        """List and level of a paragraph; what it says itself goes before its style."""
        found: dict[str, str] = {}
        seen: set[str] = set()
        while style and style not in seen:
            seen.add(style)
            above = self.of_style.get(style, {})
            found = {key: value for key, value in above.items() if key != "basedOn"} | found
            style = above.get("basedOn", "")
        found |= own
        list_id = found.get("numId", "0")
        return None if list_id == "0" else (list_id, _figure(found.get("ilvl", "0")))


class Body:
    """word/document.xml, paragraph by paragraph. Deleted text and fallbacks of drawings are left out."""

    SKIPPED = frozenset({"del", "moveFrom", "Fallback", "pPrChange", "rPrChange", "instrText"})

    def __init__(self, numbers: Numbers) -> None:
        self.pages: list[list[Line]] = [[]]
        self._numbers = numbers
        self._skipping = 0
        self._open: list[tuple[list[str], dict[str, str], list[str]]] = []  # a text box holds paragraphs too
        self._in_text = False

    def start(self, tag: str, values: dict[str, str]) -> None:
        """An element begins."""
        if self._skipping or tag in self.SKIPPED:
            self._skipping += 1
        elif tag == "p":
            self._open.append(([], {}, [""]))
        elif tag == "t":
            self._in_text = True
        elif tag == "lastRenderedPageBreak" or (tag == "br" and values.get("type") == "page"):
            self.pages.append([])
        elif self._open:
            self._inside(tag, values)

    def _inside(self, tag: str, values: dict[str, str]) -> None:
        words, number, style = self._open[-1]
        if tag in ("numId", "ilvl"):
            number[tag] = values.get("val", "")
        elif tag == "pStyle":
            style[0] = values.get("val", "")
        elif tag == "tab":
            words.append("\t")
        elif tag in ("br", "cr"):
            words.append("\n")

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._skipping:
            self._skipping -= 1
        elif tag == "t":
            self._in_text = False
        elif tag == "p" and self._open:
            self._finish(*self._open.pop())

    def _finish(self, words: list[str], number: dict[str, str], style: list[str]) -> None:
        text = "".join(words).strip()
        if not text:
            return
        place = self._numbers.place(style[0], number)
        drawn = self._numbers.lists.next(*place) if place else ""
        gap = " " if drawn and drawn[-1].isalnum() else ""
        lines = text.split("\n")
        self.pages[-1].append((f"{drawn or ''}{gap}{lines[0]}", drawn is None))
        self.pages[-1].extend((line, False) for line in lines[1:] if line.strip())

    def text(self, data: str) -> None:
        """Characters of a run."""
        if self._in_text and self._open and not self._skipping:
            self._open[-1][0].append(data)


def _figure(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 6 else 0
