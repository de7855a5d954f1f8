"""Looks into the parts of an office document for what acts by itself when the document is opened.

ECMA-376 part 2: a package says in [Content_Types].xml what its parts are, and in *.rels what they point at.
"""

import re
from typing import Any
from xml.parsers import expat

from portal.files.verdicts import ActiveContent, Damaged

# Kinds of parts that act: macros, controls, linked or embedded objects, macro sheets, scripts of the ribbon.
_ACTIVE_TYPES = re.compile(
    r"macroEnabled|vbaProject|vbaData|activeX|oleObject|macrosheet|dialogsheet|keyMapCustomizations|attachedToolbars",
    re.IGNORECASE,
)
_ACTIVE_NAMES = re.compile(
    r"(^|/)(vbaProject|vbaData)[^/]*$|(^|/)(activeX|macrosheets|dialogsheets)/|(^|/)oleObject[^/]*$"
    r"|\.(exe|dll|scr|js|jse|vbs|vbe|wsf|hta|bat|cmd|ps1|lnk|jar|msi|html?|mht|svgz?)$",
    re.IGNORECASE,
)
# What an application fetches or starts unasked; links a reader clicks and links to other sheets are not.
_FETCHED = re.compile(
    r"/(oleObject|attachedTemplate|frame|subDocument|aFChunk|control|package|externalCode)$"
)
_DDE = re.compile(r"^\s*\"?\s*DDE(AUTO)?\b", re.IGNORECASE)
_MARKS = {  # how archives, programs and old office files begin
    "archive": (
        b"PK\x03\x04",
        b"Rar!\x1a\x07",
        b"7z\xbc\xaf\x27\x1c",
        b"\x1f\x8b\x08",
        b"BZh",
        b"\xfd7zXZ\x00",
    ),
    "program": (
        b"MZ",
        b"\x7fELF",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{\\rtf",
        b"\x4c\x00\x00\x00\x01\x14\x02",
    ),
}


def refuse_name(name: str) -> None:
    """Raise ActiveContent for a part whose very name says that it acts."""
    if _ACTIVE_NAMES.search(name):
        raise ActiveContent


def is_archive(head: bytes) -> bool:
    """Whether a part is itself packed."""
    return head.startswith(_MARKS["archive"])


def refuse_hidden(head: bytes) -> None:
    """Raise ActiveContent for a part that is a program or an old office file."""
    if head.startswith(_MARKS["program"]):
        raise ActiveContent


class XmlPart:
    """One XML part, fed in blocks; raises ActiveContent for what acts, Damaged where it is no XML.

    Parsed rather than searched: UTF-16, entities and split runs hide nothing.
    """

    def __init__(self, name: str) -> None:
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._field: list[str] | None = None
        self._code: list[str] = []
        if name.endswith(".rels") or name == "[Content_Types].xml":
            self._parser.StartElementHandler = self._pointer
        elif name.startswith("word/"):
            self._parser.StartElementHandler = self._word
            self._parser.EndElementHandler = self._word_end
            self._parser.CharacterDataHandler = self._text
        elif "externalLinks/" in name:
            self._parser.StartElementHandler = self._link

    def feed(self, block: bytes, last: bool = False) -> None:
        """Take the next bytes."""
        try:
            self._parser.Parse(block, last)
        except expat.ExpatError as error:
            raise Damaged from error

    def _doctype(self, *_declaration: Any) -> None:
        raise ActiveContent

    def _pointer(self, tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        outside = attributes.get("TargetMode") == "External"
        if _ACTIVE_TYPES.search(kind) or (outside and _FETCHED.search(attributes.get("Type", ""))):
            raise ActiveContent

    def _word(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "instrText":
            self._field = []
        elif local == "fldChar" and any(v == "begin" for v in attributes.values()):
            self._code = []
        elif local == "fldSimple":
            self._refuse_dde(next((v for k, v in attributes.items() if k.endswith("instr")), ""))

    def _word_end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "instrText" and self._field is not None:
            self._code += self._field
            self._field = None
            self._refuse_dde("".join(self._code))

    def _text(self, text: str) -> None:
        if self._field is not None:
            self._field.append(text)

    def _refuse_dde(self, code: str) -> None:
        if _DDE.match(code):
            raise ActiveContent

    def _link(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] in ("ddeLink", "oleLink"):
            raise ActiveContent
