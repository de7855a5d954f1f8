"""A list as lines of texts, from XLSX or CSV: within limits, nothing computed."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from portal.api.problems import Refused
from portal.files import quarantine
from portal.files.kinds import XLSX
from portal.files.models import StoredFile
from portal.files.sheet_limits import MOST_COLUMNS, too_wide, unreadable
from portal.files.sheets import ERROR, FORMULA, cells_of, opened
from portal.ui.exports import FORMULA_STARTS

MOST_ROWS = 50_000
LONGEST = 500  # characters of a cell
FORMULA_CELL, ERROR_CELL = {"bad": "formula"}, {"bad": "error"}
TITLE = 2  # a line above the headers has fewer filled cells than that

Cell = str | dict[str, str] | None
Line = tuple[int, list[Cell]]


def of_workbook(stored: StoredFile) -> list[Line]:
    """The lines of the first sheet of a stored XLSX. Refused, or Unavailable where the storage is."""
    quarantine.refuse(stored)
    if stored.media_type != XLSX.media_type:
        raise Refused(_("Choose an XLSX or CSV file. Save other spreadsheets as one of them first."))
    with opened(stored, MOST_ROWS) as book:
        if not book.worksheets:
            raise unreadable()
        page = book.worksheets[0]
        page.reset_dimensions()
        return _lines(
            (number, [_cell(value) for value in row]) for number, row in cells_of(page, MOST_ROWS + 2)
        )


def of_text(content: bytes) -> list[Line]:
    """The lines of a CSV in UTF-8 or GB 18030; comma, semicolon or tab between the cells."""
    text = _decoded(content)
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=between, strict=True))
    except csv.Error as error:
        raise Refused(_("This CSV cannot be read: a quotation mark is left open. Save it again.")) from error
    return _lines(
        (number, [_cell(value, typed=False) for value in row]) for number, row in enumerate(rows, 1)
    )


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused(_("Choose an XLSX or CSV file. Save other spreadsheets as one of them first."))


def _lines(rows: Iterable[Line]) -> list[Line]:
    """Headers first; titles above them and empty lines are left out."""
    found: list[Line] = []
    for number, cells in rows:
        filled = len([cell for cell in cells if cell is not None])
        if not filled or (not found and filled < TITLE):
            continue
        found.append((number, cells))
        if len(found) > MOST_ROWS + 1:
            raise Refused(_("This file has more than %(n)d rows. Split it.") % {"n": MOST_ROWS})
    if len(found) < 2:
        raise Refused(_("This list is empty: below a line with headers it needs one line at least."))
    width = max(at for at, cell in enumerate(found[0][1], 1) if cell is not None)
    if width > MOST_COLUMNS:
        raise too_wide()
    if any(isinstance(cell, dict) for cell in found[0][1]):
        raise Refused(_("A header is a formula. Write its words instead."))
    return [(number, [*cells[:width], *[None] * (width - len(cells))]) for number, cells in found]


def _cell(value: Any, *, typed: bool = True) -> Cell:
    """What a cell says as a text; None for nothing."""
    if value is FORMULA:
        return FORMULA_CELL
    if value is ERROR:
        return ERROR_CELL
    if value is None:
        return None
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    if isinstance(value, datetime):
        return value.date().isoformat()
    text = value.isoformat() if isinstance(value, date) else str(value).replace("\0", "").strip()
    if text.startswith("'") and text[1:].startswith(FORMULA_STARTS):
        text = text[1:]  # how the portal's own spreadsheets mark a text
    elif not typed and text.startswith(("=", "＝")):
        return FORMULA_CELL
    return text[:LONGEST] or None


def headers_and_lines(lines: Iterable[Line]) -> tuple[list[str], Iterator[Line]]:
    """The words of the first line, and the others."""
    rest = iter(lines)
    _number, first = next(rest)
    return [str(cell or "") for cell in first], rest
