"""A spreadsheet as rows: only the first sheet, within limits, nothing computed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from portal.api.problems import Refused
from portal.files import quarantine
from portal.files.kinds import XLSX
from portal.files.models import StoredFile
from portal.files.storage import Gone, Unavailable, place
from programs.exchange.cells import FORMULA, as_text
from programs.exchange.columns import Column

MOST_ROWS = 1000
MOST_COLUMNS = 60


@dataclass(frozen=True)
class Sheet:
    """Which columns a file has, and its rows with their numbers as the spreadsheet shows them."""

    columns: list[Column]
    rows: list[tuple[int, dict[str, Any]]]


def read(stored: StoredFile, columns: list[Column], key: tuple[str, ...]) -> Sheet:
    """The rows of a stored file. Refused with a sentence for what is not such a table."""
    quarantine.refuse(stored)
    if stored.media_type != XLSX.media_type:
        raise Refused(_("Choose an XLSX file. Save other spreadsheets as XLSX first."))
    try:
        with place().open(stored.sha256) as content:
            lines = list(_lines(content))
    except (Gone, Unavailable) as error:
        raise Refused(_("This file cannot be fetched at the moment. Try again in a few minutes.")) from error
    if not lines:
        raise Refused(_("This spreadsheet is empty."))
    places = _places([as_text(cell) for cell in lines[0][1]], columns, key)
    if len(lines) > MOST_ROWS + 1:
        raise Refused(_("This file has more than %(n)d rows. Split it.") % {"n": MOST_ROWS})
    rows = [
        (number, {own.name: cells[at] for at, own in places.items()})
        for number, cells in lines[1:]
        if any(cell not in (None, "") for cell in cells)
    ]
    return Sheet(list(places.values()), rows)


def _lines(content: IO[bytes]) -> Iterator[tuple[int, list[Any]]]:
    """Rows as lists of the same length, one more than may be so that too many are noticed."""
    try:
        book = load_workbook(content, read_only=True, keep_links=False)
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)
        for number, row in enumerate(rows, start=1):
            cells = [FORMULA if cell.data_type == "f" else cell.value for cell in row]
            yield number, [*cells, *[None] * (MOST_COLUMNS - len(cells))]
    except Exception as error:  # whatever a broken file makes the library raise is the file's fault
        raise Refused(_("This spreadsheet cannot be read. Save it again as XLSX.")) from error


def _places(headers: list[str], columns: list[Column], key: tuple[str, ...]) -> dict[int, Column]:
    """Which column stands where; a header that nobody knows may be a slip, so it is refused."""
    known = {name.casefold(): own for own in columns for name in own.headers}
    places: dict[int, Column] = {}
    for at, header in enumerate(headers):
        if not header.strip():
            continue
        own = known.get(header.strip().casefold())
        if own is None:
            words = ", ".join(own.headers[0] for own in columns)
            sentence = _("There is no column “%(name)s”. The columns are: %(words)s.")
            raise Refused(sentence % {"name": header, "words": words})
        if own in places.values():
            raise Refused(_("The column “%(name)s” is there twice.") % {"name": header})
        places[at] = own
    if missing := [own.headers[0] for own in columns if own.name in key and own not in places.values()]:
        raise Refused(
            _("The column “%(name)s” is missing: it says which row is meant.") % {"name": missing[0]}
        )
    return places
