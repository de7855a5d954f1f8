"""A spreadsheet opened for reading: within limits, nothing computed."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import chain
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from portal.api.problems import Refused
from portal.files.models import StoredFile
from portal.files.sheet_limits import MOST_COLUMNS, MOST_ROWS, refuse_too_much, unreadable
from portal.files.storage import Gone, place

FORMULA = object()  # a cell that a spreadsheet would compute
ERROR = object()  # a cell that shows #N/A or the like


@contextmanager
def opened(stored: StoredFile, most_rows: int = MOST_ROWS) -> Iterator[Any]:
    """The book of a stored XLSX. Refused with a sentence for what is none or holds more rows than that;
    Unavailable where the storage does not answer."""
    try:
        content: IO[bytes] = place().open(stored.sha256)
    except Gone as error:
        raise Refused(_("The file is not in the storage any more. Upload it again.")) from error
    with content:
        refuse_too_much(content, most_rows)
        content.seek(0)
        try:
            book = load_workbook(content, read_only=True, keep_links=False)
        except Exception as error:  # whatever a broken file makes the library raise is the file's fault
            raise unreadable() from error
        yield book


def cells_of(page: Any, most: int) -> Iterator[tuple[int, list[Any]]]:
    """Rows with their numbers, as lists of at least as many cells as a table has columns; the first row to
    its end, the others to where a table ends."""
    parts = [page.iter_rows(max_row=1)]
    if most > 1:
        parts.append(page.iter_rows(min_row=2, max_row=most, max_col=MOST_COLUMNS))
    try:
        for number, row in enumerate(chain.from_iterable(parts), start=1):
            cells = [_value(cell) for cell in row]
            yield number, [*cells, *[None] * (MOST_COLUMNS - len(cells))]
    except Exception as error:  # as above
        raise unreadable() from error


def _value(cell: Any) -> Any:
    """What a cell says; a share shown as 50% is that, not 0.5."""
    kind, value = cell.data_type, cell.value
    if kind == "f":
        return FORMULA
    if kind == "e":
        return ERROR
    if kind == "n" and value is not None and not isinstance(value, bool) and "%" in cell.number_format:
        return f"{(Decimal(repr(value)) * 100).normalize():f}%"
    return value
