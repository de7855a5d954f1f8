"""What a spreadsheet holds, counted before it is opened: opening builds everything that is there in memory.

Read as a stream: a row of a million cells costs no more than a row of ten.
"""

import zipfile
import zlib
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext as _

from portal.api.problems import Refused

MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_CELLS = 16_384  # of a row, empty ones too: the columns a spreadsheet has (ECMA-376)
MOST_ELEMENTS = 4_000_000  # of a sheet or of the texts of all sheets
MOST_OTHERS = 200_000  # elements of any other part, such as the styles
BLOCK = 64 * 1024
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, expat.ExpatError)


def refuse_too_much(content: IO[bytes], most_rows: int = MOST_ROWS) -> None:
    """Raise Refused for more rows, columns or parts than a table has."""
    try:
        with zipfile.ZipFile(content) as package:
            for entry in package.infolist():
                if entry.filename.lower().endswith((".xml", ".rels")):
                    with package.open(entry) as part:
                        _Part(most_rows).read(part)
    except BROKEN as error:
        raise unreadable() from error


def unreadable() -> Refused:
    """What is said of a file that no library opens."""
    return Refused(_("This spreadsheet cannot be read. Save it again as XLSX."))


@dataclass
class _Part:
    """Counts the elements of one part."""

    most_rows: int
    root: str = ""
    row: int = 0
    cells: int = 0
    elements: int = 0

    def read(self, part: IO[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._doctype
        while block := part.read(BLOCK):
            parser.Parse(block)
        parser.Parse(b"", True)

    def _doctype(self, *_declaration: object) -> None:
        raise unreadable()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        self.root = self.root or local
        if self.root == "worksheet":
            self._in_sheet(local, attributes)
        else:
            self._elsewhere(local)

    def _in_sheet(self, local: str, attributes: dict[str, str]) -> None:
        if local in ("v", "is", "f"):
            if self.row > self.most_rows + 1:
                raise Refused(_("This file has more than %(n)d rows. Split it.") % {"n": self.most_rows})
            return
        if local == "row":
            given = attributes.get("r", "")
            self.row, self.cells = int(given) if given.isdecimal() else self.row + 1, 0
        elif local == "c":
            self.cells += 1
            if self.cells > MOST_CELLS:
                raise too_wide()
        self._elsewhere(local)

    def _elsewhere(self, local: str) -> None:
        self.elements += 1
        if self.elements > (MOST_ELEMENTS if self.root in ("sst", "worksheet") else MOST_OTHERS):
            raise Refused(_("This spreadsheet holds far more than a table. Copy its rows into a new one."))


def too_wide() -> Refused:
    """What is said of a file with too many columns."""
    return Refused(
        _("This file has more than %(n)d columns. Keep those of the table alone.") % {"n": MOST_COLUMNS}
    )
